import type { TimeZone } from "#lib/ids.ts";

/** A session that takes place, as weeks are compared and as it may meet others: a large week has ten thousand of them. */
export interface HeldSession {
  readonly id: string;
  readonly entryId: string | null;
  readonly coachId: string;
  readonly groupId: string | null;
  /** Milliseconds since 1970, UTC. */
  readonly start: number;
  readonly end: number;
}

/** In what a session differs from the one of the week before. */
export type WeekField = "time" | "coach" | "group" | "length";

/** What differs between two weeks. */
export type WeekDifference =
  | { readonly kind: "new"; readonly session: HeldSession }
  | {
      readonly kind: "changed";
      readonly session: HeldSession;
      readonly before: HeldSession;
      readonly fields: readonly WeekField[];
    }
  | { readonly kind: "gone"; readonly before: HeldSession };

/**
 * What is other than in the week before, by start. Sessions of one entry are held against each other by the local time
 * of the school, so that a clock change alone is no difference.
 */
export function weekDifferences(
  thisWeek: readonly HeldSession[],
  lastWeek: readonly HeldSession[],
  zone: TimeZone,
): readonly WeekDifference[] {
  const placeOf = placesInWeek(zone);
  const before = new Map(lastWeek.map((session) => [session.entryId ?? session.id, session]));
  const found: WeekDifference[] = [];
  for (const session of thisWeek) {
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
  session: HeldSession,
  former: HeldSession,
  placeOf: (at: number) => string,
): readonly WeekField[] {
  const fields: WeekField[] = [];
  if (placeOf(session.start) !== placeOf(former.start)) fields.push("time");
  if (session.end - session.start !== former.end - former.start) fields.push("length");
  if (session.coachId !== former.coachId) fields.push("coach");
  if (session.groupId !== former.groupId) fields.push("group");
  return fields;
}

/** Weekday and local time of a moment; many sessions begin at the same one. */
function placesInWeek(zone: TimeZone): (at: number) => string {
  const known = new Map<number, string>();
  return (at) => {
    const kept = known.get(at);
    if (kept !== undefined) return kept;
    const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
    const place = `${local.dayOfWeek} ${local.toPlainTime().toString()}`;
    known.set(at, place);
    return place;
  };
}

/** Two sessions that take place at the same time with one coach or one group: their ids. */
export interface Overlap {
  readonly what: "coach" | "group";
  readonly first: string;
  readonly second: string;
}

/**
 * What happens twice at once, by start: for each session the last one before it that is still going on. Two sessions
 * that share both coach and group are told once, as the coach's.
 */
export function weekOverlaps(held: readonly HeldSession[]): readonly Overlap[] {
  const found: Overlap[] = [];
  const lastOf = { coach: new Map<string, HeldSession>(), group: new Map<string, HeldSession>() };
  for (const one of held.toSorted((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1))) {
    let met: string | undefined;
    for (const what of ["coach", "group"] as const) {
      const key = what === "coach" ? one.coachId : one.groupId;
      if (key === null) continue;
      const last = lastOf[what].get(key);
      const meets = last !== undefined && one.start < last.end;
      if (meets && met !== last.id) {
        met = last.id;
        found.push({ what, first: last.id, second: one.id });
      }
      if (last === undefined || one.end >= last.end) lastOf[what].set(key, one);
    }
  }
  return found;
}
