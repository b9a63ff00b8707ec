import { and, desc, eq, inArray, max, sql, type SQL } from "drizzle-orm";

import { moment } from "#database/moment.ts";
import type { Db } from "#database/open.ts";
import { withRoom } from "#database/with-room.ts";
import { attendanceFacts, messageFacts } from "#features/participation/tables.ts";
import { countsAs, personId } from "#features/roster/store.ts";
import { groups, students } from "#features/roster/tables.ts";
import { courses } from "#features/timetable/tables.ts";
import type { Instant } from "#lib/clock.ts";

import { derivedReasons, type RulesStretch, type RulesVersion } from "./points-rules.ts";
import { pointEntries, pointsRules } from "./tables.ts";

export type PointEntry = typeof pointEntries.$inferSelect;
export type RulesRow = typeof pointsRules.$inferSelect;

/** Every version of the points rules, oldest first. */
export async function listRulesVersions(db: Db): Promise<readonly (RulesVersion & RulesRow)[]> {
  return await db.select().from(pointsRules).orderBy(pointsRules.version);
}

export async function addRulesVersion(db: Db, row: typeof pointsRules.$inferInsert): Promise<number> {
  const [added] = await db.insert(pointsRules).values(row).returning({ version: pointsRules.version });
  return added?.version ?? 0;
}

/** The levels that courses have. */
export async function listLevels(db: Db): Promise<readonly string[]> {
  const rows = await db.selectDistinct({ level: courses.level }).from(courses);
  return rows.flatMap((row) => (row.level === null ? [] : [row.level])).toSorted();
}

/** The level of each group whose courses have one; of several, the first in the alphabet. */
export async function readLevels(db: Db): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .select({ groupId: courses.groupId, level: sql<string | null>`min(${courses.level})` })
    .from(courses)
    .groupBy(courses.groupId);
  return new Map(rows.flatMap(({ groupId, level }) => (groupId === null || level === null ? [] : [[groupId, level]])));
}

/** Whose facts are counted, from when on, up to which cut-off, and when the difference enters the ledger. */
export interface Recount {
  readonly zone: string;
  readonly stretches: readonly RulesStretch[];
  /** Facts at or after this instant, which begins a school day. */
  readonly from: Instant;
  /** Facts up to this instant, included. */
  readonly until: Instant;
  readonly recordedAt: Instant;
}

/**
 * Counts points from the facts in one statement and appends, for each source, the difference with what the ledger
 * holds for it. Says how many lines were appended; done twice, the second appends none.
 *
 * A source belongs to a person, so the facts of merged rows count together. Who was erased is left as they are.
 */
