import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { eraseStudent } from "#app/erase-student.ts";
import { exportStudent } from "#app/export-student.ts";
import { forgetOld } from "#app/forget-old.ts";
import { mergePeople } from "#app/merge-people.ts";
import { zoomEvents } from "#features/meetings/tables.ts";
import { answerQuestion } from "#features/participation/answer-question.ts";
import { correctAttendance } from "#features/participation/correct-attendance.ts";
import { listQuestions } from "#features/participation/identity-store.ts";
import { openDirectories } from "#features/participation/open-directories.ts";
import { refreshInbox } from "#features/participation/refresh-inbox.ts";
import { addHeardMessages } from "#features/participation/store.ts";
import { takeInStays } from "#features/participation/take-in-stays.ts";
import { findChoice } from "#features/rankings/choice-store.ts";
import { renameStudent } from "#features/roster/rename-student.ts";
import type { SessionDetails } from "#features/sessions/store.ts";

import { monday, openSmallSchool, type SmallSchool } from "./small-school.ts";
import { openWorld, type World } from "./world.ts";

const rules = { presentShare: 0.5, lateMinutes: 10, leftEarlyMinutes: 10 };
const telegramId = "5077001122";
let world: World;
let school: SmallSchool;
let group: string;
let ama: string;
let lesson: SessionDetails;
beforeEach(async () => {
  world = await openWorld({ start: "2026-01-12T21:00:00Z", settings: { CARILLON_KEEP_DAYS: "365" } });
  const { db } = world.database;
  school = await openSmallSchool(db);
  group = await school.group("English A1");
  ama = await school.student(group, "Ama Zorbaï", telegramId);
  await school.student(group, "Jules Perrin");
  await fill();
});
afterEach(async () => await world.close());

/** A life at school that leaves traces of Ama everywhere. */
async function fill(): Promise<void> {
  const { db, pool } = world.database;
  const now = monday.add({ hours: 1 });
  lesson = await school.session(group);
  await takeIn(lesson, [
    ["Ama Zorbaï", undefined],
    ["Zorbette Ama", "ama.zorbai@mail.example"],
    ["Jules Perrin", undefined],
  ]);
  const joined = {
    kind: "joined",
    zoomId: "81",
    uuid: "u",
    at: now,
    userId: "1",
    name: "ZORBETTE  Ama",
    receivedAt: now,
  } as const;
  await db.insert(zoomEvents).values([
    { id: "e1", ...joined },
    { id: "e2", ...joined, name: "A.", email: "Ama.Zorbai@mail.example" },
    { id: "e3", ...joined, name: "Jules Perrin" },
  ]);
  await refreshInbox({ db, now });
  const [question] = await listQuestions(db, { states: ["open"] });
  const answer = { kind: "student", studentId: ama } as const;
  const by = `telegram:${telegramId}`;
  await answerQuestion({ db, rules, now, by, questionId: question?.id ?? 0, answer });
  await takeIn(await school.session(group, monday.add({ minutes: 90 })), [["ZORBETTE  ama", undefined]]);
  await refreshInbox({ db, now });
  const reason = "Ama Zorbaï wrote to me";
  await correctAttendance({ db, rules, now, by: "cli", sessionId: lesson.id, studentId: ama, present: true, reason });
  await renameStudent({ db, now, by, studentId: ama, name: "Ama Zorbaï" });
  await addHeardMessages(db, [{ groupId: group, telegramMessageId: "1", studentId: ama, at: now }]);
  await pool.query(
    `insert into messages (id, kind, subject, group_id, chat_id, html, state, priority, due_at, expires_at, tries, created_at, updated_at)
     values ('m1', 'question', 'identity 1', null, $1, '👋 Zorbette Ama?', 'sent', 4, $3, $3, 1, $3, $3),
       ('m2', 'nudge', 'nudge', null, $1, 'Ama Zorbaï…', 'planned', 4, $3, $3, 0, $3, $3),
       ('m3', 'ranking', 'day', $2, '-1001', '🥇 Ama Zorbaï — 12 points
🥈 Jules Perrin — 10 points', 'sent', 4, $3, $3, 1, $3, $3)`,
    [telegramId, group, now.toString()],
  );
  await pool.query(
    `insert into deliveries (message_id, try, chat_id, mode, started_at, outcome) values ('m1', 1, $1, 'live', $2, 'sent')`,
    [telegramId, now.toString()],
  );
  await pool.query(
    `insert into point_entries (student_id, group_id, points, reason, source, recorded_at, details)
     values ($1, $2, 10, 'attendance', 's:1', $3, '{"corrected": "Ama Zorbaï wrote to me", "minutes": 60}'), ($1, $2, 2, 'message', 's:2', $3, null)`,
    [ama, group, now.toString()],
  );
  await pool.query(`insert into rankings (id, group_id, period, from_at, to_at) values ('r1', $1, 'day', $2, $2)`, [
    group,
    now.toString(),
  ]);
  await pool.query(
    `insert into ranking_lines (ranking_id, student_id, rank, points, name) values ('r1', $1, 1, 12, 'Zorbinette')`,
    [ama],
  );
  await pool.query(`insert into ranking_choices (student_id, pseudonym, changed_at) values ($1, 'Zorbinette', $2)`, [
    ama,
    now.toString(),
  ]);
  await pool.query(
    `insert into contests (student_id, group_id, words, opened_at, state) values ($1, $2, 'Zorbaï was there', $3, 'open')`,
    [ama, group, now.toString()],
  );
}

