import {
  and,
  asc,
  eq,
  getTableColumns,
  gt,
  gte,
  inArray,
  isNotNull,
  isNull,
  lt,
  lte,
  or,
  sql,
  type SQL,
} from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";

import { comesAfter } from "#database/comes-after.ts";
import { isOneOf } from "#database/many.ts";
import type { Db } from "#database/open.ts";
import { personId } from "#features/roster/store.ts";
import { students } from "#features/roster/tables.ts";
import { sessions } from "#features/sessions/tables.ts";
import type { Instant } from "#lib/clock.ts";

import type { SessionTime } from "./rules.ts";
import { attendanceCorrections, attendances, collections, stays } from "./tables.ts";

export type AttendanceRow = typeof attendances.$inferSelect;
export type StayRow = typeof stays.$inferSelect;
export type NewStay = typeof stays.$inferInsert;

/** Rows of one statement, at most: PostgreSQL takes 65,535 parameters. */
const atOnce = 2_000;

/** Which of these sessions were collected already, and whether by Zoom's report. */
export async function findCollected(
  db: Db,
  sessionIds: readonly string[],
): Promise<ReadonlyMap<string, { readonly byReport: boolean }>> {
  if (sessionIds.length === 0) return new Map();
  const rows = await db
    .select({ id: collections.sessionId, byReport: collections.byReport })
    .from(collections)
    .where(isOneOf(collections.sessionId, sessionIds));
  return new Map(rows.map(({ id, byReport }) => [id, { byReport }]));
}

/**
 * Ids of the sessions that took place and ended in `[from, until]` whose stays are to be read: those not collected yet,
 * and once more those about which Zoom has not answered since `settledAfter` hours after their end, nor since `notSince`;
 * those that ended after `awaited` and whose report was never read are read again until it comes. By their end, some at a
 * time.
 */
export async function* readOpenSessions(
  db: Db,
  {
    from,
    until,
    settledAfter,
    notSince,
    awaited,
    atOnce: some,
  }: {
    readonly from: Instant;
    readonly until: Instant;
    readonly settledAfter: number;
    readonly notSince: Instant;
    readonly awaited: Instant;
    readonly atOnce: number;
  },
): AsyncGenerator<readonly string[]> {
  const { id, endsAt, status } = sessions;
  const { sessionId, reviewedAt, byReport } = collections;
  const isOwed = and(
    lt(reviewedAt, notSince),
    or(
      sql`${reviewedAt} < ${endsAt} + make_interval(hours => ${settledAfter})`,
      and(eq(byReport, false), gt(endsAt, awaited)),
    ),
  );
  let last: { readonly id: string; readonly endsAt: Instant } | undefined;
  for (;;) {
    const rows = await db
      .select({ id, endsAt })
      .from(sessions)
      .leftJoin(collections, eq(sessionId, id))
      .where(
        and(
          last === undefined ? gte(endsAt, from) : comesAfter({ at: endsAt, id }, { at: last.endsAt, id: last.id }),
          lte(endsAt, until),
          inArray(status, ["scheduled", "moved"]),
          or(isNull(sessionId), isOwed),
        ),
      )
      .orderBy(asc(endsAt), asc(id))
      .limit(some);
    if (rows.length > 0) yield rows.map((row) => row.id);
    if (rows.length < some) return;
    last = rows.at(-1);
  }
}

/** Keeps that the stays of sessions are known, and by what; the instant of the first time stays. */
export async function addCollections(
  db: Db,
  told: readonly { readonly sessionId: string; readonly byReport: boolean }[],
  collectedAt: Instant,
): Promise<void> {
  await db
    .insert(collections)
    .values(told.map((one) => ({ ...one, collectedAt, reviewedAt: collectedAt })))
    .onConflictDoUpdate({
      target: collections.sessionId,
      set: { byReport: sql`${collections.byReport} or excluded.by_report` },
    });
}

/** Keeps that Zoom has answered about sessions that were collected before. */
export async function putReviewed(db: Db, sessionIds: readonly string[], reviewedAt: Instant): Promise<void> {
  if (sessionIds.length === 0) return;
  await db.update(collections).set({ reviewedAt }).where(isOneOf(collections.sessionId, sessionIds));
}

export async function listStays(db: Db, sessionIds: readonly string[]): Promise<readonly StayRow[]> {
  if (sessionIds.length === 0) return [];
  return await db
    .select()
    .from(stays)
    .where(isOneOf(stays.sessionId, sessionIds))
    .orderBy(asc(stays.joinedAt), asc(stays.stayId));
}

/** Every column of a row that was given again, its key aside, as it was given. */
function asGiven(table: PgTable, key: readonly string[]): Record<string, SQL> {
  const columns = Object.entries(getTableColumns(table)).filter(([name]) => !key.includes(name));
  return Object.fromEntries(columns.map(([name, column]) => [name, sql`excluded.${sql.identifier(column.name)}`]));
}

/** Adds stays; one that is there gets the times and the name that Zoom says now. */
export async function putStays(db: Db, rows: readonly NewStay[]): Promise<void> {
  for (let from = 0; from < rows.length; from += atOnce) {
    await db
      .insert(stays)
      .values(rows.slice(from, from + atOnce))
      .onConflictDoUpdate({
        target: [stays.sessionId, stays.stayId],
        set: asGiven(stays, ["sessionId", "stayId"]),
      });
  }
}

export async function removeStays(db: Db, sessionId: string, stayIds: readonly string[]): Promise<void> {
  if (stayIds.length === 0) return;
  await db.delete(stays).where(and(eq(stays.sessionId, sessionId), isOneOf(stays.stayId, stayIds)));
}