export async function appendDifferences(db: Db, recount: Recount): Promise<number> {
  const { zone, from, until, recordedAt, stretches } = recount;
  const countsGaps = stretches.some((stretch) => stretch.messageGapSeconds > 0);
  const countsStreaks = stretches.some((stretch) => stretch.streakLength > 0);
  const statement = sql`
    with stretch as (
      select * from jsonb_to_recordset(${JSON.stringify(stretches)}::jsonb) as s(
        version int, "from" date, until date, level text, "perMessage" int, "messagesPerDay" int,
        "messageGapSeconds" int, "perAttendance" int, "streakLength" int, "perStreak" int)),
    level_of as (
      select g.id as group_id, coalesce(min(c.level), '') as level
      from ${groups} g left join ${courses} c on c.group_id = g.id group by g.id),
    messages as (${countsGaps ? spacedMessages(recount) : plainMessages(recount)}),
    presence as (
      select coalesce(p.merged_into, p.id) as student_id, a.group_id, a.session_id, a.starts_at,
        ${schoolDay(zone, sql`a.starts_at`)} as day, bool_or(a.present) as present, max(a.minutes) as minutes,
        max(a.correction_reason) as corrected
      from ${attendanceFacts} a join ${students} p on p.id = a.student_id
      where a.ends_at <= ${moment(until)} ${countsStreaks ? sql`` : sql`and a.starts_at >= ${moment(from)}`}
      group by 1, 2, 3, 4, 5),
    expected as (
      select student_id, group_id, 'messages:' || day as source, 'message' as reason,
        least(counted, cap) * each as points, version, (day::timestamp at time zone ${zone}::text) as fact_at,
        written, counted, cap, each, null::int as minutes, null::boolean as present, null::text as corrected,
        null::bigint as streak
      from messages
      union all
      select a.student_id, a.group_id, 'attendance:' || a.session_id, 'attendance',
        case when a.present then s."perAttendance" else 0 end, s.version, a.starts_at,
        null, null, null, null, a.minutes, a.present, a.corrected, null
      from presence a join level_of l on l.group_id = a.group_id
      join stretch s on s.level = l.level and a.day >= s."from" and a.day < s.until
      where a.starts_at >= ${moment(from)}
      ${countsStreaks ? streaks(moment(from)) : sql``}),
    held as (
      select coalesce(p.merged_into, p.id) as student_id, e.group_id, e.source, min(e.reason) as reason,
        sum(e.points)::int as points, max(e.revision) as revision, max(e.rules_version) as version,
        min(e.fact_at) as fact_at
      from ${pointEntries} e join ${students} p on p.id = e.student_id
      where e.fact_at >= ${moment(from)} and e.reason in ${[...derivedReasons]}
      group by 1, 2, 3),
    difference as (
      select student_id, group_id, source, n.reason, n.points, n.version, n.fact_at, n.written, n.counted, n.cap, n.each,
        n.minutes, n.present, n.corrected, n.streak, h.source as held, h.reason as held_reason, h.points as held_points,
        h.revision as held_revision, h.version as held_version, h.fact_at as held_fact_at
      from expected n full join held h using (student_id, group_id, source)
      join ${students} who on who.id = student_id
      where who.erased_at is null and coalesce(n.points, 0) <> coalesce(h.points, 0)
      -- A student's lines together: in any other order each line wants another page of every index.
      order by student_id, group_id, source)
    insert into ${pointEntries}
      (student_id, group_id, points, reason, source, revision, recorded_at, fact_at, rules_version, details)
    select student_id, group_id, coalesce(points, 0) - coalesce(held_points, 0), coalesce(reason, held_reason), source,
      coalesce(held_revision + 1, 0), ${moment(recordedAt)}, coalesce(held_fact_at, fact_at),
      coalesce(version, held_version),
      case when held is null then ${details} else ${details} || jsonb_build_object('before', held_points,
        'after', coalesce(points, 0), 'cause', case when version <> held_version then 'rules' else 'facts' end) end
    from difference n
    on conflict do nothing`;
  return (await withRoom(db, async (tx) => await tx.execute(statement))).rowCount ?? 0;
}

/** A day's messages of a student in a group: how many were written, how many count, and by which rules. */
function plainMessages({ zone, from, until }: Recount): SQL {
  return sql`
      select m.student_id, m.group_id, m.day, s.version, s."perMessage" as each, s."messagesPerDay" as cap, m.written,
        m.written as counted
      from (
        select student_id, group_id, ${schoolDay(zone, messageFacts.at)} as day, count(*)::int as written
        from ${messageFacts} where at >= ${moment(from)} and at <= ${moment(until)} group by 1, 2, 3) m
      join level_of l on l.group_id = m.group_id
      join stretch s on s.level = l.level and m.day >= s."from" and m.day < s.until`;
}

/** The same where some rules ask for a time between two messages: each is looked at beside the one before it. */
function spacedMessages({ zone, from, until }: Recount): SQL {
  return sql`
      select m.student_id, m.group_id, m.day, s.version, s."perMessage" as each, s."messagesPerDay" as cap,
        count(*)::int as written,
        (count(*) filter (where m.gap is null or m.gap >= make_interval(secs => s."messageGapSeconds")))::int as counted
      from (
        select student_id, group_id, day, at - lag(at) over (partition by student_id, group_id, day order by at, id) as gap
        from (select id, student_id, group_id, at, ${schoolDay(zone, messageFacts.at)} as day from ${messageFacts}
          where at >= ${moment(from)} and at <= ${moment(until)}) heard) m
      join level_of l on l.group_id = m.group_id
      join stretch s on s.level = l.level and m.day >= s."from" and m.day < s.until
      group by 1, 2, 3, 4, 5, 6`;
}

function schoolDay(zone: string, column: SQL | typeof messageFacts.at): SQL {
  return sql`(${column} at time zone ${zone}::text)::date`;
}

