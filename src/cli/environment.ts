import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";

import { say, type Language } from "#lib/bilingual.ts";
import { causeOf, failed, ok, type Result } from "#lib/failure.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** The name of the settings' file in the data folder. */
export const settingsFile = "carillon.env";

/** The settings as written: the data folder's file, and over it the environment. */
export function readEnvironment(dataFolder: string, environment: Environment): Result<Environment> {
  const file = readSettingsFile(dataFolder);
  if (!file.ok) return file;
  // An empty variable means "not set" here as everywhere, so it does not hide what the file says.
  const given = Object.entries(environment).filter(([, value]) => value !== undefined && value !== "");
  return ok({ ...file.value, ...Object.fromEntries(given) });
}

/** What `carillon.env` says; nothing when there is none. */
export function readSettingsFile(dataFolder: string): Result<Environment> {
  const path = join(dataFolder, settingsFile);
  try {
    return ok(parseEnv(readFileSync(path, "utf8")));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR") return ok({});
    return failed({
      code: "config.unreadable",
      what: say(`Le fichier des réglages ne se lit pas.`, `The settings' file cannot be read.`),
      remedy: say(
        "Donnez le droit de le lire au compte qui lance Carillon, ou supprimez-le.",
        "Let the account that runs Carillon read it, or remove it.",
      ),
      place: path,
      cause: causeOf(error),
    });
  }
}

/** The language to speak: `--lang`, else CARILLON_LANGUAGE, else that of the system, else French. */
export function languageOf(option: string | undefined, environment: Environment): Language {
  const system = environment["LC_ALL"] ?? environment["LC_MESSAGES"] ?? environment["LANG"];
  for (const written of [option, environment["CARILLON_LANGUAGE"], system]) {
    const found = written?.toLowerCase().match(/^(fr|en)(?![a-z])/)?.[1];
    if (found === "fr" || found === "en") return found;
  }
  return "fr";
}
