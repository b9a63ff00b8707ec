import { afterEach, beforeEach, describe, expect, it } from "vitest";

import type { Clock } from "#lib/clock.ts";
import type { ChatId } from "#lib/ids.ts";

import { drySchool } from "../../../test/dry-school.ts";
import { cloneDatabase, type ClonedDatabase } from "../../../test/database.ts";
import { listImports } from "./import-store.ts";
import type { Workbook } from "./ports.ts";
import { listLinesInForce } from "./store.ts";
import { undoImport } from "./undo-import.ts";
import { updateCourses, type Asked } from "./update-courses.ts";

const clock: Clock = { now: () => Temporal.Instant.from("2026-11-22T00:00:00Z"), sleep: async () => undefined };
const schedule: Asked = { by: "schedule", byHand: false, agreed: false, takesNewShapes: true };
const person: Asked = { by: "cli", byHand: true, agreed: false, takesNewShapes: true };

type Line = readonly [day: string, time: string, course: string, coach: string, group: string, email?: string];
const week: readonly Line[] = [
  ["Lundi", "18:00", "Anglais A1", "Awa Sissoko", "-1001111100001", "awa@x.example"],
  ["Mercredi", "18:00", "Anglais A1", "Awa Sissoko", "-1001111100001", "awa@x.example"],
  ["Mardi", "19:00", "Anglais B2", "Benoît Charrier", "-1001111100002"],
  ["Jeudi", "20:00", "Anglais C1", "Clémence Ndour", "-1001111100003"],
];

function workbookOf(lines: readonly Line[]): Workbook {
  const header = ["Jour", "Heure", "Cours", "Professeur", "Groupe", "Courriel"];
  const rows = [header, ...lines].map((cells) =>
    cells.map((text) => (text === undefined || text === "" ? undefined : { kind: "text" as const, text })),
  );
  return { fileName: "ecole.xlsx", sha256: JSON.stringify(lines), sheets: [{ name: "Cours", rows }] };
}

let database: ClonedDatabase;
beforeEach(async () => {
  database = await cloneDatabase();
});
afterEach(async () => await database.close());

async function importLines(lines: readonly Line[], asked: Asked = schedule) {
  return await updateCourses({
    db: database.db,
    clock,
    school: drySchool,
    source: { path: "/srv/ecole.xlsx" },
    readWorkbook: async () => ({ ok: true, value: workbookOf(lines) }),
    asked,
    andThen: async () => undefined,
  });
}

async function undo(number?: number) {
  const andThen = async () => undefined;
  return await undoImport({ db: database.db, clock, by: "cli", number, andThen });
}

/** What is in force, as people see it, by place. */
async function inForce(): Promise<readonly string[]> {
  const lines = await listLinesInForce(database.db);
  return lines
    .map((line) => [line.weekday, line.time, line.course, line.coach, line.coachEmail ?? "–", groupOf(line)].join(" "))
    .toSorted();
}

function groupOf({ group }: { readonly group: { kind: "chat"; chatId: ChatId } | { kind: "link"; link: string } }) {
  return group.kind === "chat" ? group.chatId : group.link;
}

const query = async (text: string) => (await database.pool.query(text)).rows;

/** A line with some of its cells changed, by column. */
function withCells(line: Line, cells: Readonly<Record<number, string>>): Line {
  return line.map((cell, column) => cells[column] ?? cell) as unknown as Line;
}

/** The week with some cells of the lines `first` to `last` changed. */
function changedAt(first: number, cells: Readonly<Record<number, string>>, last = first): readonly Line[] {
  return week.map((line, at) => (at >= first && at <= last ? withCells(line, cells) : line));
}

