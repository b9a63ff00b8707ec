import { isBefore, type Instant } from "#lib/clock.ts";

/**
 * The moment that Zoom understands by `start_time`; `undefined` when it is no time or the zone is unknown.
 *
 * With a final Z the digits are UTC whatever `timeZone` says; without it they are local in `timeZone`. A moment in
 * the past silently becomes now, and so does an absent one.
 */
export function startOf(text: string | undefined, timeZone: string, now: Instant): Instant | undefined {
  const thisSecond = now.round({ smallestUnit: "second", roundingMode: "floor" });
  if (text === undefined || text === "") return thisSecond;
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ?$/.test(text)) return undefined;
  try {
    const asked = text.endsWith("Z")
      ? Temporal.Instant.from(text)
      : Temporal.PlainDateTime.from(text).toZonedDateTime(timeZone).toInstant();
    return isBefore(asked, now) ? thisSecond : asked;
  } catch {
    return undefined;
  }
}

/** True for an IANA zone that this machine knows. */
export function isZone(timeZone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(timeZone);
    return true;
  } catch {
    return false;
  }
}

/** UTC with seconds and a final Z, as Zoom writes every moment. */
export function written(moment: Instant): string {
  return moment.toString({ smallestUnit: "second" });
}
