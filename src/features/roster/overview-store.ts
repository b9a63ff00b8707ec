import { and, asc, count, eq, isNull, sql } from "drizzle-orm";

import type { Db } from "#database/open.ts";

import { coaches, memberships, students } from "./tables.ts";

/** How many students are in each group now; groups without any are absent. */
export async function countStudentsByGroup(db: Db): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .select({ groupId: memberships.groupId, students: count() })
    .from(memberships)
    .innerJoin(students, eq(students.id, memberships.studentId))
    .where(and(isNull(memberships.leftAt), isNull(students.mergedInto), isNull(students.erasedAt)))
    .groupBy(memberships.groupId);
  return new Map(rows.map((row) => [row.groupId, row.students]));
}

/** Every coach, by name. */
export async function listCoachRows(db: Db): Promise<readonly (typeof coaches.$inferSelect)[]> {
  return await db.select().from(coaches).orderBy(asc(coaches.name));
}

/** The coaches with this e-mail address, whatever its capitals: in the workbook two names may be one person. */
export async function listCoachesByEmail(
  db: Db,
  email: string,
): Promise<readonly { readonly id: string; readonly name: string }[]> {
  return await db
    .select({ id: coaches.id, name: coaches.name })
    .from(coaches)
    .where(sql`lower(trim(${coaches.email})) = ${email.trim().toLowerCase()}`)
    .orderBy(asc(coaches.name));
}