/** A stay with its session's group. */
export interface GroupStay extends StayRow {
  readonly groupId: string;
}

/** Stays of sessions of groups that fit, by time; those of a session without group are nobody's question. */
export async function listGroupStays(
  db: Db,
  filter: {
    /** Only stays of whom nobody knows who it was; those decided to be no student's are known. */
    readonly unrecognised?: true;
    readonly groupIds?: readonly string[];
    readonly sessionIds?: readonly string[];
    /** Only stays of these rows of `students`. */
    readonly studentIds?: readonly string[];
    readonly decisionId?: number;
    /** Only sessions that ended then or later. */
    readonly since?: Instant;
  },
): Promise<readonly GroupStay[]> {
  const rows = await db
    .select({ stay: stays, groupId: sessions.groupId })
    .from(stays)
    .innerJoin(sessions, eq(sessions.id, stays.sessionId))
    .where(
      and(
        isNotNull(sessions.groupId),
        filter.unrecognised === undefined ? undefined : and(isNull(stays.studentId), isNull(stays.decisionId)),
        filter.groupIds === undefined ? undefined : isOneOf(sessions.groupId, filter.groupIds),
        filter.sessionIds === undefined ? undefined : isOneOf(stays.sessionId, filter.sessionIds),
        filter.studentIds === undefined ? undefined : isOneOf(stays.studentId, filter.studentIds),
        filter.decisionId === undefined ? undefined : eq(stays.decisionId, filter.decisionId),
        filter.since === undefined ? undefined : gte(sessions.endsAt, filter.since),
      ),
    )
    .orderBy(asc(stays.joinedAt), asc(stays.stayId));
  return rows.flatMap(({ stay, groupId }) => (groupId === null ? [] : [{ ...stay, groupId }]));
}

/** The groups with stays of whom nobody knows who it was, in sessions that ended then or later. */
export async function listGroupsWithStrangers(db: Db, since: Instant): Promise<readonly string[]> {
  const rows = await db
    .selectDistinct({ groupId: sessions.groupId })
    .from(stays)
    .innerJoin(sessions, eq(sessions.id, stays.sessionId))
    .where(
      and(isNotNull(sessions.groupId), isNull(stays.studentId), isNull(stays.decisionId), gte(sessions.endsAt, since)),
    )
    .orderBy(asc(sessions.groupId));
  return rows.flatMap(({ groupId }) => groupId ?? []);
}

/** Says who a stay was, and how that is known; `null` for nobody. */
export async function nameStay(
  db: Db,
  stay: { readonly sessionId: string; readonly stayId: string },
  who: {
    readonly studentId: string | null;
    readonly recognisedBy: StayRow["recognisedBy"];
    readonly decisionId: number | null;
  },
): Promise<void> {
  await db
    .update(stays)
    .set(who)
    .where(and(eq(stays.sessionId, stay.sessionId), eq(stays.stayId, stay.stayId)));
}

export async function listSessionTimes(
  db: Db,
  sessionIds: readonly string[],
): Promise<readonly (SessionTime & { readonly id: string })[]> {
  return await db
    .select({ id: sessions.id, startsAt: sessions.startsAt, endsAt: sessions.endsAt })
    .from(sessions)
    .where(isOneOf(sessions.id, sessionIds));
}

/** The stays of known people; of a student who was merged, as stays of the person. */
export async function listKnownStays(db: Db, sessionIds: readonly string[]) {
  return await db
    .select({
      sessionId: stays.sessionId,
      studentId: personId,
      joinedAt: stays.joinedAt,
      leftAt: stays.leftAt,
    })
    .from(stays)
    .innerJoin(students, eq(students.id, stays.studentId))
    .where(and(isOneOf(stays.sessionId, sessionIds), isNotNull(stays.studentId)));
}

/** Corrections by hand that were not undone, the last one of a person and session last. */
export async function listCorrections(db: Db, sessionIds: readonly string[]) {
  return await db
    .select({
      sessionId: attendanceCorrections.sessionId,
      studentId: personId,
      present: attendanceCorrections.present,
      minutes: attendanceCorrections.minutes,
      reason: attendanceCorrections.reason,
      by: attendanceCorrections.by,
    })
    .from(attendanceCorrections)
    .innerJoin(students, eq(students.id, attendanceCorrections.studentId))
    .where(and(isOneOf(attendanceCorrections.sessionId, sessionIds), isNull(attendanceCorrections.undoneAt)))
    .orderBy(asc(attendanceCorrections.id));
}

export async function listAttendances(db: Db, sessionIds: readonly string[]): Promise<readonly AttendanceRow[]> {
  return await db.select().from(attendances).where(isOneOf(attendances.sessionId, sessionIds));
}

/** Keeps verdicts; an earlier one on the same student and session is replaced. */
export async function putAttendances(db: Db, rows: readonly AttendanceRow[]): Promise<void> {
  for (let from = 0; from < rows.length; from += atOnce) {
    await db
      .insert(attendances)
      .values(rows.slice(from, from + atOnce))
      .onConflictDoUpdate({
        target: [attendances.sessionId, attendances.studentId],
        set: asGiven(attendances, ["sessionId", "studentId"]),
      });
  }
}

/** The sessions in which these rows of `students` have a stay, a verdict or a correction. */
export async function listSessionsOf(db: Db, studentIds: readonly string[]): Promise<readonly string[]> {
  if (studentIds.length === 0) return [];
  const found = new Set<string>();
  for (const table of [stays, attendances, attendanceCorrections]) {
    const rows = await db
      .selectDistinct({ id: table.sessionId })
      .from(table)
      .where(isOneOf(table.studentId, studentIds));
    for (const row of rows) found.add(row.id);
  }
  return [...found];
}
