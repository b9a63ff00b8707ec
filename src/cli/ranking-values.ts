import { say } from "#lib/bilingual.ts";
import { failed, ok, type Result } from "#lib/failure.ts";

import { textValue, type CommandContext } from "./command.ts";

/** An option's whole number from 0 on; `standIn` when it was not given. */
export function numberValue<T>(context: CommandContext, name: string, standIn: T): Result<number | T> {
  const written = textValue(context, name);
  if (written === undefined) return ok(standIn);
  if (/^\d{1,9}$/.test(written)) return ok(Number(written));
  return failed({
    code: "usage.number",
    what: say(`--${name} ${written} : il faut un nombre entier.`, `--${name} ${written}: a whole number is needed.`),
    remedy: say("Corrigez-le.", "Correct it."),
  });
}

/** An option's day, `2026-03-01`; `undefined` when it was not given. */
export function dayValue(context: CommandContext, name: string): Result<Temporal.PlainDate | undefined> {
  const written = textValue(context, name);
  if (written === undefined) return ok(undefined);
  try {
    return ok(Temporal.PlainDate.from(written));
  } catch {
    return failed({
      code: "usage.day",
      what: say(`--${name} ${written} n'est pas un jour.`, `--${name} ${written} is not a day.`),
      remedy: say("Écrivez-le AAAA-MM-JJ.", "Write it YYYY-MM-DD."),
    });
  }
}
