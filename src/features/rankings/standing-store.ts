import { sql, type SQL } from "drizzle-orm";

import { moment } from "#database/moment.ts";
import type { Db } from "#database/open.ts";
import { plainly, saysPlainly } from "#database/plainly.ts";
import { memberships, students } from "#features/roster/tables.ts";
import { courses } from "#features/timetable/tables.ts";
import type { Instant } from "#lib/clock.ts";

import type { Scope } from "./store.ts";
import { pointEntries, rankingChoices, rankingLines } from "./tables.ts";

/** A line of a ranking that is computed and not kept. */
export interface ComputedLine {
  readonly studentId: string;
  readonly name: string;
  readonly points: number;
  readonly rank: number;
}

/** Its columns as the database gives them. */
type ComputedRow = { readonly student_id: string } & Omit<ComputedLine, "studentId">;

/** The ranking of any scope over `(from, to]`, by rank and name; `from` absent: since ever. */
export async function computeRanking(
  db: Db,
  scope: Scope,
  from: Instant | undefined,
  to: Instant,
): Promise<readonly ComputedLine[]> {
  const { rows } = await db.execute<ComputedRow>(
    sql`select student_id, name, points, rank from (${standing(scope, from, to)}) l order by rank, name, student_id`,
  );
  return rows.map(({ student_id: studentId, ...line }) => ({ studentId, ...line }));
}

/** What the lines of a ranking can be put in order by. */
export const standingOrders = ["rank", "name", "points", "movement"] as const;

/** Some lines of a ranking. */
export interface SomeLines {
  /** Of names, without accents and case; absent: every line. */
  readonly words?: string | undefined;
  /** A column, the least first; the most first with `-` before it. */
  readonly order?: (typeof standingOrders)[number] | `-${(typeof standingOrders)[number]}` | undefined;
  readonly skip: number;
  readonly limit: number;
}

/** A line with the student's rank in the ranking before; `null` for who was not in it. */
export interface StandingLine extends ComputedLine {
  readonly previousRank: number | null;
}

/**
 * Some lines of a ranking over `(from, to]`, beside the ranks of the one before, and how many lines there are of those
 * words. Equal points stand by name, as people read it.
 */
export async function findStanding(
  db: Db,
  {
    scope,
    from,
    to,
    previousId,
    some,
  }: {
    readonly scope: Scope;
    readonly from: Instant | undefined;
    readonly to: Instant;
    readonly previousId: string | undefined;
    readonly some: SomeLines;
  },
): Promise<{ readonly count: number; readonly lines: readonly StandingLine[] }> {
  const { words, order = "rank", skip, limit } = some;
  const column = order.replace("-", "") as (typeof standingOrders)[number];
  const by: Readonly<Record<typeof column, SQL>> = {
    rank: sql`l.rank`,
    name: plainly(sql`l.name`),
    points: sql`l.points`,
    movement: sql`coalesce(b.rank - l.rank, 0)`,
  };
  const isMeant = words === undefined || words === "" ? sql`true` : saysPlainly(sql`l.name`, words);
  const { rows } = await db.execute<ComputedRow & { readonly previous: number | null; readonly count: number }>(sql`
    with line as materialized (${standing(scope, from, to)})
    select l.student_id, l.name, l.points, l.rank, b.rank as previous,
      (select count(*)::int from line l where ${isMeant}) as count
    from line l
    left join ${rankingLines} b on b.ranking_id = ${previousId ?? null}::text and b.student_id = l.student_id
    where ${isMeant}
    order by ${by[column]} ${order.startsWith("-") ? sql`desc` : sql`asc`}, l.rank, ${by.name}, l.student_id
    limit ${limit} offset ${skip}`);
  if (rows.length === 0 && skip > 0) {
    // Behind the last line nothing says how many there are.
    const first = { scope, from, to, previousId, some: { ...some, skip: 0, limit: 1 } };
    return { count: (await findStanding(db, first)).count, lines: [] };
  }
  const lines = rows.map(({ student_id: studentId, name, points, rank, previous: previousRank }) => {
    return { studentId, name, points, rank, previousRank };
  });
  return { count: rows[0]?.count ?? 0, lines };
}

/**
 * The lines of a ranking, by the rule of `ranked`: who is in the scope, not erased, not hidden and above 0. Points are added
 * up before it is asked whose they are, since few rows are merged into others, and the members are found once for all.
 */
function standing(scope: Scope, from: Instant | undefined, to: Instant): SQL {
  const isMeant =
    scope.kind === "group"
      ? sql`group_id = ${scope.groupId}`
      : scope.kind === "level"
        ? sql`group_id in (select group_id from ${courses} where level = ${scope.level})`
        : sql`true`;
  const isSince = from === undefined ? sql`true` : sql`recorded_at > ${moment(from)}`;
  const isInside = scope.kind === "group" ? isMeant : sql`true`;
  return sql`
    select s.student_id, s.points::int as points, coalesce(c.pseudonym, p.display_name) as name,
      (rank() over (order by s.points desc))::int as rank
    from (
      select coalesce(w.merged_into, e.student_id) as student_id, sum(e.points) as points
      from (
        select student_id, sum(points)::int as points from ${pointEntries}
        where ${isMeant} and recorded_at <= ${moment(to)} and ${isSince}
        group by student_id) e
      left join ${students} w on w.id = e.student_id and w.merged_into is not null
      group by 1) s
    join (
      ${students} p
      join (select distinct student_id from ${memberships} where left_at is null and ${isInside}) m
        on m.student_id = p.id) on p.id = s.student_id
    left join ${rankingChoices} c on c.student_id = p.id
    where s.points > 0 and p.erased_at is null and c.hidden is not true`;
}
