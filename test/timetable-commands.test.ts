import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { readWorkbook } from "#adapters/excel/read-workbook.ts";
import { planSessions } from "#features/sessions/plan-sessions.ts";
import { updateCourses } from "#features/timetable/update-courses.ts";
import { systemClock } from "#lib/clock.ts";

import { drySchool } from "./dry-school.ts";
import { command } from "./command.ts";
import { cloneDatabase, type ClonedDatabase } from "./database.ts";

const folder = mkdtempSync(join(tmpdir(), "carillon-timetable-commands-"));
const workbook = join(folder, "school.csv");
const today = systemClock.now().toZonedDateTimeISO(drySchool.timeZone).toPlainDate();
const days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
/** Three days ahead: inside the coming week whatever the hour, and not today. */
const third = today.add({ days: 3 });
const fourth = today.add({ days: 4 });
const dayName = (date: Temporal.PlainDate) => days[date.dayOfWeek - 1] ?? "";

let database: ClonedDatabase;
const run = async (...args: readonly string[]) => await command(database.name, ...args);
const json = async (...args: readonly string[]) => (await run(...args, "--json")).json as never;

async function take(lines: readonly string[]): Promise<void> {
  writeFileSync(workbook, ["Day;Time;Course;Teacher;Group", ...lines].join("\n"));
  const done = await updateCourses({
    db: database.db,
    clock: systemClock,
    school: drySchool,
    source: { path: workbook },
    readWorkbook,
    asked: { by: "test", byHand: true, agreed: false, takesNewShapes: true },
    andThen: async (tx, now) => await planSessions({ db: tx, now, zone: drySchool.timeZone }),
  });
  if (!done.ok) throw new Error(done.failure.what.en);
}

const lines = [
  `${dayName(third)};18:00;English A1;Lucie Arnaud;-1001111100001`,
  `${dayName(third)};20:00;English B2;Marc Bonnet;-1001111100002`,
  `${dayName(fourth)};19:00;English C1;Nadia Cisse;-1001111100003`,
];

beforeAll(async () => {
  database = await cloneDatabase();
  await take(lines);
});
afterAll(async () => await database.close());

