import { sql, type SQL } from "drizzle-orm";

import { moment } from "#database/moment.ts";
import type { Db } from "#database/open.ts";
import { plainly, saysPlainly } from "#database/plainly.ts";
import { students } from "#features/roster/tables.ts";
import { courses } from "#features/timetable/tables.ts";
import type { Instant } from "#lib/clock.ts";

import { inAnyGroup, inItsGroup, person, ranked, type Scope } from "./store.ts";
import { pointEntries, rankingLines } from "./tables.ts";

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
  const { rows } = await db.execute<ComputedRow & { readonly previous: number | null; readonly count: number }>(sql`
    select l.student_id, l.name, l.points, l.rank, b.rank as previous, (count(*) over ())::int as count
    from (${standing(scope, from, to)}) l
    left join ${rankingLines} b on b.ranking_id = ${previousId ?? null}::text and b.student_id = l.student_id
    where ${words === undefined || words === "" ? sql`true` : saysPlainly(sql`l.name`, words)}
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

/** The lines of a ranking. A student's points are added up before it is asked who they are: there are many fewer sums. */
function standing(scope: Scope, from: Instant | undefined, to: Instant): SQL {
  const where =
    scope.kind === "group"
      ? sql`group_id = ${scope.groupId}`
      : scope.kind === "level"
        ? sql`group_id in (select group_id from ${courses} where level = ${scope.level})`
        : sql`true`;
  const score = sql`
    select ${scope.kind === "group" ? sql`${scope.groupId}::text` : sql`''`} as scope, ${person} as student_id,
      sum(e.points) as points
    from (
      select student_id, sum(points)::int as points from ${pointEntries}
      where ${where} and recorded_at <= ${moment(to)} ${from === undefined ? sql`` : sql`and recorded_at > ${moment(from)}`}
      group by student_id) e
    join ${students} w on w.id = e.student_id
    group by 1, 2`;
  return ranked(score, scope.kind === "group" ? inItsGroup : inAnyGroup);
}
