import { and, asc, eq, isNull, sql, type SQL } from "drizzle-orm";

import { moment } from "#database/moment.ts";
import { isOneOf } from "#database/many.ts";
import type { Db } from "#database/open.ts";
import { attendanceFacts, attendances } from "#features/participation/tables.ts";
import { groups, memberships, students } from "#features/roster/tables.ts";
import { personId, type GroupRow } from "#features/roster/store.ts";
import { sessions } from "#features/sessions/tables.ts";
import type { Instant } from "#lib/clock.ts";

import { leastImprovement, leastSessionsOfPerfectWeek, streakSteps } from "./badge-rules.ts";
import { badgeAwards, pointEntries, rankingChoices } from "./tables.ts";

export type AwardRow = typeof badgeAwards.$inferSelect;

/** Presences by person and session of a group that was held by `until`. */
function presences(until: Instant): SQL {
  return sql`
    select coalesce(p.merged_into, p.id) as student_id, a.group_id, a.session_id, a.starts_at,
      bool_or(a.present) as present
    from ${attendanceFacts} a join ${students} p on p.id = a.student_id
    where a.ends_at <= ${moment(until)} group by 1, 2, 3, 4`;
}

async function award(db: Db, badge: string, occasion: SQL, rows: SQL, now: Instant): Promise<number> {
  const result = await db.execute(sql`
    insert into ${badgeAwards} (badge, student_id, group_id, occasion, amount, awarded_at)
    select ${badge}::text, r.student_id, r.group_id, ${occasion}, r.amount::int, ${moment(now)}
    from (${rows}) r join ${students} p on p.id = r.student_id
    join ${memberships} m on m.student_id = r.student_id and m.group_id = r.group_id
    where p.erased_at is null and m.left_at is null
    order by p.display_name, p.id
    on conflict do nothing`);
  return result.rowCount ?? 0;
}

/** Awards a perfect week to who was in each session that a group held in `(from, to]`, two at least. */
export async function awardPerfectWeeks(db: Db, from: Instant, to: Instant): Promise<number> {
  const rows = sql`
    with p as (select * from (${presences(to)}) all_of where starts_at > ${moment(from)}),
    held as (select group_id, count(distinct session_id) as sessions from p group by 1)
    select p.student_id, p.group_id, h.sessions as amount from p join held h using (group_id)
    where p.present group by 1, 2, 3
    having count(*) = h.sessions and h.sessions >= ${leastSessionsOfPerfectWeek}::int`;
  return await award(db, "perfect-week", sql`${to.toString()}::text`, rows, to);
}

/** A streak grows with a session: only groups with one, or with a changed attendance, so lately are counted, from their first on. */
const lately = { hours: 24 * 3 };

/** Awards each step of a streak once: so many sessions of a group in a row. */
export async function awardStreaks(db: Db, to: Instant): Promise<number> {
  const steps = sql.join(
    streakSteps.map((step) => sql`(${step}::int)`),
    sql`, `,
  );
  const since = moment(to.subtract(lately));
  const rows = sql`
    with p as (
      select * from (${presences(to)}) all_of where group_id in (
        select group_id from ${sessions} where ends_at > ${since} and ends_at <= ${moment(to)}
        union select s.group_id from ${attendances} a join ${sessions} s on s.id = a.session_id
        where a.changed_at > ${since})),
    held as (
      select group_id, session_id, row_number() over (partition by group_id order by min(starts_at), session_id) as n
      from p group by group_id, session_id),
    islands as (
      select p.student_id, p.group_id, h.n - row_number() over (partition by p.student_id, p.group_id order by h.n) as run
      from p join held h using (group_id, session_id) where p.present),
    longest as (
      select student_id, group_id, max(length) as length
      from (select student_id, group_id, run, count(*) as length from islands group by 1, 2, 3) runs group by 1, 2)
    select l.student_id, l.group_id, s.step as amount
    from longest l join (values ${steps}) s(step) on s.step <= l.length`;
  return await award(db, "streak", sql`r.amount::text`, rows, to);
}

/** Awards who gained most points on the week before, in each group: all who share the first place. */
export async function awardMostImproved(db: Db, before: Instant, from: Instant, to: Instant): Promise<number> {
  const rows = sql`
    with gain as (
      select coalesce(w.merged_into, w.id) as student_id, e.group_id,
        sum(case when e.recorded_at > ${moment(from)} then e.points else -e.points end) as amount,
        bool_or(e.recorded_at <= ${moment(from)}) as was_there
      from ${pointEntries} e join ${students} w on w.id = e.student_id
      where e.recorded_at > ${moment(before)} and e.recorded_at <= ${moment(to)} group by 1, 2)
    select student_id, group_id, amount from (
      select *, rank() over (partition by group_id order by amount desc) as place from gain where was_there) g
    where place = 1 and amount >= ${leastImprovement}::int`;
  return await award(db, "most-improved", sql`${to.toString()}::text`, rows, to);
}

export async function addAward(db: Db, row: typeof badgeAwards.$inferInsert): Promise<void> {
  await db.insert(badgeAwards).values(row).onConflictDoNothing();
}

/** Awards that no message tells yet, of students who are shown, with their names and groups; one group's together. */
export async function listUntold(
  db: Db,
): Promise<readonly { readonly award: AwardRow; readonly name: string; readonly group: GroupRow }[]> {
  return await db
    .select({
      award: badgeAwards,
      name: sql<string>`coalesce(${rankingChoices.pseudonym}, ${students.displayName})`,
      group: groups,
    })
    .from(badgeAwards)
    .innerJoin(students, eq(students.id, badgeAwards.studentId))
    .innerJoin(groups, eq(groups.id, badgeAwards.groupId))
    .leftJoin(rankingChoices, eq(rankingChoices.studentId, badgeAwards.studentId))
    .where(
      and(
        isNull(badgeAwards.announcedAt),
        eq(groups.active, true),
        isNull(students.erasedAt),
        sql`${rankingChoices.hidden} is not true`,
      ),
    )
    .orderBy(asc(groups.title), asc(groups.id), asc(badgeAwards.id));
}

/** Says that awards were told; which of them were not before. */
export async function markTold(db: Db, ids: readonly number[], now: Instant): Promise<readonly number[]> {
  const told = await db
    .update(badgeAwards)
    .set({ announcedAt: now })
    .where(and(isOneOf(badgeAwards.id, ids), isNull(badgeAwards.announcedAt)))
    .returning({ id: badgeAwards.id });
  return told.map((row) => row.id);
}

/** A student's badges, or everybody's, newest first. */
export async function listAwards(
  db: Db,
  studentId: string | undefined,
  limit: number,
): Promise<readonly (AwardRow & { readonly name: string; readonly groupTitle: string })[]> {
  const rows = await db
    .select({ award: badgeAwards, name: students.displayName, groupTitle: groups.title })
    .from(badgeAwards)
    .innerJoin(students, eq(students.id, badgeAwards.studentId))
    .innerJoin(groups, eq(groups.id, badgeAwards.groupId))
    .where(studentId === undefined ? undefined : eq(personId, studentId))
    .orderBy(sql`${badgeAwards.id} desc`)
    .limit(limit);
  return rows.map(({ award: row, ...names }) => ({ ...row, ...names }));
}