describe("the timetable's commands", () => {
  it("show courses and sessions, and set a course's dates", async () => {
    expect(await json("courses")).toMatchObject([
      { title: "English A1", coach: "Lucie Arnaud", entries: 1, startsOn: null, endsOn: null },
      { title: "English B2" },
      { title: "English C1" },
    ]);
    expect((await json("sessions")) as unknown[]).toHaveLength(3);
    expect(await json("courses", "dates", "c1", "--until", third.toString())).toMatchObject([
      { title: "English C1", endsOn: third.toString() },
    ]);
    expect((await run("sessions")).out).toContain("cancelled");
    await run("courses", "dates", "c1", "--until", "none");
    expect((await run("sessions")).out).not.toContain("cancelled");
    expect(await run("courses", "dates", "english", "--until", "none")).toMatchObject({
      code: 1,
      failure: "timetable.several-courses",
    });
    expect(await run("courses", "dates", "c1", "--until", "tomorrow")).toMatchObject({ code: 2 });
  });

  it("cancel, move, substitute, keep and add sessions, and take that back", async () => {
    const day = third.toString();
    const cancelled = await json("exceptions", "cancel", "a1", day, "--reason", "strike");
    expect(cancelled).toMatchObject({ kept: [{ course: "English A1", date: day }], sessions: { cancelled: 1 } });
    expect(await json("exceptions", "move", "b2", day, `${fourth.toString()} 19:30`)).toMatchObject({
      kept: [{ startsAt: `${fourth.toString()}T19:30:00Z` }],
      warnings: [],
    });
    const clash = await json("exceptions", "substitute", "c1", fourth.toString(), "Marc Bonnet");
    expect(clash).toMatchObject({ warnings: [expect.stringContaining("English B2")] });
    await run("exceptions", "extra", "a1", `${fourth.toString()} 08:00`, "--minutes", "45");
    const shown = await run("exceptions");
    expect(shown.out.split("\n")).toHaveLength(5);
    expect(shown.out).toContain("strike");
    const sessions = (await json("sessions")) as readonly { course: string; status: string; coach: string }[];
    expect(sessions.map(({ course, status, coach }) => `${course} ${status} ${coach}`).toSorted()).toEqual([
      "English A1 cancelled Lucie Arnaud",
      "English A1 scheduled Lucie Arnaud",
      "English B2 moved Marc Bonnet",
      "English C1 scheduled Marc Bonnet",
    ]);
    for (const { number } of (await json("exceptions")) as readonly { number: number }[]) {
      expect((await run("exceptions", "remove", String(number))).code).toBe(0);
    }
    expect(await json("exceptions")).toEqual([]);
    expect((await run("sessions")).out).not.toMatch(/moved/);
    expect(await run("exceptions", "remove", "99")).toMatchObject({ code: 1, failure: "sessions.no-such-exception" });
    expect(await run("exceptions", "cancle", "a1", day)).toMatchObject({ code: 2 });
    expect(await run("exceptions", "move", "a1", day)).toMatchObject({ code: 2, failure: "usage.word-missing" });
  });

  it("add holidays, teach on them and take them away", async () => {
    const added = await json("holidays", "add", `${third.toString()}..${fourth.toString()}`, "Break");
    expect(added).toMatchObject([{ from: third.toString(), until: fourth.toString(), name: "Break", taught: false }]);
    const statuses = async () => ((await json("sessions")) as readonly { status: string }[]).map((one) => one.status);
    expect((await statuses()).filter((status) => status === "scheduled")).toEqual([]);
    await run("holidays", "teach", third.toString());
    expect((await statuses()).filter((status) => status === "scheduled")).toHaveLength(3);
    await run("holidays", "close", third.toString());
    expect((await run("holidays", "remove", fourth.toString())).code).toBe(0);
    expect(await json("holidays")).toEqual([]);
    expect(await run("holidays", "add", "2026-13-01", "Break")).toMatchObject({ code: 2 });
  });

  it("write the week, and do not overwrite a file unasked", async () => {
    const path = join(folder, "week.xlsx");
    expect(await json("export", path)).toMatchObject({
      sheets: [{ name: "Dynamic Schedule" }, { name: "Fix Schedule", lines: 3 }, { name: "Message Schedule" }],
    });
    expect(existsSync(path)).toBe(true);
    expect(await run("export", path)).toMatchObject({ code: 1, failure: "workbook.exists" });
    expect((await run("export", path, "--replace")).code).toBe(0);
  });

  it("say beforehand what an import touches, and undo it afterwards", async () => {
    const changed = lines.map((line) => line.replace("18:00", "17:00")).slice(0, 2);
    writeFileSync(workbook, ["Day;Time;Course;Teacher;Group", ...changed].join("\n"));
    const preview = await json("import", workbook, "--dry-run");
    expect(preview).toMatchObject({
      changes: { added: 0, changed: 1, removed: 1, unchanged: 1 },
      difference: { changed: [{ course: "English A1", fields: { time: { before: "18:00", after: "17:00" } } }] },
      needsAgreement: false,
      touches: { sessions: [{ kind: "changed" }, { kind: "cancelled" }], meetings: { deleted: 0 } },
    });
    const asBefore = { course: "English A1", startsAt: `${third.toString()}T18:00:00Z`, status: "scheduled" };
    expect(await json("sessions")).toContainEqual(expect.objectContaining(asBefore));
    await take(changed);
    expect(((await json("imports")) as readonly { number: number }[]).map((one) => one.number)).toEqual([2, 1]);
    expect(await json("imports", "undo", "2")).toMatchObject({ undone: { number: 2 }, sessions: { changed: 2 } });
    expect(await json("imports", "show", "2")).toMatchObject({ undoneBy: "cli" });
    expect((await run("imports")).out).toContain("undone by cli");
    expect(((await json("courses")) as unknown[]).length).toBe(3);
    expect(await run("imports", "show", "9")).toMatchObject({ code: 1, failure: "timetable.no-such-import" });
  });

  it("tell an import's problems to programs in one language", async () => {
    await take([...lines, "Funday;10:00;English D1;Lucie Arnaud;-1001111100004"]);
    const sentence = expect.any(String);
    expect(await json("imports", "show", "3")).toMatchObject({
      problems: [{ code: "day.unknown", value: "Funday", message: sentence, why: sentence, suggestion: sentence }],
    });
  });

  it("ask before the first import of a make of workbook, and change nothing meanwhile", async () => {
    const path = join(folder, "other.csv");
    writeFileSync(path, `Level;Day;Time;Course;Teacher;Group\nA1;Monday;18:00;English Z1;Lucie Arnaud;-1001111100001`);
    expect(await run("import", path)).toMatchObject({
      code: 1,
      failure: "timetable.new-shape",
      remedy: expect.stringContaining("--agree"),
    });
    expect(JSON.stringify(await json("courses"))).not.toContain("English Z1");
  });

  it("show how columns are understood, ask where that is in doubt, and remember the answer", async () => {
    const path = join(folder, "doubt.csv");
    const line = `${dayName(third)};18:00;English A1;Beginners;Lucie Arnaud;-1001111100001`;
    writeFileSync(path, ["Day;Time;Course;Title;Teacher;Group", line].join("\n"));
    const asked = await run("mapping", path, "--json");
    expect(asked).toMatchObject({
      code: 3,
      json: { sheets: [{ sheet: "CSV", headerRow: 1, isRead: true, isDecided: false, missing: [] }] },
    });
    expect(JSON.stringify(asked.json)).toContain("C and D may both give");
    expect((await run("mapping", path)).out).toContain("?");
    expect((await run("import", path, "--dry-run")).code).toBe(3);

    expect(await run("mapping", path, "--set", "tittle=D")).toMatchObject({ code: 2 });
    expect(await run("mapping", path, "--set", "title=D, coach=-")).toMatchObject({ failure: "timetable.no-column" });
    expect(await json("mapping", path, "--set", "title=D")).toMatchObject({
      sheets: [{ isDecided: true, questions: [], columns: { D: "title" } }],
    });
    expect((await run("import", path, "--dry-run", "--json")).json).toMatchObject({
      entries: [{ course: "Beginners" }],
    });
    const kept = (await json("mapping")) as readonly { id: string; fileName: string; decidedBy: string | null }[];
    const shape = kept.find((one) => one.fileName === "doubt.csv");
    expect(shape).toMatchObject({ decidedBy: "cli" });
    expect((await run("mapping")).out).toContain("decided by cli");
    expect((await run("mapping", "--forget", shape?.id ?? "")).code).toBe(0);
    expect(await run("mapping", "--forget", shape?.id ?? "")).toMatchObject({ failure: "mapping.unknown" });
    expect(await json("mapping", path, "--confirm")).toMatchObject({ sheets: [{ columns: { C: "title" } }] });
    expect(await run("mapping", path, "--sheet", "None")).toMatchObject({ code: 1, failure: "mapping.no-sheet" });
    expect(await json("mapping", path, "--ignore", "CSV")).toMatchObject({ sheets: [{ isRead: false }] });
  });

  it("write a copy in which each problem stands on its cell, and import nothing", async () => {
    const [path, copy] = [join(folder, "problems.csv"), join(folder, "problems.xlsx")];
    writeFileSync(
      path,
      ["Day;Time;Course;Teacher;Group", ...lines, "Samdi;10:00;English D1;Eva;-1001111100004"].join("\n"),
    );
    const before = await json("courses");
    expect(await json("import", path, "--annotate", copy)).toEqual({ copy, problems: 1 });
    const read = await readWorkbook({ path: copy });
    const [, list] = read.ok ? read.value.sheets : [];
    expect(JSON.stringify(list?.rows)).toContain("CSV!A5");
    expect(await run("import", path, "--annotate", copy)).toMatchObject({ code: 1, failure: "workbook.copy-exists" });
    expect(await json("courses")).toEqual(before);
  });

  it("give calendars an address once, and take it away", async () => {
    const made = await json("calendars", "make", "coach", "Lucie");
    expect(made).toMatchObject({
      name: "Lucie Arnaud",
      address: expect.stringMatching(/\/calendars\/[\w-]{43}\.ics$/),
    });
    expect(await json("calendars")).toMatchObject([{ kind: "coach", name: "Lucie Arnaud", by: "cli" }]);
    expect((await run("calendars", "remove", "coach", "Lucie")).code).toBe(0);
    expect(await run("calendars", "remove", "coach", "Lucie")).toMatchObject({ code: 1, failure: "calendars.none" });
  });
});

