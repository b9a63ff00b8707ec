import { sql } from "drizzle-orm";

import { moment } from "#database/moment.ts";
import type { Db } from "#database/open.ts";
import { groups, students } from "#features/roster/tables.ts";
import type { Instant } from "#lib/clock.ts";

import type { EarnedPoints } from "./effect-rules.ts";
import { pointEntries } from "./tables.ts";

/**
 * What everybody earned in each group by what happened in `[from, until]`, whenever it entered the ledger. Points that
 * follow from a decision count on its day.
 */
export async function listEarned(db: Db, from: Instant, until: Instant): Promise<readonly EarnedPoints[]> {
  const { rows } = await db.execute<{
    group_id: string;
    title: string;
    student_id: string;
    name: string;
    points: number;
  }>(sql`
    select e.group_id, g.title, p.id as student_id, p.display_name as name, sum(e.points)::int as points
    from ${pointEntries} e join ${students} w on w.id = e.student_id
    join ${students} p on p.id = coalesce(w.merged_into, w.id) join ${groups} g on g.id = e.group_id
    where coalesce(e.fact_at, e.recorded_at) >= ${moment(from)} and coalesce(e.fact_at, e.recorded_at) <= ${moment(until)}
      and p.erased_at is null
    group by 1, 2, 3, 4`);
  return rows.map(({ group_id, title, student_id, name, points }) => ({
    groupId: group_id,
    title,
    studentId: student_id,
    name,
    points,
  }));
}
