import { sql, type SQL } from "drizzle-orm";

import { moment } from "#database/moment.ts";
import type { Db } from "#database/open.ts";
import { memberships, students } from "#features/roster/tables.ts";
import { sessions } from "#features/sessions/tables.ts";
import type { Instant } from "#lib/clock.ts";

import { attendances, collections, heardMessages } from "./tables.ts";

/** In how many sessions somebody was expected, and was. */
export interface Presence {
  readonly expected: number;
  readonly present: number;
}

/** The presence of these people since an instant; who was expected nowhere is absent. */
export async function countPresence(
  db: Db,
  people: readonly string[],
  since: Instant,
): Promise<ReadonlyMap<string, Presence>> {
  if (people.length === 0) return new Map();
  const asked = sql`${sql.param([...people])}::text[]`;
  // The register's own view asks for everybody first: of some students it is asked from their side.
  const { rows } = await db.execute<{ student_id: string; expected: number; present: number }>(sql`
    with pair as (
      select m.student_id, s.id as session_id from ${memberships} m join ${sessions} s on s.group_id = m.group_id
        and m.since <= s.starts_at and (m.left_at is null or m.left_at > s.starts_at)
      where m.student_id = any(${asked}) and s.starts_at >= ${moment(since)}
      union
      select a.student_id, a.session_id from ${attendances} a join ${sessions} s on s.id = a.session_id
      where a.student_id = any(${asked}) and s.starts_at >= ${moment(since)}
        and (a.minutes > 0 or a.corrected_by is not null))
    select p.student_id, count(*)::int as expected, (count(*) filter (where a.present))::int as present
    from pair p join ${sessions} s on s.id = p.session_id and s.status <> 'cancelled'
    join ${collections} c on c.session_id = s.id
    left join ${attendances} a on a.session_id = s.id and a.student_id = p.student_id
    group by 1`);
  return new Map(rows.map(({ student_id, expected, present }) => [student_id, { expected, present }]));
}

/** A week of a group or of the school. */
export interface WeekFigures extends Presence {
  /** Sessions that were read. */
  readonly sessions: number;
  /** Messages heard in the groups. */
  readonly messages: number;
}

/**
 * Week by week, of one group or of all: a line for each of these beginnings, in their order, the last of which ends at
 * `until`.
 */
export async function listWeekFigures(
  db: Db,
  {
    groupId,
    beginnings,
    until,
  }: { readonly groupId: string | undefined; readonly beginnings: readonly Instant[]; readonly until: Instant },
): Promise<readonly WeekFigures[]> {
  const [classes, messages] = await Promise.all([
    countClasses(db, groupId, beginnings, until),
    countMessages(db, groupId, beginnings, until),
  ]);
  return beginnings.map((_beginning, index) => ({
    sessions: 0,
    expected: 0,
    present: 0,
    ...classes.get(index + 1),
    messages: messages.get(index + 1) ?? 0,
  }));
}

type Weekly<T> = ReadonlyMap<number, T>;

/** By week, from 1; a week without a session that was read is absent. */
async function countClasses(
  db: Db,
  groupId: string | undefined,
  beginnings: readonly Instant[],
  until: Instant,
): Promise<Weekly<Omit<WeekFigures, "messages">>> {
  const weeks = weeksOf(beginnings);
  // Who was expected is counted from each group's comings and goings in order: a line for each student and session
  // would be half a million of them.
  const { rows } = await db.execute<{ week: number; sessions: number; expected: number; present: number }>(sql`
    with held as materialized (
      select s.id, s.group_id, s.starts_at, width_bucket(s.starts_at, ${weeks}) as week
      from ${sessions} s join ${collections} c on c.session_id = s.id
      where s.starts_at >= (${weeks})[1] and s.starts_at < ${moment(until)} and s.status <> 'cancelled'
        ${groupId === undefined ? sql`` : sql`and s.group_id = ${groupId}`}),
    present as (
      select a.session_id, count(*) as present
      from ${attendances} a join held h on h.id = a.session_id where a.present group by 1),
    members as (
      select m.group_id, array_agg(m.since order by m.since) as came,
        coalesce(array_agg(m.left_at order by m.left_at) filter (where m.left_at is not null), '{}') as went
      from ${memberships} m join ${students} p on p.id = m.student_id and p.merged_into is null
      where (m.left_at is null or m.left_at > m.since)
        ${groupId === undefined ? sql`` : sql`and m.group_id = ${groupId}`}
      group by 1),
    session as (
      select h.week, coalesce(p.present, 0) as present,
        case when m.group_id is null then 0 else width_bucket(h.starts_at, m.came) -
          case when m.went = '{}' then 0 else width_bucket(h.starts_at, m.went) end end as expected
      from held h left join members m on m.group_id = h.group_id left join present p on p.session_id = h.id)
    select week, count(*)::int as sessions, sum(greatest(expected, present))::int as expected,
      sum(present)::int as present
    from session group by 1`);
  return new Map(rows.map(({ week, ...figures }) => [week, figures]));
}

/** By week, from 1; a week without messages is absent. */
async function countMessages(
  db: Db,
  groupId: string | undefined,
  beginnings: readonly Instant[],
  until: Instant,
): Promise<Weekly<number>> {
  const weeks = weeksOf(beginnings);
  const { rows } = await db.execute<{ week: number; messages: number }>(
    groupId === undefined
      ? // Each week from the index of times alone.
        sql`
          select w.week::int, (
            select count(*) from ${heardMessages} m
            where m.at >= w.since and m.at < coalesce((${weeks})[w.week + 1], ${moment(until)}))::int as messages
          from unnest(${weeks}) with ordinality w(since, week)`
      : sql`
          select width_bucket(m.at, ${weeks}) as week, count(*)::int as messages from ${heardMessages} m
          where m.at >= (${weeks})[1] and m.at < ${moment(until)} and m.group_id = ${groupId} group by 1`,
  );
  return new Map(rows.map(({ week, messages }) => [week, messages]));
}

function weeksOf(beginnings: readonly Instant[]): SQL {
  return sql`${sql.param(beginnings.map(String))}::timestamptz[]`;
}