async function takeIn(
  session: SessionDetails,
  names: readonly (readonly [string, string | undefined])[],
): Promise<void> {
  const { db } = world.database;
  const { startsAt, endsAt } = session;
  const stays = names.map(([name, email], index) => ({
    stayId: String(index),
    name,
    ...(email === undefined ? {} : { email }),
    joinedAt: startsAt,
    leftAt: startsAt.add({ minutes: 40 }),
  }));
  const directory = (await openDirectories(db, [group]))(group);
  await takeInStays({ db, rules, now: endsAt, reports: [{ session, stays, directory }] });
}

/** Every table of the database, as text. */
async function everything(): Promise<string> {
  const { pool } = world.database;
  const { rows: tables } = await pool.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  );
  const texts: string[] = [];
  for (const { name } of tables) {
    const { rows } = await pool.query<{ t: string }>(`select row_to_json(x)::text as t from "${name}" x`);
    texts.push(...rows.map((row) => `${name} ${row.t}`));
  }
  return texts.join("\n");
}

const ledger = async () =>
  (await world.database.pool.query("select student_id, sum(points)::int as points from point_entries group by 1")).rows;

describe("a student's data", () => {
  it("is given whole, in one document", async () => {
    const document = JSON.stringify(await exportStudent({ db: world.database.db, studentId: ama }));
    for (const trace of [
      "Ama Zorbaï",
      telegramId,
      "ama.zorbai@mail.example",
      "Zorbette Ama",
      "Zorbinette",
      "was there",
    ]) {
      expect(document).toContain(trace);
    }
    expect(document).not.toContain("Jules");
  });

  it("is erased everywhere in one step, and the ledger and the others stay", async () => {
    const before = await ledger();
    const { db } = world.database;
    const erase = { db, now: world.clock.now(), by: "cli", studentId: ama, language: "fr" as const };
    await eraseStudent(erase);
    const left = await everything();
    for (const trace of ["Ama Zorb", "Zorbette Ama", "Zorbinette", "Zorbaï", "zorbai", telegramId]) {
      expect(left.split("\n").filter((line) => line.includes(trace))).toEqual([]);
    }
    expect(left).toContain("🥇 Ancien élève — 12 points\\n🥈 Jules Perrin — 10 points");
    expect(await ledger()).toEqual(before);
    const { rows } = await world.database.pool.query("select state from messages where id = 'm2'");
    expect(rows).toEqual([{ state: "cancelled" }]);

    // Zoom's report is read again: the name does not come back.
    await takeIn(lesson, [
      ["Ama Zorbaï", undefined],
      ["Zorbette Ama", "ama.zorbai@mail.example"],
      ["Jules Perrin", undefined],
    ]);
    await refreshInbox({ db, now: world.clock.now() });
    expect((await everything()).split("\n").filter((line) => /zorb/i.test(line))).toEqual([]);
    await eraseStudent(erase);
    expect(await ledger()).toEqual(before);
  });

  it("keeps what they chose about rankings when two of their rows are merged", async () => {
    const { db } = world.database;
    const real = await school.student(group, "Amandine Z.");
    const merge = { db, rules, now: world.clock.now(), by: "cli", studentId: ama, into: real };
    expect(await mergePeople(merge)).toMatchObject({ ok: true, value: { studentId: real } });
    expect(await findChoice(db, real)).toMatchObject({ pseudonym: "Zorbinette" });
  });

  it("is kept no longer than the school says", async () => {
    expect(await forgetOld(world.app)).toEqual({ traces: 0, students: 0, files: 0 });
    await world.database.pool.query("update zoom_events set at = at - interval '36 days'");
    expect(await forgetOld(world.app)).toEqual({ traces: 3, students: 0, files: 0 });
    await world.database.pool.query("update students set created_at = created_at - interval '2 years'");
    await world.database.pool.query(
      "update stays set joined_at = joined_at - interval '2 years', left_at = left_at - interval '2 years'",
    );
    await world.database.pool.query(
      "update sessions set starts_at = starts_at - interval '2 years', ends_at = ends_at - interval '2 years'",
    );
    const { students, traces } = await forgetOld(world.app);
    // Jules was only seen then; Ama wrote in the group since.
    expect(students).toBe(1);
    expect(traces).toBeGreaterThan(0);
    const left = await everything();
    expect(left).not.toContain("Jules");
    expect(left).toContain("Ama Zorb");
    expect(left.split("\n").filter((line) => line.startsWith("stays ") && line.includes("Zorb"))).toEqual([]);
  });
});