/** What a line remembers of the fact `n` that it counts. */
const details = sql`
  case n.reason
    when 'message' then jsonb_build_object('written', n.written, 'counted', n.counted, 'cap', n.cap, 'each', n.each)
    when 'attendance' then jsonb_build_object('minutes', n.minutes, 'present', n.present, 'corrected', n.corrected)
    when 'streak' then jsonb_build_object('streak', n.streak) else '{}' end`;

/** The session that completes a streak: the n-th, 2n-th … in a row among those of the group that were held. */
function streaks(from: SQL): SQL {
  return sql`
      union all
      select r.student_id, r.group_id, 'streak:' || r.session_id, 'streak', s."perStreak", s.version, r.starts_at,
        null, null, null, null, null, null, null, r.place
      from (
        select student_id, group_id, session_id, starts_at, day,
          row_number() over (partition by student_id, group_id, run order by number) as place
        from (
          select a.*, h.number,
            h.number - row_number() over (partition by a.student_id, a.group_id order by h.number) as run
          from presence a join (
            select group_id, session_id,
              row_number() over (partition by group_id order by min(starts_at), session_id) as number
            from presence group by group_id, session_id) h using (group_id, session_id)
          where a.present) islands) r
      join level_of l on l.group_id = r.group_id
      join stretch s on s.level = l.level and r.day >= s."from" and r.day < s.until and s."streakLength" > 0
      where r.place % s."streakLength" = 0 and r.starts_at >= ${from}`;
}

/** Appends one line that follows from a decision. */
export async function appendEntry(db: Db, entry: typeof pointEntries.$inferInsert): Promise<number> {
  const [added] = await db.insert(pointEntries).values(entry).returning({ id: pointEntries.id });
  if (added === undefined) throw new Error("the ledger took no line");
  return added.id;
}

/** A ledger line with the title of its group. */
export interface LedgerLine extends PointEntry {
  readonly groupTitle: string;
}

/** A person's ledger lines, newest first. */
export async function listEntries(
  db: Db,
  filter: { readonly studentId: string; readonly source?: string | undefined; readonly limit: number },
): Promise<readonly LedgerLine[]> {
  const rows = await db
    .select({ entry: pointEntries, groupTitle: groups.title })
    .from(pointEntries)
    .innerJoin(groups, eq(groups.id, pointEntries.groupId))
    .innerJoin(students, eq(students.id, pointEntries.studentId))
    .where(
      and(
        eq(personId, filter.studentId),
        filter.source === undefined ? undefined : eq(pointEntries.source, filter.source),
      ),
    )
    .orderBy(desc(pointEntries.recordedAt), desc(pointEntries.id))
    .limit(filter.limit);
  return rows.map(({ entry, groupTitle }) => ({ ...entry, groupTitle }));
}

/** The lines of one source: what it was worth, and each correction. */
export async function findSource(db: Db, source: string): Promise<readonly PointEntry[]> {
  return await db
    .select()
    .from(pointEntries)
    .where(eq(pointEntries.source, source))
    .orderBy(pointEntries.revision, pointEntries.id);
}

/** A person's points in each of these groups, since ever. */
export async function sumByGroup(
  db: Db,
  studentId: string,
): Promise<readonly { readonly groupId: string; readonly groupTitle: string; readonly points: number }[]> {
  return await db
    .select({
      groupId: pointEntries.groupId,
      groupTitle: max(groups.title).mapWith(String),
      points: sql<number>`sum(${pointEntries.points})::int`.mapWith(Number),
    })
    .from(pointEntries)
    .innerJoin(groups, eq(groups.id, pointEntries.groupId))
    .where(
      inArray(pointEntries.studentId, db.select({ id: students.id }).from(students).where(eq(personId, studentId))),
    )
    .groupBy(pointEntries.groupId);
}

/** These people's points since ever, over all groups; who has none is absent. */
export async function sumPoints(db: Db, people: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (people.length === 0) return new Map();
  const rows = await db
    .select({ studentId: personId, points: sql<number>`sum(${pointEntries.points})::int`.mapWith(Number) })
    .from(pointEntries)
    .innerJoin(students, eq(students.id, pointEntries.studentId))
    .where(countsAs(people))
    .groupBy(personId);
  return new Map(rows.map((row) => [row.studentId, row.points]));
}
