import type { Instant } from "#lib/clock.ts";

/** One dated occurrence of a recurring meeting (type 8). */
export interface Occurrence {
  /** Epoch milliseconds as text, as Zoom's `occurrence_id`. */
  readonly id: string;
  startsAt: Instant;
  /** Set when this date alone has another length than its series. */
  durationMinutes?: number;
  status: "available" | "deleted";
}

/** Zoom's recurrence object, the fields that matter here. */
export interface Recurrence {
  /** 1 daily, 2 weekly, 3 monthly. */
  readonly type: 1 | 2 | 3;
  readonly repeat_interval?: number | undefined;
  /** 1 (Sunday) to 7 (Saturday), comma-separated. */
  readonly weekly_days?: string | undefined;
  readonly monthly_day?: number | undefined;
  readonly end_times?: number | undefined;
  readonly end_date_time?: string | undefined;
}

/** Zoom's own limit. */
const mostOccurrences = 60;
/** Days looked at before giving up: 60 occurrences every third month fit. */
const longestSearch = 366 * 16;

/**
 * The occurrences from `first` on, at the same local time in `timeZone` across clock changes, as Zoom plans them.
 */
export function occurrencesOf(recurrence: Recurrence, first: Instant, timeZone: string): Occurrence[] {
  const start = first.toZonedDateTimeISO(timeZone);
  const end = recurrence.end_date_time === undefined ? undefined : Temporal.Instant.from(recurrence.end_date_time);
  const most = Math.min(recurrence.end_times ?? mostOccurrences, mostOccurrences);
  const found: Occurrence[] = [];
  for (let day = 0; day < longestSearch && found.length < most; day += 1) {
    const date = start.toPlainDate().add({ days: day });
    if (!falls(recurrence, start.toPlainDate(), date, day)) continue;
    const startsAt = date.toZonedDateTime({ timeZone, plainTime: start.toPlainTime() }).toInstant();
    if (end !== undefined && Temporal.Instant.compare(startsAt, end) > 0) break;
    found.push({ id: String(startsAt.epochMilliseconds), startsAt, status: "available" });
  }
  return found;
}

function falls(recurrence: Recurrence, start: Temporal.PlainDate, date: Temporal.PlainDate, day: number): boolean {
  const every = recurrence.repeat_interval ?? 1;
  if (recurrence.type === 1) return day % every === 0;
  if (recurrence.type === 2) {
    const wanted = (recurrence.weekly_days ?? String(zoomDay(start))).split(",");
    // Zoom's week begins on Sunday.
    const weeks = Math.floor((day + zoomDay(start) - 1) / 7);
    return weeks % every === 0 && wanted.includes(String(zoomDay(date)));
  }
  const months = (date.year - start.year) * 12 + date.month - start.month;
  return months % every === 0 && date.day === (recurrence.monthly_day ?? start.day);
}

function zoomDay(date: Temporal.PlainDate): number {
  return (date.dayOfWeek % 7) + 1;
}
