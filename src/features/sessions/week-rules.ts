import type { Instant } from "#lib/clock.ts";
import type { TimeZone } from "#lib/ids.ts";

/** A session as two weeks are compared, and as it may meet others. */
export interface WeekSession {
  readonly id: string;
  readonly entryId: string | null;
  readonly courseId: string;
  readonly coachId: string;
  readonly groupId: string | null;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly status: "scheduled" | "moved" | "cancelled";
}

/** In what a session differs from the one of the week before. */
export type WeekField = "time" | "coach" | "group" | "length";

/** What differs between two weeks. */
export type WeekDifference<S extends WeekSession> =
  | { readonly kind: "new"; readonly session: S }
  | { readonly kind: "changed"; readonly session: S; readonly before: S; readonly fields: readonly WeekField[] }
  | { readonly kind: "gone"; readonly before: S };

/**
 * What is other than in the week before, by start. Sessions of one entry are held against each other by the local time
 * of the school, so that a clock change alone is no difference; one that is cancelled counts as not there.
 */
export function weekDifferences<S extends WeekSession>(
  thisWeek: readonly S[],
  lastWeek: readonly S[],
  zone: TimeZone,
): readonly WeekDifference<S>[] {
  const placeOf = placesInWeek(zone);
  const before = new Map(lastWeek.filter(takesPlace).map((session) => [session.entryId ?? session.id, session]));
  const found: WeekDifference<S>[] = [];
  for (const session of thisWeek.filter(takesPlace)) {
    const key = session.entryId ?? session.id;
    const former = before.get(key);
    before.delete(key);
    if (former === undefined) found.push({ kind: "new", session });
    else {
      const fields = changedFields(session, former, placeOf);
      if (fields.length > 0) found.push({ kind: "changed", session, before: former, fields });
    }
  }
  return [...found, ...[...before.values()].map((gone) => ({ kind: "gone" as const, before: gone }))];
}

function changedFields(
  session: WeekSession,
  former: WeekSession,
  placeOf: (at: Instant) => string,
): readonly WeekField[] {
  const fields: WeekField[] = [];
  if (placeOf(session.startsAt) !== placeOf(former.startsAt)) fields.push("time");
  if (lengthOf(session) !== lengthOf(former)) fields.push("length");
  if (session.coachId !== former.coachId) fields.push("coach");
  if (session.groupId !== former.groupId) fields.push("group");
  return fields;
}

/** Weekday and local time of an instant; many sessions begin at the same one. */
function placesInWeek(zone: TimeZone): (at: Instant) => string {
  const known = new Map<number, string>();
  return (at) => {
    const kept = known.get(at.epochMilliseconds);
    if (kept !== undefined) return kept;
    const local = at.toZonedDateTimeISO(zone);
    const place = `${local.dayOfWeek} ${local.toPlainTime().toString()}`;
    known.set(at.epochMilliseconds, place);
    return place;
  };
}

function lengthOf({ startsAt, endsAt }: WeekSession): number {
  return endsAt.epochMilliseconds - startsAt.epochMilliseconds;
}

function takesPlace({ status }: WeekSession): boolean {
  return status !== "cancelled";
}

/** Two sessions that take place at the same time with one coach or one group. */
export interface Overlap<S extends WeekSession> {
  readonly what: "coach" | "group";
  readonly first: S;
  readonly second: S;
}

/**
 * What happens twice at once, by start: for each session the last one before it that is still going on. Two sessions
 * that share both coach and group are told once, as the coach's.
 */
export function weekOverlaps<S extends WeekSession>(sessions: readonly S[]): readonly Overlap<S>[] {
  const held = sessions
    .filter(takesPlace)
    .map((session) => ({
      session,
      start: session.startsAt.epochMilliseconds,
      end: session.endsAt.epochMilliseconds,
    }))
    .toSorted((a, b) => a.start - b.start || (a.session.id < b.session.id ? -1 : 1));
  const found: Overlap<S>[] = [];
  const lastOf = { coach: new Map<string, (typeof held)[number]>(), group: new Map<string, (typeof held)[number]>() };
  for (const one of held) {
    const { session } = one;
    const met = new Set<string>();
    for (const what of ["coach", "group"] as const) {
      const key = what === "coach" ? session.coachId : session.groupId;
      if (key === null) continue;
      const last = lastOf[what].get(key);
      const meets = last !== undefined && one.start < last.end;
      if (meets && !met.has(last.session.id)) {
        met.add(last.session.id);
        found.push({ what, first: last.session, second: session });
      }
      if (last === undefined || one.end >= last.end) lastOf[what].set(key, one);
    }
  }
  return found;
}
