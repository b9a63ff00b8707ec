import { describe, expect, it } from "vitest";

import { drySchool } from "../../../test/dry-school.ts";
import { readDays } from "./day-rules.ts";
import type { CellValue } from "./ports.ts";
import { readTimetable, type TimetableReading } from "./rules.ts";

type Given = string | number;

const today = Temporal.PlainDate.from("2026-01-11");
const id = "-1001007919111";

function read(rows: readonly (readonly Given[])[]) {
  const cells = rows.map((row) =>
    row.map((value): CellValue | undefined => {
      if (value === "") return undefined;
      return typeof value === "string"
        ? { kind: "text", text: value }
        : { kind: "number", number: value, text: String(value) };
    }),
  );
  return readTimetable(
    { fileName: "x.xlsx", sha256: "", sheets: [{ name: "S", rows: cells }] },
    { school: drySchool, today },
  );
}

function reading(rows: readonly (readonly Given[])[]): TimetableReading {
  const result = read(rows);
  if (!result.ok) throw new Error(result.failure.what.en);
  return result.value;
}

const lines = ({ entries }: TimetableReading) =>
  entries.map((one) => `${one.weekday} ${one.time} ${one.timeZone} ${one.durationMinutes}`);
const told = ({ problems }: TimetableReading) =>
  problems.map(({ cell, severity, code }) => `${cell} ${severity} ${code}`);

describe("a time inside the day's cell", () => {
  it.each([
    ["Lundi 19h30", [[1, "19h30"]]],
    ["le mardi à 18h", [[2, "à 18h"]]],
    ["Mardi et jeudi 18h – 19h30", [[2, 4, "18h – 19h30"]]],
    ["Lundi 18h / jeudi 19h30", [[1, "18h"], [4, "19h30"]]], // prettier-ignore
    ["Mon, Wed (7:30pm) and Sat 10:00am", [[1, 3, "7:30pm"], [6, "10:00am"]]], // prettier-ignore
    ["Vendredi - 20h Paris", [[5, "20h Paris"]]],
  ])("%s", (text, timed) => {
    const days = readDays(text);
    expect(days.kind === "days" ? days.timed?.map((one) => [...one.weekdays, one.time.text]) : days).toEqual(timed);
  });

  it.each(["15 mars 2026", "Lundi 19", "mars 2026", "Lundi 18h et jeudi", "groupe du lundi 18h"])(
    "%s is not taken for one",
    (text) => {
      expect(readDays(text)).toMatchObject({ kind: "unknown" });
    },
  );

  it("gives the class its time, each day its own, whatever the column is called", () => {
    for (const head of ["Jour", "Jour et heure", "Horaire", "Créneau"]) {
      const found = reading([
        [head, "Cours", "Professeur", "Groupe Telegram"],
        ["Lundi 19h30", "Anglais A1", "Amina Larue", id],
        ["Mardi 18h – 19h30 / jeudi 20h", "Anglais A2", "Jean Petit", id],
      ]);
      expect(lines(found)).toEqual(["1 19:30 Africa/Abidjan 60", "2 18:00 Africa/Abidjan 90", "4 20:00 Africa/Abidjan 60"]); // prettier-ignore
      expect(told(found)).toEqual([]);
    }
  });

  it("takes the zone of the header over it, and leaves out what is no time", () => {
    const found = reading([
      ["Jour et heure (Paris)", "Cours", "Professeur", "Groupe Telegram"],
      ["Lundi 19h30", "Anglais A1", "Amina Larue", id],
      ["Mardi 25h", "Anglais A2", "Amina Larue", id],
      ["Mercredi", "Anglais A3", "Amina Larue", id],
    ]);
    expect(lines(found)).toEqual(["1 19:30 Europe/Paris 60"]);
    expect(told(found)).toEqual(["S!A3 error time.impossible", "S!A4 error time.missing"]);
    expect(found.damaged.map((one) => one.weekday)).toEqual([2, 3]);
  });

  it("is checked against a column of times, which counts", () => {
    const found = reading([
      ["Jour", "Heure", "Cours", "Professeur", "Groupe Telegram"],
      ["Lundi 19h30", "19h30", "Anglais A1", "Amina Larue", id],
      ["Mardi 18h", "20h", "Anglais A2", "Amina Larue", id],
    ]);
    expect(lines(found)).toEqual(["1 19:30 Africa/Abidjan 60", "2 20:00 Africa/Abidjan 60"]);
    expect(told(found)).toEqual(["S!A3 warning time.columns-disagree"]);
  });

  it("two times in one cell are asked about, not chosen from", () => {
    const found = reading([
      ["Jour", "Heure", "Cours", "Professeur", "Groupe Telegram"],
      ["Lundi", "18h et 20h", "Anglais A1", "Amina Larue", id],
      ["Mardi", "18h à 20h", "Anglais A2", "Amina Larue", id],
    ]);
    expect(lines(found)).toEqual(["2 18:00 Africa/Abidjan 120"]);
    expect(told(found)).toEqual(["S!B2 error time.several"]);
  });
});

describe("days side by side", () => {
  const week = ["Lundi", "Mardi", "Mercredi", "Jeudi"];

  it("give a class on each day that holds a time", () => {
    const found = reading([
      ["Cours", "Professeur", "Groupe Telegram", ...week],
      ["Anglais A1", "Amina Larue", id, "19h30", "", "-", "18h-19h30"],
      ["Anglais A2", "Jean Petit", "-1001007919222", "", 0.75, "", "bientôt"],
      ["Anglais A3", "Jean Petit", "-1001007919333", "", "", "", ""],
    ]);
    expect(lines(found)).toEqual(["1 19:30 Africa/Abidjan 60", "4 18:00 Africa/Abidjan 90", "2 18:00 Africa/Abidjan 60"]); // prettier-ignore
    expect(told(found)).toEqual(["S!G3 error time.unreadable", "S!D4 error day.missing"]);
    expect(found.damaged.map((one) => one.weekday)).toEqual([4, undefined]);
  });

  it("take a cross for a class at the time of its column", () => {
    const found = reading([
      ["Heure (GMT)", "Cours", "Professeur", "Groupe Telegram", ...week],
      ["19h30", "Anglais A1", "Amina Larue", id, "x", "", "X", ""],
      ["25h", "Anglais A2", "Jean Petit", "-1001007919222", "x", "", "", "oui"],
    ]);
    expect(lines(found)).toEqual(["1 19:30 UTC 60", "3 19:30 UTC 60"]);
    expect(told(found)).toEqual(["S!A3 error time.impossible"]);
    expect(found.damaged.map((one) => one.weekday)).toEqual([1, 4]);
  });

  it("with hours below and no column for coach and group are refused, with what to do", () => {
    const result = read([
      ["École du Lac"],
      ["Heure", ...week],
      ["18h", "Anglais A1 Amina", "", "Anglais A2 Jean", ""],
      ["20h", "", "Anglais A1 Amina", "", ""],
    ]);
    expect(result.ok ? undefined : result.failure).toMatchObject({ code: "timetable.grid", place: "S!2" });
    expect(result.ok ? "" : result.failure.remedy?.en).toContain("one line a course");
  });
});
