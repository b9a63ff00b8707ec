import { say, type Bilingual } from "#lib/bilingual.ts";
import { isBefore, type Instant } from "#lib/clock.ts";
import { idFrom, type TimeZone } from "#lib/ids.ts";

import { occurrences, type Occurrence, type Recurrence } from "./rules.ts";

/** What a person can decide about one session. */
export type ExceptionKind = "cancelled" | "moved" | "substitute" | "kept" | "extra";

/** An entry in force, as planning needs it. */
export interface PlannedEntry extends Recurrence {
  readonly id: string;
  readonly courseId: string;
  readonly coachId: string;
  readonly groupId: string | null;
  /** First and last day that a person set for the course, both included. */
  readonly courseStartsOn: string | null;
  readonly courseEndsOn: string | null;
}

/** An exception in force, as planning needs it. */
export interface PlannedException {
  readonly id: string;
  /** Later decisions have higher ones. */
  readonly number: number;
  readonly kind: ExceptionKind;
  readonly entryId: string | null;
  readonly courseId: string;
  /** The group of its course. */
  readonly groupId: string | null;
  readonly date: string;
  readonly startsAt: Instant | null;
  readonly durationMinutes: number | null;
  readonly coachId: string | null;
  readonly reason: string | null;
}

/** Days without classes, `YYYY-MM-DD` in the school's zone, both included. */
export interface DaysOff {
  readonly from: string;
  readonly until: string;
  readonly name: Bilingual;
}

/** A session as it should be. */
export interface WantedSession {
  readonly id: string;
  readonly entryId: string | null;
  readonly courseId: string;
  readonly coachId: string;
  readonly usualCoachId: string | null;
  readonly groupId: string | null;
  readonly date: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly movedFrom: Instant | null;
  readonly status: "scheduled" | "moved" | "cancelled";
  readonly reason: Bilingual | null;
}

/** The id of the session of an entry on a day. */
export function sessionId(entryId: string, date: string): string {
  return idFrom("session", entryId, date);
}

/** The id of an extra session. */
export function extraSessionId(exceptionId: string): string {
  return idFrom("session", exceptionId);
}

/** The days from `from` to `until` (`YYYY-MM-DD`), both included; at most a year of them. */
export function daysOfRange(from: string, until: string): readonly string[] {
  const first = Temporal.PlainDate.from(from);
  const length = Math.min(first.until(Temporal.PlainDate.from(until)).days, 366);
  return Array.from({ length: length + 1 }, (_, days) => first.add({ days }).toString());
}

/**
 * The sessions between `from` and `until` (exclusive both) as the timetable, the holidays and the exceptions want
 * them. One that was moved counts by its old start or its new one, so that those who knew the old are told.
 *
 * A holiday cancels what starts on its days, in the school's zone; what a person moved or kept takes place. Of a
 * cancellation and a word that it takes place after all, the later one counts.
 */
export function wantedSessions({
  entries,
  exceptions,
  daysOff,
  schoolZone,
  from,
  until,
}: {
  readonly entries: readonly PlannedEntry[];
  readonly exceptions: readonly PlannedException[];
  readonly daysOff: readonly DaysOff[];
  readonly schoolZone: TimeZone;
  readonly from: Instant;
  readonly until: Instant;
}): readonly WantedSession[] {
  const byEntry = Map.groupBy(exceptions, (exception) => exception.entryId);
  const off = dayOffIn(daysOff, schoolZone);
  const occurrencesOf = onceForEach((recurrence) => occurrences(recurrence, from, until));
  const inWindow = (start: Instant) => isBefore(from, start) && isBefore(start, until);
  const wanted = entries.flatMap((entry) => {
    const ofEntry = byEntry.get(entry.id) ?? [];
    return datesOf(entry, ofEntry, occurrencesOf).flatMap((occurrence) => {
      const ofDay = ofEntry.filter((exception) => exception.date === occurrence.date);
      const session = oneSession(entry, occurrence, ofDay, off);
      const counts = inWindow(session.startsAt) || (inWindow(occurrence.startsAt) && isBefore(from, session.startsAt));
      return counts ? [session] : [];
    });
  });
  const extra = (byEntry.get(null) ?? []).flatMap(extraSession).filter((session) => inWindow(session.startsAt));
  return [...wanted, ...extra];
}

/** The occurrences in the window, and those outside it whose session was moved. */
function datesOf(
  entry: PlannedEntry,
  exceptions: readonly PlannedException[],
  occurrencesOf: (recurrence: Recurrence) => readonly Occurrence[],
): readonly Occurrence[] {
  const { weekday, time, timeZone, durationMinutes } = entry;
  const recurrence = {
    weekday,
    time,
    timeZone,
    durationMinutes,
    startsOn: later(entry.startsOn ?? null, entry.courseStartsOn),
    endsOn: earlier(entry.endsOn ?? null, entry.courseEndsOn),
  };
  const inside = occurrencesOf(recurrence);
  if (exceptions.length === 0) return inside;
  const known = new Set(inside.map((occurrence) => occurrence.date));
  const moved = exceptions.filter((exception) => exception.kind === "moved" && !known.has(exception.date));
  return [
    ...inside,
    ...moved.flatMap(({ date }) => {
      const occurrence = occurrenceOn(recurrence, date);
      return occurrence === undefined ? [] : [occurrence];
    }),
  ];
}