describe("an extra session", () => {
  beforeAll(async () => {
    await database.close();
    database = await cloneDatabase();
    await take(lines);
  });

  it("is moved, substituted, cancelled and kept by the command line as any other", async () => {
    const [day, next] = [third.toString(), fourth.toString()];
    const sessions = async () =>
      ((await json("sessions")) as readonly { course: string; startsAt: string; status: string; coach: string }[])
        .filter(({ course, status }) => course === "English A1" && status !== "cancelled")
        .map(({ startsAt, coach }) => `${startsAt.slice(0, 16)} ${coach}`);
    const regular = `${day}T18:00 Lucie Arnaud`;
    await run("exceptions", "extra", "a1", `${day} 08:00`, "--reason", "exam");
    expect(await run("exceptions", "move", "a1", day, `${next} 09:30`)).toMatchObject({
      code: 1,
      failure: "sessions.several-then",
    });
    const moved = await json("exceptions", "move", "a1", day, `${next} 09:30`, "--time", "08:00");
    expect(moved).toMatchObject({ kept: [{ course: "English A1", startsAt: `${next}T09:30:00Z` }] });
    expect(await sessions()).toEqual([regular, `${next}T09:30 Lucie Arnaud`]);
    // Its course has no other session that day.
    await run("exceptions", "substitute", "a1", next, "Marc Bonnet");
    expect(await sessions()).toEqual([regular, `${next}T09:30 Marc Bonnet`]);
    expect(await json("exceptions")).toMatchObject([{ kind: "extra", reason: "exam", coach: "Marc Bonnet" }]);
    expect(await json("exceptions", "cancel", "a1", next)).toMatchObject({ kept: [], sessions: { cancelled: 1 } });
    expect(await sessions()).toEqual([regular]);
    await run("exceptions", "keep", "a1", next);
    expect(await sessions()).toHaveLength(2);
    expect(await json("exceptions", "cancel", "a1", `${day}..${next}`)).toMatchObject({ sessions: { cancelled: 2 } });
    expect(await sessions()).toEqual([]);
    for (const { number } of (await json("exceptions")) as readonly { number: number }[])
      await run("exceptions", "remove", String(number));
    expect(await sessions()).toEqual([regular]);
  });
});
