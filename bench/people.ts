import { listWeekFigures, countPresence } from "#features/participation/overview-store.ts";
import { listSheet } from "#features/participation/register-store.ts";
import { listPublished } from "#features/rankings/published-store.ts";
import { sumPoints } from "#features/rankings/ledger-store.ts";
import { computeRanking } from "#features/rankings/standing-store.ts";
import { countStudentsByGroup } from "#features/roster/overview-store.ts";
import { countStudents, listIdentities, listMemberships, searchStudents } from "#features/roster/student-store.ts";
import { listGroups } from "#features/roster/store.ts";

import { show, timed } from "./figure.ts";
import { openScratchDatabase } from "./scratch-database.ts";

/**
 * What the pages about people ask, of a school of 500 groups and 20,000 students with 10,000 sessions in half a year
 * and 1,000,000 rows of participation: each question five times, the median counts, beside one count of all those rows.
 */
const groups = 500;
const studentsPerGroup = 40;
const now = Temporal.Instant.from("2026-06-28T20:00:00Z");
const limit = { of: "value", atMost: 100 } as const;

const { db, pool, end } = await openScratchDatabase();
try {
  await fill();
  await ask();
} finally {
  await end();
}

async function run(statement: string): Promise<void> {
  await pool.query(statement);
}

/** 20 sessions a group over 26 weeks; 400,000 attendances, 600,000 messages, 200,000 lines of the ledger. */
async function fill(): Promise<void> {
  await run(`insert into groups (id, chat_id, title, language, audience_zones, active, created_at)
    select 'g' || g, '-' || g, 'Group ' || g, 'fr', '{}', true, '2026-01-01' from generate_series(1, ${groups}) g`);
  await run(`insert into students (id, display_name, created_at)
    select 's' || g || '-' || s, 'Student ' || (g * 7919 % 9973) || ' ' || s, '2026-01-01'
    from generate_series(1, ${groups}) g, generate_series(1, ${studentsPerGroup}) s`);
  await run(`insert into identities (student_id, kind, value, created_at)
    select id, 'telegram', (5000000000 + row_number() over ())::text, '2026-01-01' from students`);
  await run(`insert into memberships (group_id, student_id, since)
    select 'g' || g, 's' || g || '-' || s, '2025-12-01'
    from generate_series(1, ${groups}) g, generate_series(1, ${studentsPerGroup}) s`);
  await run(`insert into coaches (id, name, created_at)
    select 'c' || c, 'Coach ' || c, '2026-01-01' from generate_series(0, 99) c`);
  await run(`insert into courses (id, key, title, group_id, created_at)
    select 'k' || g, 'k' || g, 'Course ' || g, 'g' || g, '2026-01-01' from generate_series(1, ${groups}) g`);
  await run(`insert into sessions (id, course_id, coach_id, group_id, date, starts_at, ends_at, status, created_at)
    select 'x' || g || '-' || n, 'k' || g, 'c' || g % 100, 'g' || g, at::date, at, at + interval '1 hour', 'scheduled',
      '2026-01-01'
    from generate_series(1, ${groups}) g, generate_series(1, 20) n,
      lateral (select timestamptz '2026-06-28 18:00Z' - make_interval(hours => n * 216 + g % 168) as at) a`);
  await run(`insert into collections (session_id, collected_at) select id, ends_at from sessions`);
  await run(`insert into attendances (session_id, student_id, minutes, share, present)
    select 'x' || g || '-' || n, 's' || g || '-' || s, 50, 0.8, (s + n) % 5 > 0
    from generate_series(1, ${groups}) g, generate_series(1, 20) n, generate_series(1, ${studentsPerGroup}) s`);
  await run(`insert into heard_messages (group_id, telegram_message_id, student_id, at)
    select 'g' || g, m, 's' || g || '-' || (1 + m % ${studentsPerGroup}),
      timestamptz '2026-06-28 19:00Z' - make_interval(mins => m * 211)
    from generate_series(1, ${groups}) g, generate_series(1, 1200) m`);
  await run(`insert into point_entries (student_id, group_id, points, reason, source, recorded_at)
    select 's' || g || '-' || (1 + n % ${studentsPerGroup}), 'g' || g, 1 + n * 7 % 13, 'bonus', 'grant:' || n,
      timestamptz '2026-06-28 19:00Z' - make_interval(hours => n * 9)
    from generate_series(1, ${groups}) g, generate_series(1, 400) n`);
  await run(`insert into rankings (id, group_id, period, from_at, to_at)
    select 'r' || g || '-' || n, 'g' || g, 'day', at - interval '1 day', at from generate_series(1, ${groups}) g,
      generate_series(1, 100) n, lateral (select timestamptz '2026-06-28 20:00Z' - make_interval(days => n) as at) a`);
  await run(`insert into messages (id, kind, subject, group_id, chat_id, html, state, priority, due_at, expires_at, tries,
      created_at, updated_at)
    select id || kind, kind, period || ' ' || to_char(to_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), group_id,
      group_id, repeat('x', 400), 'sent', 1, to_at, to_at, 1, to_at, to_at
    from rankings, unnest(array['ranking', 'reminder']) kind`);
  await run("vacuum analyze");
}

