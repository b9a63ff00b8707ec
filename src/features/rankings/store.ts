import { and, asc, count, desc, eq, isNull, lte, sql, type SQL } from "drizzle-orm";

import { isOneOf } from "#database/many.ts";
import { moment } from "#database/moment.ts";
import type { Db } from "#database/open.ts";
import { withRoom } from "#database/with-room.ts";
import type { GroupRow } from "#features/roster/store.ts";
import { groups, memberships, students } from "#features/roster/tables.ts";
import { sessions } from "#features/sessions/tables.ts";
import { courses } from "#features/timetable/tables.ts";
import type { Instant } from "#lib/clock.ts";

import { periodNames, type PeriodName } from "./period-rules.ts";
import { pointEntries, rankingChoices, rankingLines, rankings } from "./tables.ts";

export type RankingRow = typeof rankings.$inferSelect;
export type RankingLineRow = typeof rankingLines.$inferSelect;

/** Whose ranking: of one group, of a level, or of the whole school. */
export type Scope =
  | { readonly kind: "group"; readonly groupId: string }
  | { readonly kind: "level"; readonly level: string }
  | { readonly kind: "school" };

/**
 * Ranks the points of `score(scope, student_id, points)`: who is in the scope, not erased, not hidden and above 0.
 *
 * Equal points share a rank; names as the students chose. `isMember` says whether a student is in the scope now. What
 * else the score tells of a scope goes along, each by `, s.<name>`.
 */
function ranked(score: SQL, isMember: SQL, along: SQL = sql.empty()): SQL {
  return sql`
    select s.scope${along}, s.student_id, s.points::int as points, coalesce(c.pseudonym, p.display_name) as name,
      (rank() over (partition by s.scope order by s.points desc))::int as rank
    from (${score}) s join ${students} p on p.id = s.student_id
    left join ${rankingChoices} c on c.student_id = s.student_id
    where s.points > 0 and p.erased_at is null and c.hidden is not true and ${isMember}`;
}

const inItsGroup = sql`exists (select 1 from ${memberships} m
  where m.group_id = s.scope and m.student_id = s.student_id and m.left_at is null)`;

const inAnyGroup = sql`exists (select 1 from ${memberships} m where m.student_id = s.student_id and m.left_at is null)`;

/** The person that a ledger line counts for, given the students' row `w` of the line. */
const person = sql`coalesce(w.merged_into, w.id)`;

/**
 * Ranks in one statement every active group with a session since its last ranking of this period, and keeps those
 * in which somebody has points. Done twice for one cut-off, the second keeps none.
 *
 * `start` begins the first ranking of a group; absent, it begins with its first points.
 */
export async function publishGroupRankings(db: Db, ranking: GroupRankings): Promise<void> {
  await withRoom(db, async (tx) => await tx.execute(groupRankings(ranking)));
}

/** Which rankings of groups are made: see `publishGroupRankings`. */
interface GroupRankings {
  readonly period: PeriodName;
  readonly start: Instant | undefined;
  readonly cutOff: Instant;
}

/**
 * The statement of `publishGroupRankings`.
 *
 * Its parts are not joined with one another: PostgreSQL knows nothing of what they hold, takes each for one row, and would
 * compare every line with every ranking, 81,000 by 81,000 on a large school's Saturday. So each line carries its ranking's
 * id from the start, and whether that one was added is looked up (`is true` keeps the lookup from becoming a join).
 */
