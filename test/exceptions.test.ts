import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { changeWeek } from "#app/change-week.ts";
import { undoLastImport } from "#app/undo-last-import.ts";
import { changeHoliday, type HolidayWish } from "#features/school/change-holiday.ts";
import { addExtraSession } from "#features/sessions/add-extra-session.ts";
import { decideSessions, type SessionDecision } from "#features/sessions/decide-sessions.ts";
import { findClashes } from "#features/sessions/find-clashes.ts";
import { removeException } from "#features/sessions/remove-exception.ts";
import { listSessionDetails } from "#features/sessions/store.ts";
import { setCourseDates } from "#features/timetable/set-course-dates.ts";

import { openWorld, type World } from "./world.ts";

const folder = mkdtempSync(join(tmpdir(), "carillon-exceptions-"));
const workbook = join(folder, "school.csv");
const lines = [
  "Jour;Heure;Cours;Professeur;Groupe",
  "Lundi;18:00;Anglais A1;Lucie Arnaud;-1001111100001",
  "Mercredi;18:00;Anglais A1;Lucie Arnaud;-1001111100001",
  "Mardi;19:00;Anglais B2;Marc Bonnet;-1001111100002",
  "Jeudi;20:00;Anglais C1;Nadia Cissé;-1001111100003",
];

let world: World;
beforeEach(async () => {
  writeFileSync(workbook, lines.join("\n"));
  // Saturday evening; the week begins on Sunday 29 March 2026.
  world = await openWorld({ start: "2026-03-28T23:54:00Z", settings: { CARILLON_WORKBOOK: workbook } });
  await world.pass("2026-03-29T00:05:00Z");
  await world.enrol(2);
});
afterEach(async () => await world.close());

const now = () => world.clock.now();
const zone = () => world.app.config.school.timeZone;

/** The coming week as `date start course coach status`. */
async function week(): Promise<readonly string[]> {
  const sessions = await listSessionDetails(world.database.db, now(), now().add({ hours: 24 * 14 }));
  return sessions.map((one) =>
    [one.startsAt.toString().slice(0, 16), one.courseTitle, one.coachName, one.status].join(" "),
  );
}

/** Zoom's rooms that stand, as `start topic`. */
function rooms(): readonly string[] {
  return world.zoom.ledger
    .meetings()
    .filter((meeting) => meeting.state === "waiting")
    .map((meeting) => `${meeting.startsAt.toString().slice(0, 16)} ${meeting.topic}`)
    .toSorted();
}

async function reminders(): Promise<readonly string[]> {
  const rows = await world.database.pool.query(
    `select m.state, c.title from messages m join sessions s on s.id = m.subject join courses c on c.id = s.course_id
     where m.kind = 'reminder' order by s.starts_at`,
  );
  return rows.rows.map((row) => `${row.title} ${row.state}`);
}

async function decide(course: string, date: string, decision: SessionDecision, until = date) {
  const meant = { course, from: date, until };
  const done = await changeWeek(
    world.app,
    "test",
    async (tx, at) => await decideSessions({ db: tx, now: at, by: "test", meant, decision, reason: "grève" }),
  );
  await world.pass(now().add({ minutes: 1 }));
  return done;
}

async function holiday(wish: HolidayWish) {
  const done = await changeWeek(
    world.app,
    "test",
    async (tx, at) => await changeHoliday({ db: tx, now: at, by: "test", wish }),
  );
  await world.pass(now().add({ minutes: 1 }));
  return done;
}

const planned = [
  "2026-03-30T18:00 Anglais A1 Lucie Arnaud scheduled",
  "2026-03-31T19:00 Anglais B2 Marc Bonnet scheduled",
  "2026-04-01T18:00 Anglais A1 Lucie Arnaud scheduled",
  "2026-04-02T20:00 Anglais C1 Nadia Cissé scheduled",
];

