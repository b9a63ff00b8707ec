import { sql } from "drizzle-orm";

import { moment } from "#database/moment.ts";
import type { Db } from "#database/open.ts";
import { memberships, students } from "#features/roster/tables.ts";
import { sessions } from "#features/sessions/tables.ts";
import type { Instant } from "#lib/clock.ts";

import { attendances, attendanceSheet, collections, heardMessages } from "./tables.ts";

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
  const { rows } = await db.execute<{ student_id: string; expected: number; present: number }>(sql`
    select student_id, count(*)::int as expected, (count(*) filter (where present))::int as present
    from ${attendanceSheet} where student_id in ${[...people]} and starts_at >= ${moment(since)} group by 1`);
  return new Map(rows.map(({ student_id, expected, present }) => [student_id, { expected, present }]));
}

/** A week of a group or of the school. */
export interface WeekFigures extends Presence {
  /** Its Monday, `YYYY-MM-DD`, in the zone asked for. */
  readonly week: string;
  /** Sessions that were read. */
  readonly sessions: number;
  /** Messages heard in the groups. */
  readonly messages: number;
}

/** Week by week in `[from, until)`, of one group or of all; a week in which nothing was is absent. */
export async function listWeekFigures(
  db: Db,
  {
    groupId,
    from,
    until,
    zone,
  }: {
    readonly groupId: string | undefined;
    readonly from: Instant;
    readonly until: Instant;
    readonly zone: string;
  },
): Promise<readonly WeekFigures[]> {
  const monday = (column: string) =>
    sql`to_char(date_trunc('week', ${sql.raw(column)} at time zone ${zone}::text), 'YYYY-MM-DD')`;
  const ofGroup = (column: string) => (groupId === undefined ? sql`` : sql`and ${sql.raw(column)} = ${groupId}`);
  const { rows } = await db.execute<{
    week: string;
    sessions: number;
    expected: number;
    present: number;
    messages: number;
  }>(sql`
    with held as (
      select s.id, s.group_id, s.starts_at, ${monday("s.starts_at")} as week
      from ${sessions} s join ${collections} c on c.session_id = s.id
      where s.starts_at >= ${moment(from)} and s.starts_at < ${moment(until)} and s.status <> 'cancelled'
        ${ofGroup("s.group_id")}),
    present as (
      select a.session_id, count(*) filter (where a.present) as present
      from ${attendances} a join held h on h.id = a.session_id group by 1),
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
      select ${monday("m.at")} as week, count(*)::int as messages
      from ${heardMessages} m where m.at >= ${moment(from)} and m.at < ${moment(until)} ${ofGroup("m.group_id")}
      group by 1)
    select week, coalesce(sessions, 0) as sessions, coalesce(expected, 0) as expected, coalesce(present, 0) as present,
      coalesce(messages, 0) as messages
    from classes full join talk using (week) order by week`);
  return rows;
}
