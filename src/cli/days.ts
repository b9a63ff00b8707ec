import { say } from "#lib/bilingual.ts";
import { isBefore, type Instant } from "#lib/clock.ts";
import { failed, ok, type Result } from "#lib/failure.ts";
import type { TimeZone } from "#lib/ids.ts";

import { textValue, type CommandContext } from "./command.ts";
import { wrongValue } from "./usage-failures.ts";

/** First and last day, `YYYY-MM-DD`, both included. */
export interface DayRange {
  readonly from: string;
  readonly until: string;
}

/** Reads a day, `2026-12-24`. */
export function readDay(name: string, written: string): Result<string> {
  try {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(written)) throw new RangeError("not a day");
    return ok(Temporal.PlainDate.from(written, { overflow: "reject" }).toString());
  } catch {
    const allowed = say("Donnez un jour, par exemple 2026-12-24.", "Give a day, for example 2026-12-24.");
    return failed(wrongValue(name, written, allowed));
  }
}

/** An option's day; `undefined` when it was not given. */
export function dayValue(
  context: Pick<CommandContext, "values">,
  name: string,
): Result<Temporal.PlainDate | undefined> {
  const written = textValue(context, name);
  if (written === undefined) return ok(undefined);
  const day = readDay(`--${name}`, written);
  return day.ok ? ok(Temporal.PlainDate.from(day.value)) : day;
}

/** Reads a day or a stretch of days, `2026-12-24` or `2026-12-24..2027-01-03`. */
export function readDays(name: string, written: string): Result<DayRange> {
  const [first = "", last = first, more] = written.split("..");
  const [from, until] = [readDay(name, first), readDay(name, last)];
  if (!from.ok) return from;
  if (!until.ok) return until;
  if (more === undefined && from.value <= until.value) return ok({ from: from.value, until: until.value });
  const allowed = say("Donnez le premier jour, puis le dernier.", "Give the first day, then the last.");
  return failed(wrongValue(name, written, allowed));
}

/** Reads a moment in a zone, `2026-12-24 18:30`, or an ISO instant. */
export function readMoment(name: string, written: string, zone: TimeZone): Result<Instant> {
  try {
    if (/(Z|[+-]\d{2}:\d{2})$/.test(written)) return ok(Temporal.Instant.from(written));
    if (!/^\d{4}-\d{2}-\d{2}[ T]\d{1,2}:\d{2}$/.test(written)) throw new RangeError("not a moment");
    const [day = "", time = ""] = written.split(/[ T]/);
    return ok(
      Temporal.PlainDateTime.from(`${day}T${time.padStart(5, "0")}`)
        .toZonedDateTime(zone)
        .toInstant(),
    );
  } catch {
    const allowed = say(
      "Donnez un jour et une heure dans le fuseau de l'école, par exemple « 2026-12-24 18:30 ».",
      'Give a day and a time in the school\'s zone, for example "2026-12-24 18:30".',
    );
    return failed(wrongValue(name, written, allowed));
  }
}

/** Reads a local time, `18:30`. */
export function readTimeOfDay(name: string, written: string): Result<string> {
  if (/^([01]\d|2[0-3]):[0-5]\d$/.test(written)) return ok(written);
  return failed(wrongValue(name, written, say("Donnez une heure : 18:30.", "Give a time: 18:30.")));
}

/** `2026-12-24 18:30–19:30` in a zone. */
export function spanIn(startsAt: Instant, endsAt: Instant, zone: TimeZone): string {
  const local = (at: Instant) => at.toZonedDateTimeISO(zone).toPlainDateTime();
  const [start, end] = [local(startsAt), local(isBefore(endsAt, startsAt) ? startsAt : endsAt)];
  const minute = { smallestUnit: "minute" } as const;
  return `${start.toPlainDate().toString()} ${start.toPlainTime().toString(minute)}–${end.toPlainTime().toString(minute)}`;
}