describe("a session that a person changed", () => {
  it("cancelled: the room goes, the reminder too; taken back, both are there again", async () => {
    expect(await week()).toEqual(planned);
    const done = await decide("b2", "2026-03-31", { kind: "cancelled" });
    expect((await week())[1]).toBe("2026-03-31T19:00 Anglais B2 Marc Bonnet cancelled");
    expect(rooms()).toHaveLength(3);
    expect(await reminders()).toContain("Anglais B2 cancelled");
    const number = done.ok ? (done.value.value[0]?.number ?? 0) : 0;
    await changeWeek(
      world.app,
      "test",
      async (tx, at) => await removeException({ db: tx, now: at, by: "test", number }),
    );
    await world.pass(now().add({ minutes: 1 }));
    expect(await week()).toEqual(planned);
    expect(rooms()).toHaveLength(4);
    expect(await reminders()).toContain("Anglais B2 planned");
  });

  it("moved to another day: room and reminder follow, and stay so after the next import", async () => {
    const startsAt = Temporal.Instant.from("2026-04-03T09:30:00Z");
    await decide("anglais b2", "2026-03-31", { kind: "moved", startsAt });
    await world.run("update_courses");
    expect(await week()).toContain("2026-04-03T09:30 Anglais B2 Marc Bonnet moved");
    expect(rooms()).toContain("2026-04-03T09:30 Anglais B2");
    expect(rooms()).toHaveLength(4);
    const [row] = (await world.database.pool.query("select moved_from from sessions where status = 'moved'")).rows;
    expect(row.moved_from).toContain("2026-03-31 19:00");
    await world.pass("2026-03-31T08:05:00Z");
    expect(world.telegram.ledger.all().filter((one) => one.plainText.includes("Anglais B2"))).toEqual([]);
    await world.pass("2026-04-03T08:05:00Z");
    const told = world.telegram.ledger.all().filter((one) => one.plainText.includes("Anglais B2"));
    expect(told).toHaveLength(1);
    expect(told[0]?.plainText).toContain("9h30");
  });

  it("held by a substitute: the reminder names them, and so it is after the coach of the line changes", async () => {
    await decide("anglais a1", "2026-03-30", { kind: "substitute", coach: "Olga Diop", email: "olga@x.example" });
    writeFileSync(workbook, lines.join("\n").replaceAll("Lucie Arnaud", "Lucie Arnaud-Petit"));
    await world.run("update_courses");
    const coming = await week();
    expect(coming[0]).toBe("2026-03-30T18:00 Anglais A1 Olga Diop scheduled");
    expect(coming[2]).toBe("2026-04-01T18:00 Anglais A1 Lucie Arnaud-Petit scheduled");
    await world.pass("2026-03-30T08:05:00Z");
    const [told] = world.telegram.ledger.all().filter((one) => one.plainText.includes("Anglais A1"));
    expect(told?.plainText).toContain("Olga Diop");
  });

  it("an extra one: has a room and a reminder, and a clash is told", async () => {
    const startsAt = Temporal.Instant.from("2026-03-31T18:30:00Z");
    const wish = { by: "test", zone: zone(), course: "Anglais A1", startsAt, coach: "Marc Bonnet" };
    const add = async () =>
      await changeWeek(world.app, "test", async (tx, at) => await addExtraSession({ db: tx, now: at, ...wish }));
    const done = await add();
    if (!done.ok) throw new Error(done.failure.what.en);
    const clashes = await findClashes({ db: world.database.db, zone: zone(), decision: done.value.value });
    expect(clashes.map((one) => one.en)).toEqual([
      '"Anglais A1" and "Anglais B2" have the same coach at the same time (2026-03-31 19:00).',
    ]);
    await world.pass(now().add({ minutes: 1 }));
    expect(await week()).toContain("2026-03-31T18:30 Anglais A1 Marc Bonnet scheduled");
    expect(rooms()).toHaveLength(5);
    expect(await reminders()).toHaveLength(5);
    await world.run("update_courses");
    expect(await week()).toHaveLength(5);
    const twice = await add();
    expect(!twice.ok && twice.failure.code).toBe("sessions.extra-twice");
  });

  it("an extra one for this evening, made after 8:00: its reminder leaves at once, once", async () => {
    await world.pass("2026-03-30T12:00:00Z");
    const startsAt = Temporal.Instant.from("2026-03-30T21:00:00Z");
    const wish = { by: "test", zone: zone(), course: "Anglais B2", startsAt };
    await changeWeek(world.app, "test", async (tx, at) => await addExtraSession({ db: tx, now: at, ...wish }));
    await world.pass("2026-03-30T12:05:00Z");
    const told = () => world.telegram.ledger.all().filter((one) => one.plainText.includes("Anglais B2"));
    expect(told()).toMatchObject([{ plainText: expect.stringContaining("21h00") }]);
    await world.run("update_courses");
    await world.pass("2026-03-30T21:30:00Z");
    expect(told().filter((one) => one.plainText.includes("21h00"))).toHaveLength(1);
    // Tomorrow's still wait for their own 8:00.
    expect(await reminders()).toContain("Anglais B2 planned");
  });

  it("of tomorrow, put to this evening before anybody was told: told at once; not while nobody sends", async () => {
    await world.pass("2026-03-30T12:00:00Z");
    const startsAt = Temporal.Instant.from("2026-03-30T21:00:00Z");
    await world.database.pool.query("update scenarios set enabled = false where name = 'send_daily_messages'");
    await decide("b2", "2026-03-31", { kind: "moved", startsAt });
    const told = () => world.telegram.ledger.all().filter((one) => one.plainText.includes("Anglais B2"));
    expect(told()).toEqual([]);
    await world.database.pool.query("update scenarios set enabled = true where name = 'send_daily_messages'");
    await world.run("generate_messages");
    await world.pass(now().add({ minutes: 1 }));
    expect(told()).toMatchObject([{ plainText: expect.stringContaining("21h00") }]);
  });

  it("told already: the group hears of the move and of the cancellation, and no other group does", async () => {
    await world.pass("2026-03-31T08:05:00Z");
    const heard = (chatId: string) => world.telegram.ledger.to(chatId).map((one) => one.plainText);
    const others = heard("-1001111100001").length;
    expect(heard("-1001111100002")).toHaveLength(1);
    await decide("b2", "2026-03-31", { kind: "moved", startsAt: Temporal.Instant.from("2026-03-31T20:30:00Z") });
    await world.pass(now().add({ minutes: 2 }));
    expect(heard("-1001111100002")).toHaveLength(2);
    expect(heard("-1001111100002")[1]).toContain("20h30");
    await decide("b2", "2026-03-31", { kind: "cancelled" });
    await world.pass(now().add({ minutes: 2 }));
    expect(heard("-1001111100002")).toHaveLength(3);
    expect(heard("-1001111100002")[2]).toMatch(/annul/);
    expect(heard("-1001111100001")).toHaveLength(others);
  });

  it("months ahead: waits for its week", async () => {
    const done = await decide("anglais c1", "2026-04-16", { kind: "cancelled" });
    expect(done.ok && done.value.sessions.changes).toEqual([]);
    await world.pass("2026-04-12T00:05:00Z");
    expect(await week()).toContain("2026-04-16T20:00 Anglais C1 Nadia Cissé cancelled");
    expect(rooms().some((room) => room.startsWith("2026-04-16"))).toBe(false);
  });

  it("is refused with its reason, and changes nothing", async () => {
    const at = Temporal.Instant.from;
    const later = at("2026-04-03T10:00:00Z");
    const refusals: readonly (readonly [string, string, string, SessionDecision, string?])[] = [
      ["timetable.no-such-course", "espagnol", "2026-03-30", { kind: "cancelled" }],
      ["timetable.several-courses", "anglais", "2026-03-30", { kind: "cancelled" }],
      ["sessions.none-then", "b2", "2026-03-30", { kind: "cancelled" }],
      ["sessions.begun", "b2", "2026-03-24", { kind: "cancelled" }],
      ["sessions.start-in-the-past", "b2", "2026-03-31", { kind: "moved", startsAt: at("2026-03-28T10:00:00Z") }],
      ["sessions.move-one", "a1", "2026-03-30", { kind: "moved", startsAt: later }, "2026-04-02"],
      ["sessions.already-their-coach", "b2", "2026-03-31", { kind: "substitute", coach: "Marc Bonnet" }],
    ];
    for (const [code, course, date, decision, until] of refusals) {
      const done = await decide(course, date, decision, until);
      expect(done.ok ? "done" : done.failure.code).toBe(code);
    }
    expect(await week()).toEqual(planned);
    expect((await world.database.pool.query("select 1 from session_exceptions")).rows).toEqual([]);
  });
});

