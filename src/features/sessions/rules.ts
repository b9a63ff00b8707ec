import { isBefore, type Instant } from "#lib/clock.ts";

/** The part of an entry that says when it happens. */
export interface Recurrence {
  /** ISO: 1 Monday … 7 Sunday. */
  readonly weekday: number;
  /** Local `HH:MM` in `timeZone`. */
  readonly time: string;
  /** IANA zone or fixed offset. */
  readonly timeZone: string;
  readonly durationMinutes: number;
  /** First and last day (`YYYY-MM-DD`) in that zone, both included; without end when absent. */
  readonly startsOn?: string | null;
  readonly endsOn?: string | null;
}

/** One dated occurrence of a recurrence. */
export interface Occurrence {
  /** The day in the recurrence's own zone, `YYYY-MM-DD`. */
  readonly date: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
}

/**
 * The occurrences that start in `[from, until)`.
 *
 * The instant is computed for each date, so it is right on both sides of a clock change; a local time that
 * the change skips moves later by the gap, and of a time that comes twice the first counts
 * (RFC 5545, section 3.3.5).
 */
export function occurrences(recurrence: Recurrence, from: Instant, until: Instant): readonly Occurrence[] {
  const found: Occurrence[] = [];
  const last = until.toZonedDateTimeISO(recurrence.timeZone).toPlainDate();
  let date = from.toZonedDateTimeISO(recurrence.timeZone).toPlainDate();
  date = date.add({ days: (recurrence.weekday - date.dayOfWeek + 7) % 7 });
  while (Temporal.PlainDate.compare(date, last) <= 0) {
    const day = date.toString();
    const startsAt = date
      .toZonedDateTime({ timeZone: recurrence.timeZone, plainTime: Temporal.PlainTime.from(recurrence.time) })
      .toInstant();
    const runs = day >= (recurrence.startsOn ?? day) && day <= (recurrence.endsOn ?? day);
    if (runs && !isBefore(startsAt, from) && isBefore(startsAt, until)) {
      found.push({
        date: day,
        startsAt,
        endsAt: startsAt.add({ minutes: recurrence.durationMinutes }),
      });
    }
    date = date.add({ weeks: 1 });
  }
  return found;
}

/** How far ahead sessions, meetings and reminders are made, in days. Source: DESIGN section 4. */
const daysAhead = 7;

/** The end of the coming week: exclusive, exactly seven days of 24 hours after `now`. */
export function endOfHorizon(now: Instant): Instant {
  return now.add({ hours: 24 * daysAhead });
}