async function ask(): Promise<void> {
  const bare = await median(async () => {
    await run("select (select count(*) from attendances) + (select count(*) from heard_messages)");
  });
  const peer = { name: "one count of 1,000,000 rows", value: bare };
  const figure = async (name: string, work: () => Promise<unknown>) =>
    show({ name, ours: await median(work), unit: "ms", peer, limit });
  const week = { from: now.subtract({ hours: 24 * 7 }), until: now };
  const beginnings = Array.from({ length: 12 }, (_, index) => now.subtract({ hours: 24 * 7 * (12 - index) }));

  await figure("the groups, with their students counted", async () => {
    await Promise.all([listGroups(db), countStudentsByGroup(db)]);
  });
  await figure("200 of 20,000 students, with groups, presence and points", async () => {
    await studentsLike({ limit: 200 });
  });
  await figure("a student found by name among 20,000", async () => await studentsLike({ text: "77 1", limit: 200 }));
  await figure("the register of a group's week", async () => await listSheet(db, { ...week, groupId: "g7" }));
  await figure("the register of a coach's week", async () => await listSheet(db, { ...week, coachId: "c7" }));
  await figure("the register of the school's week, cut at 5,000 lines", async () => {
    await listSheet(db, { ...week, limit: 5_001 });
  });
  await figure("a student's half year", async () => await listSheet(db, { studentId: "s7-7" }));
  await figure("12 weeks of a group", async () => {
    await listWeekFigures(db, { groupId: "g7", beginnings, until: now });
  });
  await figure("12 weeks of the school", async () => {
    await listWeekFigures(db, { groupId: undefined, beginnings, until: now });
  });
  await figure("a group's ranking of the week", async () => {
    await computeRanking(db, { kind: "group", groupId: "g7" }, week.from, now);
  });
  await figure("the school's ranking of the week", async () => {
    await computeRanking(db, { kind: "school" }, week.from, now);
  });
  await figure("the last 500 of 50,000 published rankings, with their messages", async () => {
    await listPublished(db, { period: "day", limit: 500 });
  });
}

/** What the list of students asks. */
async function studentsLike(filter: { readonly text?: string; readonly limit: number }): Promise<void> {
  const rows = await searchStudents(db, filter);
  const ids = rows.map((row) => row.id);
  await countStudents(db, filter);
  await listIdentities(db, ids);
  await listMemberships(db, ids);
  await sumPoints(db, ids);
  await countPresence(db, ids, now.subtract({ hours: 24 * 30 }));
}

async function median(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 5; round += 1) times.push((await timed(work)).ms);
  return times.toSorted((a, b) => a - b)[2] ?? 0;
}
