import { and, asc, count, eq, isNull, ne } from "drizzle-orm";

import type { Db } from "#database/open.ts";
import { courses, entries } from "#features/timetable/tables.ts";
import type { Instant } from "#lib/clock.ts";

import { startsIn } from "./store.ts";
import { sessions } from "./tables.ts";

/** The titles of the courses that each coach teaches by the timetable in force. */
export async function listCoursesByCoach(db: Db): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await db
    .selectDistinct({ coachId: entries.coachId, title: courses.title })
    .from(entries)
    .innerJoin(courses, eq(courses.id, entries.courseId))
    .where(isNull(entries.endedAt))
    .orderBy(asc(courses.title));
  return new Map([...Map.groupBy(rows, (row) => row.coachId)].map(([id, some]) => [id, some.map((row) => row.title)]));
}

/** How many sessions each coach holds that start in `[from, until)`; cancelled ones do not count. */
export async function countSessionsByCoach(
  db: Db,
  from: Instant,
  until: Instant,
): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .select({ coachId: sessions.coachId, howMany: count() })
    .from(sessions)
    .where(and(startsIn({ from, until }), ne(sessions.status, "cancelled")))
    .groupBy(sessions.coachId);
  return new Map(rows.map((row) => [row.coachId, row.howMany]));
}
