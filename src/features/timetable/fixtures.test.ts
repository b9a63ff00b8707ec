import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { readWorkbook } from "#adapters/excel/read-workbook.ts";
import { writeDemoWorkbook } from "#simulators/demo-workbook.ts";

import { drySchool } from "../../../test/dry-school.ts";
import { readTimetable, type TimetableReading } from "./rules.ts";

const fixtures = join(import.meta.dirname, "../../../../shared/fixtures");
const present = existsSync(fixtures);
const winter = "2026-01-11";
const summer = "2026-07-05";

async function readingOf(path: string, today: string): Promise<TimetableReading> {
  const workbook = await readWorkbook({ path });
  if (!workbook.ok) throw new Error(workbook.failure.what.en);
  const reading = readTimetable(workbook.value, { school: drySchool, today: Temporal.PlainDate.from(today) });
  if (!reading.ok) throw new Error(reading.failure.what.en);
  return reading.value;
}

const told = (reading: TimetableReading) =>
  reading.problems.map((problem) => `${problem.cell.split("!")[1]} ${problem.severity} ${problem.code}`);

describe.skipIf(!present)("the school's workbook (skipped where ../shared/fixtures is not there)", () => {
  const path = join(fixtures, "timetable-school.xlsx");
  const slips = [
    "G42 warning time.unreadable",
    "B47 warning coach.differs",
    "A71 warning title.other-zone",
    "B71 warning coach.twice",
    "A75 warning title.contradicts",
    "A78 warning title.other-zone",
    "B78 warning coach.twice",
  ];

  it("gives 78 entries of 39 courses, twice a week each, in GMT", async () => {
    const { sheet, entries } = await readingOf(path, winter);
    expect(sheet).toBe("Fix Schedule");
    expect(entries).toHaveLength(78);
    const perCourse = [...Map.groupBy(entries, (entry) => entry.courseKey).values()].map((lines) => lines.length);
    expect(perCourse).toEqual(Array.from({ length: 39 }, () => 2));
    expect(new Set(entries.map((entry) => JSON.stringify(entry.group))).size).toBe(39);
    expect(new Set(entries.map((entry) => `${entry.timeZone} ${entry.durationMinutes}`))).toEqual(new Set(["UTC 60"]));
    expect(entries.find((entry) => entry.cell === "Fix Schedule!A75")?.time).toBe("10:00");
    expect(entries.find((entry) => entry.cell === "Fix Schedule!A71")?.time).toBe("09:00");
    expect(entries[0]).toMatchObject({
      course: "Amina Larue - BBG - MW - 7:30pm",
      coach: "Amina Larue",
      level: "BBG",
      weekday: 1,
      time: "19:30",
      group: { kind: "chat", chatId: "-1001007919111" },
    });
  });

  it("tells each slip at its cell, and nothing else", async () => {
    expect(told(await readingOf(path, winter))).toEqual(slips);
  });

  it("tells once for the file, in a summer week, that France's column is off", async () => {
    expect(told(await readingOf(path, summer))).toEqual(["G2 notice time.clock-change", ...slips]);
  });

  it("reads every cell as the raw lines hold it", async () => {
    const raw = JSON.parse(readFileSync(join(fixtures, "timetable-school.rows.json"), "utf8")) as (string | number)[][];
    const workbook = await readWorkbook({ path });
    const sheet = workbook.ok ? workbook.value.sheets.find((one) => one.name === "Fix Schedule") : undefined;
    const rows = sheet?.rows.slice(1).map((row) =>
      row.map((cell) => {
        if (cell?.kind === "number") return Number(cell.text);
        if (cell?.kind === "date") return cell.serial;
        return cell?.kind === "text" ? cell.text : undefined;
      }),
    );
    expect(rows).toEqual(raw);
  });
});

describe.skipIf(!present)("the evening school's workbook (skipped where ../shared/fixtures is not there)", () => {
  it("gives the six good entries and the six problems", async () => {
    const reading = await readingOf(join(fixtures, "timetable-evening-school.xlsx"), winter);
    expect(reading.entries.map((entry) => `${entry.weekday} ${entry.time} ${entry.durationMinutes}`)).toEqual([
      "1 18:00 90",
      "1 20:00 90",
      "2 18:00 90",
      "3 18:00 60",
      "4 18:15 90",
      "5 18:00 90",
    ]);
    expect(told(reading)).toEqual([
      "H9 warning group.link",
      "I9 warning remark.asked",
      "A12 error day.unknown",
      "B13 error time.impossible",
      "C14 error end.before-start",
      "H14 error group.missing",
    ]);
    const saturday = reading.problems.find((problem) => problem.code === "day.unknown");
    expect(saturday?.suggestion?.fr).toContain("Samedi");
  });
});

describe("the demo school's workbook", () => {
  it("is as messy as a real one and still read right", async () => {
    const path = join(mkdtempSync(join(tmpdir(), "carillon-demo-book-")), "demo.xlsx");
    await writeDemoWorkbook(path, { seed: 7 });
    const reading = await readingOf(path, winter);
    expect(reading.entries).toHaveLength(26);
    expect(new Set(reading.entries.map((entry) => entry.courseKey)).size).toBe(13);
    expect(told(reading)).toEqual([
      "G13 warning time.unreadable",
      "B15 warning coach.differs",
      "A21 warning title.other-zone",
      "B21 warning coach.twice",
      "A25 warning title.other-zone",
      "B25 warning coach.twice",
      "A27 warning title.contradicts",
    ]);
  });
});