export function groupRankings({ period, start, cutOff }: GroupRankings): SQL {
  const score = sql`
    select e.scope, e.ranking_id, e.last_id, ${person} as student_id, sum(e.points) as points
    from (
      select e.group_id as scope, c.ranking_id, c.last_id, e.student_id, sum(e.points) as points
      from ${pointEntries} e join candidate c on c.group_id = e.group_id
      where e.recorded_at > c.from_at and e.recorded_at <= ${moment(cutOff)}
      group by 1, 2, 3, 4) e
    join ${students} w on w.id = e.student_id
    group by 1, 2, 3, 4`;
  return sql`
    with candidate as materialized (
      select gen_random_uuid()::text as ranking_id, c.* from (${candidates(period, start, cutOff)}) c),
    line as materialized (${ranked(score, inItsGroup, sql`, s.ranking_id, s.last_id`)}),
    added as (
      insert into ${rankings} (id, group_id, period, from_at, to_at, previous_id)
      select c.ranking_id, c.group_id, ${period}::text, greatest(c.from_at, c.created_at), ${moment(cutOff)}, c.last_id
      from candidate c where (c.ranking_id in (select ranking_id from line)) is true
      on conflict do nothing returning id)
    insert into ${rankingLines} (ranking_id, student_id, rank, points, name, previous_rank)
    select l.ranking_id, l.student_id, l.rank, l.points, l.name, b.rank
    from line l
    left join ${rankingLines} b on b.ranking_id = l.last_id and b.student_id = l.student_id
    where (l.ranking_id in (select id from added)) is true`;
}

/** Active groups that held a session after their last ranking of a period and by the cut-off. */
function candidates(period: PeriodName, start: Instant | undefined, cutOff: Instant): SQL {
  const first = start === undefined ? sql`'-infinity'::timestamptz` : moment(start);
  return sql`
    select g.id as group_id, g.created_at, l.id as last_id, coalesce(l.to_at, ${first}) as from_at
    from ${groups} g left join lateral (
      select id, to_at from ${rankings}
      where group_id = g.id and level is null and period = ${period}::text order by to_at desc limit 1) l on true
    where g.active and exists (
      select 1 from ${sessions} s where s.group_id = g.id and s.status in ('scheduled', 'moved')
        and s.starts_at <= ${moment(cutOff)} and s.starts_at > coalesce(l.to_at, '-infinity'))`;
}

/** The active groups that would be ranked at a cut-off, by title. */
export async function listCandidates(
  db: Db,
  period: PeriodName,
  cutOff: Instant,
): Promise<readonly { readonly id: string; readonly title: string }[]> {
  const { rows } = await db.execute<{ id: string; title: string }>(sql`
    select g.id, g.title from (${candidates(period, undefined, cutOff)}) c join ${groups} g on g.id = c.group_id
    order by g.title`);
  return rows;
}

/** The groups with a published ranking of this period and cut-off. */
export async function listRanked(db: Db, period: PeriodName, cutOff: Instant): Promise<ReadonlySet<string>> {
  const rows = await db
    .select({ groupId: rankings.groupId })
    .from(rankings)
    .where(and(eq(rankings.period, period), eq(rankings.to, cutOff)));
  return new Set(rows.flatMap((row) => (row.groupId === null ? [] : [row.groupId])));
}

/** Keeps the ranking of each level and of the whole school for a period, for the places moved in the next. */
export async function publishSchoolRankings(
  db: Db,
  { period, start, cutOff }: { readonly period: PeriodName; readonly start: Instant; readonly cutOff: Instant },
): Promise<void> {
  const score = sql`
    select v.scope, ${person} as student_id, sum(e.points) as points
    from ${pointEntries} e join ${students} w on w.id = e.student_id join scoped v on v.group_id = e.group_id
    where e.recorded_at > ${moment(start)} and e.recorded_at <= ${moment(cutOff)}
    group by 1, 2`;
  // The school's scope is '', a level's its name.
  await db.execute(sql`
    with scoped as (
      select id as group_id, '' as scope from ${groups}
      union select group_id, level from ${courses} where group_id is not null and level <> ''),
    line as materialized (${ranked(score, inAnyGroup)}),
    last as (
      select distinct on (level) coalesce(level, '') as scope, id from ${rankings}
      where period = ${period}::text and group_id is null and to_at < ${moment(cutOff)} order by level, to_at desc),
    added as (
      insert into ${rankings} (id, level, period, from_at, to_at, previous_id)
      select gen_random_uuid()::text, nullif(l.scope, ''), ${period}::text, ${moment(start)}, ${moment(cutOff)}, b.id
      from (select distinct scope from line) l left join last b on b.scope = l.scope
      on conflict do nothing returning id, level, previous_id)
    insert into ${rankingLines} (ranking_id, student_id, rank, points, name, previous_rank)
    select a.id, l.student_id, l.rank, l.points, l.name, b.rank
    from line l join added a on coalesce(a.level, '') = l.scope
    left join ${rankingLines} b on b.ranking_id = a.previous_id and b.student_id = l.student_id`);
}

