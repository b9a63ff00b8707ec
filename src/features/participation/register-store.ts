import { and, asc, desc, eq, gte, isNull, like, lt, ne } from "drizzle-orm";

import { literally } from "#database/literally.ts";
import { isOneOf } from "#database/many.ts";
import { comesAfter } from "#database/comes-after.ts";
import type { Db } from "#database/open.ts";
import { sessions } from "#features/sessions/tables.ts";
import type { Instant } from "#lib/clock.ts";

import { attendanceCorrections, attendanceSheet, collections } from "./tables.ts";

export type SheetRow = typeof attendanceSheet.$inferSelect;
export type CorrectionRow = typeof attendanceCorrections.$inferSelect;

/** Which lines of the register are asked for; what is absent does not limit. */
export interface SheetFilter {
  readonly sessionId?: string | undefined;
  readonly studentId?: string | undefined;
  readonly groupId?: string | undefined;
  readonly coachId?: string | undefined;
  /** Sessions that start then or later. */
  readonly from?: Instant | undefined;
  /** Sessions that start before then. */
  readonly until?: Instant | undefined;
  /** Only those who were, or were not, present. */
  readonly present?: boolean | undefined;
  /** How many lines at most. */
  readonly limit?: number | undefined;
}

/** So many sessions' lines are asked for at once. */
const sessionsAtOnce = 100;

/**
 * The attendance register by session and name. A few lines of many sessions are read session by session in their order:
 * of a large school's week PostgreSQL would make every line before it gave the first.
 */
export async function listSheet(db: Db, filter: SheetFilter): Promise<readonly SheetRow[]> {
  const { sessionId, studentId, present, limit } = filter;
  if (limit === undefined || sessionId !== undefined || studentId !== undefined) return await findLines(db, filter);
  const lines: SheetRow[] = [];
  for await (const sessionIds of readSheetSessions(db, filter)) {
    lines.push(...(await findLines(db, { sessionIds, present, limit: limit - lines.length })));
    if (lines.length >= limit) break;
  }
  return lines;
}

async function findLines(
  db: Db,
  filter: SheetFilter & { readonly sessionIds?: readonly string[] },
): Promise<readonly SheetRow[]> {
  const { sessionId, sessionIds, studentId, groupId, coachId, from, until, present, limit } = filter;
  const rows = db
    .select()
    .from(attendanceSheet)
    .where(
      and(
        sessionIds === undefined ? undefined : isOneOf(attendanceSheet.sessionId, sessionIds),
        sessionId === undefined ? undefined : eq(attendanceSheet.sessionId, sessionId),
        studentId === undefined ? undefined : eq(attendanceSheet.studentId, studentId),
        groupId === undefined ? undefined : eq(attendanceSheet.groupId, groupId),
        coachId === undefined ? undefined : eq(attendanceSheet.coachId, coachId),
        from === undefined ? undefined : gte(attendanceSheet.startsAt, from),
        until === undefined ? undefined : lt(attendanceSheet.startsAt, until),
        present === undefined ? undefined : eq(attendanceSheet.present, present),
      ),
    )
    .orderBy(asc(attendanceSheet.startsAt), asc(attendanceSheet.sessionId), asc(attendanceSheet.student));
  return await (limit === undefined ? rows : rows.limit(limit));
}

/** Ids of the sessions that have lines, by their beginning, some at a time. */
async function* readSheetSessions(
  db: Db,
  { groupId, coachId, from, until }: SheetFilter,
): AsyncGenerator<readonly string[]> {
  const { id, startsAt } = sessions;
  let last: { readonly id: string; readonly startsAt: Instant } | undefined;
  for (;;) {
    const rows = await db
      .select({ id, startsAt })
      .from(sessions)
      .innerJoin(collections, eq(collections.sessionId, id))
      .where(
        and(
          ne(sessions.status, "cancelled"),
          groupId === undefined ? undefined : eq(sessions.groupId, groupId),
          coachId === undefined ? undefined : eq(sessions.coachId, coachId),
          from === undefined ? undefined : gte(startsAt, from),
          until === undefined ? undefined : lt(startsAt, until),
          last === undefined ? undefined : comesAfter({ at: startsAt, id }, { at: last.startsAt, id: last.id }),
        ),
      )
      .orderBy(asc(startsAt), asc(id))
      .limit(sessionsAtOnce);
    if (rows.length > 0) yield rows.map((row) => row.id);
    if (rows.length < sessionsAtOnce) return;
    last = rows.at(-1);
  }
}

/** Sessions whose stays were read and whose id begins so, at most ten. */
export async function findReadSessions(db: Db, beginning: string): Promise<readonly string[]> {
  const rows = await db
    .select({ id: sessions.id })
    .from(sessions)
    .innerJoin(collections, eq(collections.sessionId, sessions.id))
    .where(like(sessions.id, `${literally(beginning)}%`))
    .limit(10);
  return rows.map((row) => row.id);
}

export async function addCorrection(db: Db, correction: typeof attendanceCorrections.$inferInsert): Promise<number> {
  const [row] = await db.insert(attendanceCorrections).values(correction).returning({ id: attendanceCorrections.id });
  if (row === undefined) throw new Error("PostgreSQL gave no id for a correction");
  return row.id;
}

/** Takes a correction back; gives it, or `undefined` when there is none in force of this number. */
export async function endCorrection(db: Db, id: number, at: Instant, by: string): Promise<CorrectionRow | undefined> {
  const [row] = await db
    .update(attendanceCorrections)
    .set({ undoneAt: at, undoneBy: by })
    .where(and(eq(attendanceCorrections.id, id), isNull(attendanceCorrections.undoneAt)))
    .returning();
  return row;
}

/** The newest corrections first, those that were undone too. */
export async function listAllCorrections(
  db: Db,
  filter: { readonly studentIds?: readonly string[]; readonly limit: number },
): Promise<readonly CorrectionRow[]> {
  return await db
    .select()
    .from(attendanceCorrections)
    .where(filter.studentIds === undefined ? undefined : isOneOf(attendanceCorrections.studentId, filter.studentIds))
    .orderBy(desc(attendanceCorrections.id))
    .limit(filter.limit);
}