describe("an import", () => {
  it("applied twice equals once, and is kept each time with who, when and which file", async () => {
    await importLines(week, person);
    const before = await query("select * from entries order by id");
    const again = await importLines(week);
    expect(again.ok && again.value.figures).toEqual({
      entries: 4,
      added: 0,
      changed: 0,
      removed: 0,
      unchanged: 4,
      leftOut: 0,
    });
    expect(await query("select * from entries order by id")).toEqual(before);
    const [second, first] = await listImports(database.db, 10);
    expect(first).toMatchObject({ number: 1, by: "cli", fileName: "ecole.xlsx", importedAt: clock.now() });
    expect(second).toMatchObject({ number: 2, by: "schedule", sha256: first?.sha256 });
    expect(await query("select action, by from audit_lines")).toEqual([{ action: "import.applied", by: "cli" }]);
  });

  it("stops before it removes more than a third, until a person agrees", async () => {
    await importLines(week);
    const refused = await importLines(week.slice(2), person);
    expect(!refused.ok && refused.failure.code).toBe("timetable.too-much-removed");
    expect(await inForce()).toHaveLength(4);
    expect(await listImports(database.db, 10)).toHaveLength(1);
    // One of four is less than a third.
    expect((await importLines(week.slice(1))).ok).toBe(true);
    expect((await importLines(week.slice(3), { ...person, agreed: true })).ok).toBe(true);
    expect(await inForce()).toHaveLength(1);
  });

  it("keeps the entry of a line that has an error, also when lines came above it", async () => {
    await importLines(week);
    const shifted: readonly Line[] = [
      ["Lundi", "08:00", "Yoga", "Elsa Vandamme", "-1001111100009"],
      ["Lundi", "09:00", "Yoga doux", "Elsa Vandamme", "-1001111100010"],
      ...changedAt(2, { 1: "25h00" }),
    ];
    const done = await importLines(shifted);
    expect(done.ok && done.value.figures).toMatchObject({ added: 2, removed: 0, unchanged: 3, leftOut: 1 });
    expect((await inForce()).filter((line) => line.includes("Anglais B2"))).toHaveLength(1);
  });

  it("keeps the course of a title or a group that changed on all its lines", async () => {
    await importLines(week);
    const [course] = await query("select id from courses where title = 'Anglais A1'");
    const renamed = changedAt(0, { 2: "Anglais A2" }, 1);
    const done = await importLines(renamed);
    expect(done.ok && done.value.figures).toMatchObject({ added: 0, changed: 2, removed: 0, unchanged: 2 });
    expect(await query("select id from courses where title = 'Anglais A2'")).toEqual([course]);
    const moved = renamed.map((line, at) => (at < 2 ? withCells(line, { 4: "-1001111100077" }) : line));
    await importLines(moved);
    expect(await query("select id from courses where title = 'Anglais A2'")).toEqual([course]);
    expect(await query("select count(*)::int as n from courses")).toEqual([{ n: 3 }]);
  });

  it("swaps two lines' hours without a collision", async () => {
    await importLines(week);
    const [one = week[0] as Line, two = one, ...others] = week;
    const swapped = [withCells(one, { 0: "Mercredi", 1: "19:00" }), withCells(two, { 0: "Lundi" }), ...others];
    expect((await importLines(swapped)).ok).toBe(true);
    expect(await inForce()).toHaveLength(4);
  });

  it("brings a line that comes back as the same entry", async () => {
    await importLines(week);
    const [before] = await query("select id from entries where time = '20:00'");
    await importLines(week.slice(0, 3));
    await importLines(week);
    expect(await query("select id from entries where time = '20:00'")).toEqual([before]);
  });

  it("takes a group that Telegram migrated for the same, under the id that the workbook still holds", async () => {
    await importLines(week);
    await query(
      "insert into group_aliases select chat_id, id, created_at from groups where chat_id = '-1001111100002'",
    );
    await query("update groups set chat_id = '-1009999900002' where chat_id = '-1001111100002'");
    const again = await importLines(week);
    expect(again.ok && again.value.figures).toMatchObject({ changed: 0, unchanged: 4 });
  });
});

describe("undoing an import", () => {
  it("brings back entries, courses and e-mails as they were, one import after the other", async () => {
    await importLines(week);
    const first = await inForce();
    const entries = await query("select id, cell from entries where ended_at is null order by id");
    const second = changedAt(0, { 5: "awa.new@x.example" }, 1).slice(0, 3);
    await importLines([...second, ["Samedi", "10:00", "Yoga", "Elsa Vandamme", "-1001111100009"]]);
    expect(await inForce()).toHaveLength(4);
    expect((await inForce()).filter((line) => line.includes("awa.new@x.example"))).toHaveLength(2);
    const third = await importLines(second);
    expect(third.ok).toBe(true);

    const wrong = await undo(1);
    expect(!wrong.ok && wrong.failure.code).toBe("timetable.not-the-last-import");
    expect((await undo(3)).ok).toBe(true);
    expect((await undo()).ok).toBe(true);
    expect(await inForce()).toEqual(first);
    expect(await query("select id, cell from entries where ended_at is null order by id")).toEqual(entries);
    expect((await undo()).ok).toBe(true);
    expect(await inForce()).toEqual([]);
    const nothing = await undo();
    expect(!nothing.ok && nothing.failure.code).toBe("timetable.nothing-to-undo");
    expect((await listImports(database.db, 10)).every((row) => row.undoneBy === "cli")).toBe(true);
  });

  it("passes over imports that changed nothing", async () => {
    await importLines(week);
    await importLines(week);
    const undone = await undo();
    expect(undone.ok && undone.value.undone.number).toBe(1);
  });

  it("is not overturned by the weekly run until the file changes or a person insists", async () => {
    await importLines(week);
    const changed = changedAt(2, { 1: "21:00" });
    await importLines(changed);
    await undo();
    const again = await importLines(changed);
    expect(again.ok && again.value.undone?.number).toBe(2);
    expect((await inForce()).some((line) => line.includes("19:00 Anglais B2"))).toBe(true);
    expect((await importLines(changed, person)).ok).toBe(true);
    expect((await inForce()).some((line) => line.includes("21:00 Anglais B2"))).toBe(true);
    const weekly = await importLines(changed);
    expect(weekly.ok && weekly.value.undone).toBe(undefined);
  });

  it("also undoes a course's new name", async () => {
    await importLines(week);
    const before = await query("select id, key, title from courses order by id");
    await importLines(changedAt(3, { 2: "Anglais C2" }));
    await undo();
    expect(await query("select id, key, title from courses order by id")).toEqual(before);
  });
});