/** A ranking to announce, with its group. */
export interface ToAnnounce {
  readonly ranking: RankingRow;
  readonly group: GroupRow;
}

/** The shortest period first. */
const placeOfPeriod = sql`array_position(string_to_array(${periodNames.join(" ")}, ' '), ${rankings.period})`;

/** The ids of the group rankings of a cut-off that no message tells yet, by group and period. */
export async function listToAnnounce(db: Db, cutOff: Instant): Promise<readonly string[]> {
  const rows = await db
    .select({ id: rankings.id })
    .from(rankings)
    .innerJoin(groups, eq(groups.id, rankings.groupId))
    .where(and(isNull(rankings.announcedAt), eq(rankings.to, cutOff)))
    // A group reads its day first, then its week and its month.
    .orderBy(asc(groups.title), asc(groups.id), placeOfPeriod);
  return rows.map((row) => row.id);
}

/** Of rankings named by their ids, those that no message tells yet, with their groups; in the order of the ids. */
export async function readToAnnounce(db: Db, ids: readonly string[]): Promise<readonly ToAnnounce[]> {
  const rows = await db
    .select({ ranking: rankings, group: groups })
    .from(rankings)
    .innerJoin(groups, eq(groups.id, rankings.groupId))
    .where(and(isOneOf(rankings.id, ids), isNull(rankings.announcedAt)));
  const found = new Map(rows.map((row) => [row.ranking.id, row]));
  return ids.flatMap((id) => found.get(id) ?? []);
}

/** The first lines of a ranking, by rank, and how many it has. */
export interface Top {
  readonly lines: readonly RankingLineRow[];
  readonly total: number;
}

/** The first ranks of published rankings, and how many lines each has. */
export async function readTops(
  db: Db,
  rankingIds: readonly string[],
  ranks: number,
): Promise<(rankingId: string) => Top> {
  const { rankingId } = rankingLines;
  const lines = await db
    .select()
    .from(rankingLines)
    .where(and(isOneOf(rankingId, rankingIds), lte(rankingLines.rank, ranks)))
    .orderBy(asc(rankingId), asc(rankingLines.rank));
  const sizes = await db
    .select({ id: rankingId, total: count() })
    .from(rankingLines)
    .where(isOneOf(rankingId, rankingIds))
    .groupBy(rankingId);
  const linesOf = Map.groupBy(lines, (line) => line.rankingId);
  const totalOf = new Map(sizes.map((row) => [row.id, row.total]));
  return (id) => ({ lines: linesOf.get(id) ?? [], total: totalOf.get(id) ?? 0 });
}

/** Marks rankings as told; gives the ids of those that nobody had told. */
export async function markAnnounced(db: Db, rankingIds: readonly string[], now: Instant): Promise<ReadonlySet<string>> {
  const marked = await db
    .update(rankings)
    .set({ announcedAt: now })
    .where(and(isOneOf(rankings.id, rankingIds), isNull(rankings.announcedAt)))
    .returning({ id: rankings.id });
  return new Set(marked.map((row) => row.id));
}

/** The last published ranking of a scope and period, if any. */
export async function findLastRanking(db: Db, scope: Scope, period: PeriodName): Promise<RankingRow | undefined> {
  const where =
    scope.kind === "group"
      ? eq(rankings.groupId, scope.groupId)
      : and(
          isNull(rankings.groupId),
          scope.kind === "level" ? eq(rankings.level, scope.level) : isNull(rankings.level),
        );
  const [row] = await db
    .select()
    .from(rankings)
    .where(and(where, eq(rankings.period, period)))
    .orderBy(desc(rankings.to))
    .limit(1);
  return row;
}
