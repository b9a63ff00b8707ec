import { writeFile } from "node:fs/promises";

import { say } from "#lib/bilingual.ts";
import { causeOf, failed, ok, type Result } from "#lib/failure.ts";

/** Writes a file that only its owner can read, and overwrites none. */
export async function writeNewFile(path: string, content: string): Promise<Result<undefined>> {
  try {
    await writeFile(path, content, { mode: 0o600, flag: "wx" });
    return ok(undefined);
  } catch (error) {
    return failed({
      code: "file.not-written",
      what: say(`Le fichier « ${path} » n'a pas pu être écrit.`, `The file "${path}" could not be written.`),
      remedy: say(
        "Donnez un nom qui n'existe pas encore, dans un dossier où vous pouvez écrire.",
        "Give a name that does not exist yet, in a folder where you can write.",
      ),
      place: path,
      cause: causeOf(error),
    });
  }
}
