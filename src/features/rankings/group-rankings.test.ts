import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";

import { cloneDatabase, type ClonedDatabase } from "../../../test/database.ts";
import { groupRankings, publishGroupRankings } from "./store.ts";

const groups = 300;
const cutOff = Temporal.Instant.from("2026-03-31T20:00:00Z");
let database: ClonedDatabase;

beforeAll(async () => {
  database = await cloneDatabase();
  await database.pool.query(`
    insert into groups (id, chat_id, title, language, audience_zones, active, created_at)
      select 'g' || g, '-' || g, 'Group ' || g, 'fr', '{}', true, '2026-01-01' from generate_series(1, ${groups}) g;
    insert into courses (id, key, title, group_id, created_at)
      select 'k' || g, 'k' || g, 'Course ' || g, 'g' || g, '2026-01-01' from generate_series(1, ${groups}) g;
    insert into coaches (id, name, created_at) values ('c', 'Coach', '2026-01-01');
    insert into entries (id, course_id, coach_id, weekday, time, time_zone, duration_minutes, cell, created_at)
      select 'e' || g, 'k' || g, 'c', 2, '18:00', 'UTC', 60, '', '2026-01-01' from generate_series(1, ${groups}) g;
    insert into sessions (id, entry_id, course_id, coach_id, usual_coach_id, group_id, date, starts_at, ends_at, status, created_at)
      select 's' || g, 'e' || g, 'k' || g, 'c', 'c', 'g' || g, '2026-03-31', '2026-03-31 18:00Z', '2026-03-31 19:00Z', 'scheduled', '2026-01-01'
        from generate_series(1, ${groups}) g;
    insert into students (id, display_name, created_at)
      select 'p' || g, 'Student ' || g, '2026-01-01' from generate_series(1, ${groups}) g;
    insert into memberships (group_id, student_id, since)
      select 'g' || g, 'p' || g, '2026-01-01' from generate_series(1, ${groups}) g;
    insert into point_entries (student_id, group_id, points, reason, source, recorded_at)
      select 'p' || g, 'g' || g, 10, 'attendance', 's' || g, '2026-03-31 19:30Z' from generate_series(1, ${groups}) g;
    analyze;`);
});
afterAll(async () => await database.close());

interface Plan {
  readonly "Rows Removed by Join Filter"?: number;
  readonly "Actual Loops": number;
  readonly Plans?: readonly Plan[];
}

/** Pairs of rows that were compared and thrown away, in all of a plan. */
function comparedInVain(plan: Plan): number {
  const own = (plan["Rows Removed by Join Filter"] ?? 0) * plan["Actual Loops"];
  return (plan.Plans ?? []).reduce((sum, part) => sum + comparedInVain(part), own);
}

it("all groups are ranked without comparing each with every other", async () => {
  const ranking = { period: "day", start: undefined, cutOff } as const;
  const { rows } = await database.db.execute<{ "QUERY PLAN": readonly { readonly Plan: Plan }[] }>(
    sql`explain (analyze, format json) ${groupRankings(ranking)}`,
  );
  const plans = rows.flatMap((row) => row["QUERY PLAN"].map((plan) => plan.Plan));
  expect(plans).toHaveLength(1);
  for (const plan of plans) expect(comparedInVain(plan)).toBeLessThan(groups * 10);

  // Explaining it has done it: what is done twice adds nothing.
  await publishGroupRankings(database.db, ranking);
  const lines = await database.pool.query(
    "select count(*)::int as n, count(distinct group_id)::int as of from rankings join ranking_lines on ranking_id = id",
  );
  expect(lines.rows).toEqual([{ n: groups, of: groups }]);
});
