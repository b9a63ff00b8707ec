import { and, asc, eq, gte, isNull, type SQL } from "drizzle-orm";

import type { Db } from "#database/open.ts";
import { coaches } from "#features/roster/tables.ts";
import { courses, entries } from "#features/timetable/tables.ts";
import type { Instant } from "#lib/clock.ts";

import type { PlannedException } from "./plan-rules.ts";
import { sessionExceptions } from "./tables.ts";

export type ExceptionRow = typeof sessionExceptions.$inferSelect;

/** An exception with the words that a person knows it by. */
export interface ExceptionDetails extends ExceptionRow {
  readonly courseTitle: string;
  readonly coachName: string | null;
  /** Local time and zone of its entry; absent for an extra session. */
  readonly time: string | null;
  readonly timeZone: string | null;
}

/** Every exception in force, with the group of its course. */
export async function listExceptionsInForce(db: Db): Promise<readonly PlannedException[]> {
  const rows = await db
    .select({ exception: sessionExceptions, groupId: courses.groupId })
    .from(sessionExceptions)
    .innerJoin(courses, eq(courses.id, sessionExceptions.courseId))
    .where(isNull(sessionExceptions.removedAt))
    .orderBy(asc(sessionExceptions.number));
  return rows.map(({ exception, groupId }) => ({ ...exception, groupId }));
}

/** Exceptions in force from a day on, by day. */
export async function listExceptions(db: Db, from: string): Promise<readonly ExceptionDetails[]> {
  return await selectDetails(db, and(isNull(sessionExceptions.removedAt), gte(sessionExceptions.date, from)));
}

export async function findException(db: Db, number: number): Promise<ExceptionDetails | undefined> {
  const [row] = await selectDetails(db, eq(sessionExceptions.number, number));
  return row;
}

async function selectDetails(db: Db, where: SQL | undefined): Promise<readonly ExceptionDetails[]> {
  const rows = await db
    .select({
      exception: sessionExceptions,
      courseTitle: courses.title,
      coachName: coaches.name,
      time: entries.time,
      timeZone: entries.timeZone,
    })
    .from(sessionExceptions)
    .innerJoin(courses, eq(courses.id, sessionExceptions.courseId))
    .leftJoin(coaches, eq(coaches.id, sessionExceptions.coachId))
    .leftJoin(entries, eq(entries.id, sessionExceptions.entryId))
    .where(where)
    .orderBy(asc(sessionExceptions.date), asc(sessionExceptions.number));
  return rows.map(({ exception, ...rest }) => ({ ...exception, ...rest }));
}

/** Adds an exception; one of the same kind for the same session gives way to it. */
export async function putException(
  db: Db,
  row: Omit<typeof sessionExceptions.$inferInsert, "number" | "removedAt" | "removedBy">,
): Promise<number> {
  if (typeof row.entryId === "string") {
    await db
      .update(sessionExceptions)
      .set({ removedAt: row.createdAt, removedBy: row.by })
      .where(
        and(
          eq(sessionExceptions.entryId, row.entryId),
          eq(sessionExceptions.date, row.date),
          eq(sessionExceptions.kind, row.kind),
          isNull(sessionExceptions.removedAt),
        ),
      );
  }
  const [added] = await db.insert(sessionExceptions).values(row).returning({ number: sessionExceptions.number });
  if (added === undefined) throw new Error("an exception was not added");
  return added.number;
}

/** Is there another decision of this kind in force for the same session? */
export async function hasTwin(
  db: Db,
  {
    entryId,
    courseId,
    date,
    kind,
    startsAt,
  }: Pick<ExceptionRow, "entryId" | "courseId" | "date" | "kind" | "startsAt">,
): Promise<boolean> {
  if (entryId === null) return startsAt !== null && (await hasExtra(db, courseId, startsAt));
  const [row] = await db
    .select({ id: sessionExceptions.id })
    .from(sessionExceptions)
    .where(
      and(
        eq(sessionExceptions.entryId, entryId),
        eq(sessionExceptions.date, date),
        eq(sessionExceptions.kind, kind),
        isNull(sessionExceptions.removedAt),
      ),
    );
  return row !== undefined;
}

/** Is there an extra session of this course at this start already? */
export async function hasExtra(db: Db, courseId: string, startsAt: Instant): Promise<boolean> {
  const [row] = await db
    .select({ id: sessionExceptions.id })
    .from(sessionExceptions)
    .where(
      and(
        eq(sessionExceptions.courseId, courseId),
        eq(sessionExceptions.startsAt, startsAt),
        eq(sessionExceptions.kind, "extra"),
        isNull(sessionExceptions.removedAt),
      ),
    );
  return row !== undefined;
}

/** Every extra session that a course was ever given, those that were taken off too. */
export async function listExtrasOf(db: Db, courseId: string): Promise<readonly ExceptionRow[]> {
  return await db
    .select()
    .from(sessionExceptions)
    .where(and(eq(sessionExceptions.courseId, courseId), eq(sessionExceptions.kind, "extra")));
}

/** Changes what an extra session is. */
export async function reviseException(
  db: Db,
  id: string,
  content: Pick<ExceptionRow, "startsAt" | "date" | "durationMinutes" | "coachId" | "reason">,
): Promise<void> {
  await db.update(sessionExceptions).set(content).where(eq(sessionExceptions.id, id));
}

/** Puts an exception that was taken back in force again. */
export async function restoreException(db: Db, id: string): Promise<void> {
  await db.update(sessionExceptions).set({ removedAt: null, removedBy: null }).where(eq(sessionExceptions.id, id));
}

export async function endException(db: Db, id: string, by: string, now: Instant): Promise<void> {
  await db.update(sessionExceptions).set({ removedAt: now, removedBy: by }).where(eq(sessionExceptions.id, id));
}