/** Thousands of entries share a few recurrences: each is expanded once. */
function onceForEach(
  expand: (recurrence: Recurrence) => readonly Occurrence[],
): (recurrence: Recurrence) => readonly Occurrence[] {
  const known = new Map<string, readonly Occurrence[]>();
  return (recurrence) => {
    const key = Object.values(recurrence).join("|");
    const found = known.get(key) ?? expand(recurrence);
    known.set(key, found);
    return found;
  };
}

/** The occurrence on a day of the recurrence's own zone; `undefined` when it has none that day. */
export function occurrenceOn(recurrence: Recurrence, date: string): Occurrence | undefined {
  const midnight = Temporal.PlainDate.from(date).toZonedDateTime(recurrence.timeZone).toInstant();
  return occurrences(recurrence, midnight.subtract({ hours: 2 }), midnight.add({ hours: 28 })).find(
    (occurrence) => occurrence.date === date,
  );
}

function oneSession(
  entry: PlannedEntry,
  { date, startsAt, endsAt }: Occurrence,
  exceptions: readonly PlannedException[],
  dayOff: (start: Instant) => DaysOff | undefined,
): WantedSession {
  const of = (kind: ExceptionKind) => exceptions.find((exception) => exception.kind === kind);
  const [cancelled, kept, moved, substitute] = [of("cancelled"), of("kept"), of("moved"), of("substitute")];
  const start = moved?.startsAt ?? startsAt;
  const length = startsAt.until(endsAt);
  const minutes = moved?.durationMinutes ?? null;
  const end = start.add(minutes === null ? length : { minutes });
  const stands = {
    id: sessionId(entry.id, date),
    entryId: entry.id,
    courseId: entry.courseId,
    groupId: entry.groupId,
    date,
    startsAt: start,
    endsAt: end,
    coachId: substitute?.coachId ?? entry.coachId,
    usualCoachId: substitute === undefined || substitute.coachId === entry.coachId ? null : entry.coachId,
    movedFrom: moved === undefined ? null : startsAt,
  };
  if (cancelled !== undefined && cancelled.number > (kept?.number ?? 0)) {
    return { ...stands, status: "cancelled", reason: words(cancelled.reason) };
  }
  const holiday = moved === undefined && kept === undefined ? dayOff(startsAt) : undefined;
  if (holiday !== undefined) return { ...stands, status: "cancelled", reason: holiday.name };
  return {
    ...stands,
    status: moved === undefined ? "scheduled" : "moved",
    reason: words(moved?.reason ?? substitute?.reason ?? null),
  };
}

function extraSession(exception: PlannedException): readonly WantedSession[] {
  const { id, courseId, groupId, date, startsAt, durationMinutes, coachId, reason } = exception;
  if (startsAt === null || coachId === null || durationMinutes === null) return [];
  const endsAt = startsAt.add({ minutes: durationMinutes });
  const none = { entryId: null, usualCoachId: null, movedFrom: null };
  const plan = { courseId, coachId, groupId, date, startsAt, endsAt, status: "scheduled" as const };
  return [{ id: extraSessionId(id), ...none, ...plan, reason: words(reason) }];
}

/** Finds the holiday of a start; where there is none at all, no start's day is asked for. */
function dayOffIn(daysOff: readonly DaysOff[], zone: TimeZone): (start: Instant) => DaysOff | undefined {
  if (daysOff.length === 0) return () => undefined;
  return (start) => {
    const day = start.toZonedDateTimeISO(zone).toPlainDate().toString();
    return daysOff.find((off) => off.from <= day && day <= off.until);
  };
}

/** What a person wrote stands in both languages. */
function words(text: string | null): Bilingual | null {
  return text === null ? null : say(text, text);
}

function later(a: string | null, b: string | null): string | null {
  return a === null ? b : b === null || a > b ? a : b;
}

function earlier(a: string | null, b: string | null): string | null {
  return a === null ? b : b === null || a < b ? a : b;
}

/** A session that takes place at the same time, and what it shares. */
export interface Clash {
  readonly other: WantedSession;
  readonly what: "coach" | "group";
}

/** The sessions that take place while another does, with the same coach or the same group. */
export function clashesWith(session: WantedSession, others: readonly WantedSession[]): readonly Clash[] {
  return others.flatMap((other): readonly Clash[] => {
    const apart =
      other.id === session.id ||
      other.status === "cancelled" ||
      !isBefore(session.startsAt, other.endsAt) ||
      !isBefore(other.startsAt, session.endsAt);
    if (apart) return [];
    if (other.coachId === session.coachId) return [{ other, what: "coach" }];
    return other.groupId !== null && other.groupId === session.groupId ? [{ other, what: "group" }] : [];
  });
}

/** Is a session's row what is wanted? */
export function isAsWanted(row: Omit<WantedSession, "id" | "entryId" | "date">, wanted: WantedSession): boolean {
  return (
    row.startsAt.equals(wanted.startsAt) &&
    row.endsAt.equals(wanted.endsAt) &&
    row.coachId === wanted.coachId &&
    row.usualCoachId === wanted.usualCoachId &&
    row.courseId === wanted.courseId &&
    row.groupId === wanted.groupId &&
    row.status === wanted.status &&
    sameInstant(row.movedFrom, wanted.movedFrom) &&
    row.reason?.fr === wanted.reason?.fr &&
    row.reason?.en === wanted.reason?.en
  );
}

function sameInstant(a: Instant | null, b: Instant | null): boolean {
  return a === null || b === null ? a === b : a.equals(b);
}
