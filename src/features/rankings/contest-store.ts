import { and, asc, count, desc, eq } from "drizzle-orm";

import type { Db } from "#database/open.ts";
import { groups, students } from "#features/roster/tables.ts";

import { contests } from "./tables.ts";

export type ContestRow = typeof contests.$inferSelect;

export async function addContest(db: Db, row: typeof contests.$inferInsert): Promise<ContestRow> {
  const [added] = await db.insert(contests).values(row).returning();
  if (added === undefined) throw new Error("the contest was not kept");
  return added;
}

export async function countOpenContests(db: Db, studentId: string): Promise<number> {
  const [row] = await db
    .select({ open: count() })
    .from(contests)
    .where(and(eq(contests.studentId, studentId), eq(contests.state, "open")));
  return row?.open ?? 0;
}

export async function findContest(db: Db, id: number): Promise<ContestRow | undefined> {
  const [row] = await db.select().from(contests).where(eq(contests.id, id));
  return row;
}

/** Closes an open contest; `undefined` when it is closed already. */
export async function closeContest(
  db: Db,
  id: number,
  answer: Required<Pick<ContestRow, "state" | "points" | "answer" | "answeredBy" | "answeredAt">>,
): Promise<ContestRow | undefined> {
  const [row] = await db
    .update(contests)
    .set(answer)
    .where(and(eq(contests.id, id), eq(contests.state, "open")))
    .returning();
  return row;
}

/** Contests with the names they are about: the open ones, oldest first, or all, newest first. */
export async function listContests(
  db: Db,
  which: "open" | "all",
): Promise<readonly (ContestRow & { readonly studentName: string; readonly groupTitle: string })[]> {
  const rows = await db
    .select({ contest: contests, studentName: students.displayName, groupTitle: groups.title })
    .from(contests)
    .innerJoin(students, eq(students.id, contests.studentId))
    .innerJoin(groups, eq(groups.id, contests.groupId))
    .where(which === "open" ? eq(contests.state, "open") : undefined)
    .orderBy(which === "open" ? asc(contests.id) : desc(contests.id));
  return rows.map(({ contest, ...names }) => ({ ...contest, ...names }));
}
