import { and, asc, eq, gt, gte, isNull, lt, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";

import { insertMany, isOneOf, updateMany } from "#database/many.ts";
import { comesAfter } from "#database/comes-after.ts";
import type { Db } from "#database/open.ts";
import { coaches, groups } from "#features/roster/tables.ts";
import { courses, entries } from "#features/timetable/tables.ts";
import type { Bilingual } from "#lib/bilingual.ts";
import type { Instant } from "#lib/clock.ts";

import type { WantedSession } from "./plan-rules.ts";
import { sessions } from "./tables.ts";

export type NewSession = typeof sessions.$inferInsert;
export type SessionRow = typeof sessions.$inferSelect;

/** A session with what its meeting and its messages need to know. */
export interface SessionDetails extends SessionRow {
  readonly courseTitle: string;
  readonly coachName: string;
  readonly coachEmail: string | null;
  /** Whom a substitute stands in for. */
  readonly usualCoachName: string | null;
  readonly assistant: string | null;
  /** Where it stands in the workbook; for an extra session its course and day. */
  readonly cell: string;
  readonly group: typeof groups.$inferSelect | null;
}

/** Whose sessions: a coach's, or without one a group's. */
export interface SessionOwner {
  readonly coachId: string | null;
  readonly groupId: string | null;
}

/** A stretch of time: its beginning is in it, its end is not. */
export interface Stretch {
  readonly from: Instant;
  readonly until: Instant;
}

/** Whether a session starts in a stretch of time. */
export function startsIn({ from, until }: Stretch): SQL | undefined {
  return and(gte(sessions.startsAt, from), lt(sessions.startsAt, until));
}

/** Sessions of these entries that start after `now`, whatever their status. */
export async function listComingSessionsOf(
  db: Db,
  now: Instant,
  entryIds: readonly string[],
): Promise<readonly SessionRow[]> {
  return await db
    .select()
    .from(sessions)
    .where(and(isOneOf(sessions.entryId, entryIds), gt(sessions.startsAt, now)))
    .orderBy(asc(sessions.startsAt));
}

/** Sessions that start after `now` and that no entry in force holds: extra ones, and those of entries that ended. */
export async function listComingSessionsWithoutEntry(db: Db, now: Instant): Promise<readonly SessionRow[]> {
  const rows = await db
    .select({ session: sessions })
    .from(sessions)
    .leftJoin(entries, and(eq(entries.id, sessions.entryId), isNull(entries.endedAt)))
    .where(and(gt(sessions.startsAt, now), isNull(entries.id)))
    .orderBy(asc(sessions.startsAt));
  return rows.map(({ session }) => session);
}

/** Adds sessions; one that took place already this day (its time was changed since) is left as it is. */
export async function addSessions(db: Db, rows: readonly NewSession[]): Promise<void> {
  await insertMany(db, sessions, rows, { orLeave: true });
}

/** Brings sessions to what is wanted of them. */
export async function changeSessions(db: Db, wanted: readonly WantedSession[]): Promise<void> {
  await updateMany(db, sessions, wanted);
}

export async function cancelSessions(db: Db, ids: readonly string[], reason: Bilingual): Promise<void> {
  if (ids.length > 0) await db.update(sessions).set({ status: "cancelled", reason }).where(isOneOf(sessions.id, ids));
}

export async function findSession(db: Db, id: string): Promise<SessionRow | undefined> {
  const [row] = await db.select().from(sessions).where(eq(sessions.id, id));
  return row;
}

/** These sessions with their details, by start. */
export async function findSessionDetails(db: Db, ids: readonly string[]): Promise<readonly SessionDetails[]> {
  return await selectDetails(db, and(isOneOf(sessions.id, ids)));
}

/** Sessions that start in `(from, until)`, with their course, coach and group, by start; all, or those of one owner. */
export async function listSessionDetails(
  db: Db,
  from: Instant,
  until: Instant,
  owner?: SessionOwner,
): Promise<readonly SessionDetails[]> {
  const theirs =
    owner && (owner.coachId === null ? eq(sessions.groupId, owner.groupId ?? "") : eq(sessions.coachId, owner.coachId));
  return await selectDetails(db, and(gt(sessions.startsAt, from), lt(sessions.startsAt, until), theirs));
}

/** The same as `listSessionDetails`, some at a time: what is held of them does not grow with the school. */
export async function* readSessionDetails(
  db: Db,
  from: Instant,
  until: Instant,
  atOnce = 500,
): AsyncGenerator<readonly SessionDetails[]> {
  let last: Pick<SessionRow, "startsAt" | "id"> | undefined;
  for (;;) {
    const after =
      last === undefined
        ? gt(sessions.startsAt, from)
        : comesAfter({ at: sessions.startsAt, id: sessions.id }, { at: last.startsAt, id: last.id });
    const some = await selectDetails(db, and(after, lt(sessions.startsAt, until)), atOnce);
    if (some.length > 0) yield some;
    if (some.length < atOnce) return;
    last = some.at(-1);
  }
}

/** Sessions of these groups that have not ended at `now` and start before `until`, cancelled ones included, by start. */
export async function listGroupSessions(
  db: Db,
  groupIds: readonly string[],
  now: Instant,
  until: Instant,
): Promise<readonly SessionDetails[]> {
  if (groupIds.length === 0) return [];
  return await selectDetails(
    db,
    and(isOneOf(sessions.groupId, groupIds), gt(sessions.endsAt, now), lt(sessions.startsAt, until)),
  );
}

const usualCoaches = alias(coaches, "usual_coaches");

async function selectDetails(
  db: Db,
  where: ReturnType<typeof and>,
  atMost?: number,
): Promise<readonly SessionDetails[]> {
  const query = db
    .select({
      session: sessions,
      courseTitle: courses.title,
      coachName: coaches.name,
      coachEmail: coaches.email,
      usualCoachName: usualCoaches.name,
      assistant: entries.assistant,
      cell: entries.cell,
      group: groups,
    })
    .from(sessions)
    .innerJoin(courses, eq(courses.id, sessions.courseId))
    .innerJoin(coaches, eq(coaches.id, sessions.coachId))
    .leftJoin(usualCoaches, eq(usualCoaches.id, sessions.usualCoachId))
    .leftJoin(entries, eq(entries.id, sessions.entryId))
    .leftJoin(groups, eq(groups.id, sessions.groupId))
    .where(where)
    .orderBy(asc(sessions.startsAt), asc(sessions.id));
  const rows = await (atMost === undefined ? query : query.limit(atMost));
  return rows.map(({ session, cell, ...rest }) => ({
    ...session,
    ...rest,
    cell: cell ?? `${rest.courseTitle} ${session.date}`,
  }));
}
