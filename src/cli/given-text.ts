import { readFileSync } from "node:fs";

import { say } from "#lib/bilingual.ts";
import { causeOf, failed, ok, type Failure, type Result } from "#lib/failure.ts";

import { textValue, type CommandContext } from "./command.ts";

/**
 * The text that `--text` gives, else what stands in the file of `--file`, without blank ends. Fails with `missing`
 * where neither is given, and with the words of `unreadable` where the file cannot be read.
 */
export function givenText(
  context: CommandContext,
  { missing, unreadable }: { readonly missing: Failure; readonly unreadable: Pick<Failure, "code" | "what"> },
): Result<string> {
  const text = textValue(context, "text");
  if (text !== undefined) return ok(text);
  const file = textValue(context, "file");
  if (file === undefined) return failed(missing);
  try {
    return ok(readFileSync(file, "utf8").trim());
  } catch (error) {
    return failed({
      ...unreadable,
      remedy: say("Vérifiez son chemin et ses droits.", "Check its path and its permissions."),
      place: file,
      cause: causeOf(error),
    });
  }
}