describe("holidays and dates of courses", () => {
  it("cancel sessions with their reason; teaching that day or one kept session brings them back", async () => {
    await holiday({ kind: "add", from: "2026-03-30", until: "2026-04-01", name: "Pont" });
    expect((await week()).map((line) => line.split(" ").at(-1))).toEqual([
      "cancelled",
      "cancelled",
      "cancelled",
      "scheduled",
    ]);
    expect(rooms()).toHaveLength(1);
    await decide("b2", "2026-03-31", { kind: "kept" });
    expect(rooms()).toEqual(["2026-03-31T19:00 Anglais B2", "2026-04-02T20:00 Anglais C1"]);
    await world.run("update_courses");
    expect(rooms()).toHaveLength(2);
    await holiday({ kind: "teach", day: "2026-03-31" });
    expect(rooms()).toHaveLength(4);
    const refused = await holiday({ kind: "remove", day: "2026-05-01" });
    expect(!refused.ok && refused.failure.code).toBe("holidays.none-that-day");
  });

  it("a course ends and begins on its days, whatever is imported", async () => {
    const dates = { startsOn: undefined, endsOn: "2026-03-31" };
    await changeWeek(
      world.app,
      "test",
      async (tx, at) => await setCourseDates({ db: tx, now: at, by: "test", course: "a1", ...dates }),
    );
    await world.run("update_courses");
    expect(await week()).toContain("2026-04-01T18:00 Anglais A1 Lucie Arnaud cancelled");
    expect(await week()).toContain("2026-03-30T18:00 Anglais A1 Lucie Arnaud scheduled");
    expect(rooms()).toHaveLength(3);
  });
});

describe("an undone import", () => {
  it("brings back sessions, rooms and reminders, and keeps what people decided", async () => {
    await decide("b2", "2026-03-31", { kind: "cancelled" });
    const before = [await week(), rooms(), await reminders()];
    writeFileSync(workbook, lines.slice(0, 4).join("\n").replace("Lundi;18:00", "Lundi;17:00"));
    await world.run("update_courses");
    expect(rooms()).toContain("2026-03-30T17:00 Anglais A1");
    expect(rooms()).toHaveLength(2);
    const undone = await undoLastImport(world.app, { by: "test", number: undefined });
    expect(undone.ok).toBe(true);
    await world.pass(now().add({ minutes: 1 }));
    expect([await week(), rooms(), await reminders()]).toEqual(before);
  });
});
