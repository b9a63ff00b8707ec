import type { Instant } from "#lib/clock.ts";

/** A time from its start to its end, the end excluded. */
export interface Span {
  readonly startsAt: Instant;
  readonly endsAt: Instant;
}

/** Basic accounts end every meeting after this many minutes (facts: Zoom, Hosts). */
export const basicMinutes = 40;

/** Zoom takes this many create and update requests per host and UTC day (facts: Zoom, Limits). */
export const writesPerHostAndDay = 100;

/**
 * How many hosts are at work at once: enough for the fastest pace that Zoom takes (80 a second, facts: Zoom, Limits)
 * when an answer takes a third of a second, and few enough that nobody waits long for a connection of the database.
 */
export const hostsAtOnce = 32;

/** The length of a session in whole minutes. */
export function minutesOf(span: Span): number {
  return Math.round(span.startsAt.until(span.endsAt).total("minutes"));
}

/** Which session, as logs and failures name it: its course and its date. */
export function placeOf(session: { readonly courseTitle: string; readonly date: string }): string {
  return `${session.courseTitle} ${session.date}`;
}

/** The UTC day by which Zoom counts, `YYYY-MM-DD`. */
export function utcDay(now: Instant): string {
  return now.toString().slice(0, 10);
}

/** The start of the next UTC day, when every host's budget is whole again. */
export function nextUtcDay(now: Instant): Instant {
  return now.toZonedDateTimeISO("UTC").add({ days: 1 }).startOfDay().toInstant();
}

/** An e-mail as it is compared. */
export function sameCase(email: string | null | undefined): string | undefined {
  const plain = email?.trim().toLowerCase();
  return plain === "" ? undefined : plain;
}
