import { sql } from "drizzle-orm";

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
  const weeks = sql`${sql.param(beginnings.map(String))}::timestamptz[]`;
  const within = (column: string) => sql`${sql.raw(column)} >= (${weeks})[1] and ${sql.raw(column)} < ${moment(until)}`;
  const ofGroup = (column: string) => (groupId === undefined ? sql`` : sql`and ${sql.raw(column)} = ${groupId}`);
  const { rows } = await db.execute<{ sessions: number; expected: number; present: number; messages: number }>(sql`
    with held as materialized (
      select s.id, s.group_id, s.starts_at, width_bucket(s.starts_at, ${weeks}) as week
      from ${sessions} s join ${collections} c on c.session_id = s.id
      where ${within("s.starts_at")} and s.status <> 'cancelled' ${ofGroup("s.group_id")}),
    present as (
      select a.session_id, count(*) as present
      from ${attendances} a join held h on h.id = a.session_id where a.present group by 1),
    expected as (
      select h.id, count(*) as expected
      from held h join ${memberships} m on m.group_id = h.group_id
        and m.since <= h.starts_at and (m.left_at is null or m.left_at > h.starts_at)
      join ${students} p on p.id = m.student_id and p.merged_into is null group by 1),
    classes as (
      select h.week, count(*)::int as sessions, coalesce(sum(greatest(e.expected, p.present)), 0)::int as expected,
        coalesce(sum(p.present), 0)::int as present
      from held h left join expected e on e.id = h.id left join present p on p.session_id = h.id group by 1),
    talk as (
      select width_bucket(m.at, ${weeks}) as week, count(*)::int as messages
      from ${heardMessages} m where ${within("m.at")} ${ofGroup("m.group_id")} group by 1)
    select coalesce(c.sessions, 0) as sessions, coalesce(c.expected, 0) as expected, coalesce(c.present, 0) as present,
      coalesce(t.messages, 0) as messages
    from generate_series(1, ${beginnings.length}::int) as w(week)
    left join classes c on c.week = w.week left join talk t on t.week = w.week order by w.week`);
  return rows;
}
