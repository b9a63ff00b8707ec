import { isBefore, type Instant } from "#lib/clock.ts";
import { idFrom } from "#lib/ids.ts";

import type { ZoomOccurrence } from "./ports.ts";

/** What the dates of one lasting room have in common: a course's lines at one hour. */
export interface Slot {
  readonly courseId: string;
  /** Local `HH:MM` in `timeZone`. */
  readonly time: string;
  readonly timeZone: string;
  readonly durationMinutes: number;
}

/** A slot with the ISO weekdays on which it is held, in order. */
export interface WeeklySlot extends Slot {
  readonly id: string;
  readonly weekdays: readonly number[];
}

/** The id of a slot's room: the same slot always has the same, and it is the key at Zoom. */
export function seriesId({ courseId, time, timeZone, durationMinutes }: Slot): string {
  return idFrom("series", courseId, time, timeZone, String(durationMinutes));
}

/** The lines in force as slots. */
export function slotsOf(lines: readonly (Slot & { readonly weekday: number })[]): ReadonlyMap<string, WeeklySlot> {
  return new Map(
    [...Map.groupBy(lines, seriesId)].flatMap(([id, theirs]) => {
      const [first] = theirs;
      if (first === undefined) return [];
      const weekdays = [...new Set(theirs.map((line) => line.weekday))].toSorted((a, b) => a - b);
      const { courseId, time, timeZone, durationMinutes } = first;
      return [[id, { id, courseId, time, timeZone, durationMinutes, weekdays }] as const];
    }),
  );
}

/** How many dates a room is planned for: Zoom takes 60 at most. */
export const datesAhead = 50;

/** A room whose last date is nearer than this is planned anew, in days: well before it ends. */
const enoughDays = 21;

/** True when the room's dates come to an end. */
export function endsSoon(last: Instant | undefined, now: Instant): boolean {
  return last === undefined || isBefore(last, now.add({ hours: 24 * enoughDays }));
}

/** The slot's first date that starts after `now`. */
export function firstDate(slot: WeeklySlot, now: Instant): Instant {
  const today = now.toZonedDateTimeISO(slot.timeZone).toPlainDate();
  for (let day = 0; day <= 7; day += 1) {
    const date = today.add({ days: day });
    if (!slot.weekdays.includes(date.dayOfWeek)) continue;
    const start = date
      .toZonedDateTime({ timeZone: slot.timeZone, plainTime: Temporal.PlainTime.from(slot.time) })
      .toInstant();
    if (isBefore(now, start)) return start;
  }
  throw new RangeError(`the slot ${slot.id} has no weekday`);
}

/** A session among the dates of a room. */
export interface DatedSession {
  readonly startsAt: Instant;
  readonly movedFrom: Instant | null;
  readonly occurrenceId: string | null;
}

/** The session's date: by its id, by its own start, or by the start that it was moved from. */
export function dateOf(session: DatedSession, dates: readonly ZoomOccurrence[]): ZoomOccurrence | undefined {
  return (
    dates.find((date) => date.id === session.occurrenceId) ??
    dates.find((date) => date.startsAt.equals(session.startsAt)) ??
    dates.find((date) => session.movedFrom !== null && date.startsAt.equals(session.movedFrom))
  );
}

/**
 * True when a session that was moved can have no date in its room any more: its own went by before Zoom was told of the
 * move, or the dates were told anew after it, from the next one on.
 */
export function hasMissedItsDate({
  movedFrom,
  told,
  isReplanned,
  now,
}: {
  readonly movedFrom: Instant | null;
  /** The start that the room's date was told last; absent when it has none. */
  readonly told: Instant | undefined;
  readonly isReplanned: boolean;
  readonly now: Instant;
}): boolean {
  if (movedFrom === null || isBefore(now, movedFrom)) return false;
  return isReplanned || told === undefined || !isBefore(now, told);
}
