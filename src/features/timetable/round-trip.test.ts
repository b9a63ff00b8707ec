import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { drySchool } from "../../../test/dry-school.ts";
import { fixSchedule } from "./fix-schedule-rules.ts";
import type { CellValue, Workbook, WrittenSheet } from "./ports.ts";
import { readTimetable, type TimetableLine } from "./rules.ts";

const today = Temporal.PlainDate.from("2026-11-22");

const heads = ["Jour", "Heure", "Fuseau", "Cours", "Professeur", "Courriel", "Groupe Telegram", "Durée", "Niveau"];
const more = ["Assistant", "Langue", "Premier jour", "Dernier jour"];

/** A column whose cell may be empty. */
const maybe = (...texts: readonly string[]) => fc.constantFrom("", ...texts);
const cells = fc.tuple(
  fc.constantFrom("Lundi", "mardi", "Mer.", "Thursday", "fri", "Samedi", "DIMANCHE", "Lundi, mercredi"),
  fc.constantFrom("18:00", "19h30", "7.30pm", "20H15", "noon", "midi", "9:05", "23h45"),
  maybe("UTC", "GMT+1", "Europe/Paris", "America/Bogota"),
  fc.constantFrom(
    "Amina Larue - BBG - MW - 7:30pm",
    "Amina Larue -  BBG\t- MW - 9:00pm",
    "Anglais A1",
    "anglais  a1",
    "=Conversation",
    "Atelier d'écriture – été",
    "日本語 N5",
  ),
  fc.constantFrom("Amina Larue", "Basile Okoro", "Éloïse N'Goran", "Jean-Marc  Petit"),
  maybe("amina.larue@x.example", "B.OKORO@x.example"),
  fc.constantFrom("-1001111100001", "-1001111100002", "1111100003", "https://t.me/c/1111100004/7", "@lecole_a1"),
  maybe("60", "90 min", "1h30"),
  maybe("A1", "BBG"),
  maybe("Colombe Petit"),
  maybe("français", "English"),
  maybe("2026-12-01", "2026-11-30"),
  maybe("2027-06-30"),
);

function workbookOf(rows: readonly (readonly string[])[]): Workbook {
  const grid = rows.map((row) =>
    row.map((text): CellValue | undefined => (text === "" ? undefined : { kind: "text", text })),
  );
  return { fileName: "x.xlsx", sha256: "", sheets: [{ name: "Cours", rows: grid }] };
}

/** The workbook that a program finds when the sheet was written and is read again. */
function readBack({ name, rows }: WrittenSheet): Workbook {
  const grid = rows.map((row) =>
    row.map((cell): CellValue | undefined => {
      if (cell === undefined) return undefined;
      if (typeof cell === "number") return { kind: "number", number: cell, text: String(cell) };
      return { kind: "text", text: String(cell) };
    }),
  );
  return { fileName: "x.xlsx", sha256: "", sheets: [{ name, rows: grid }] };
}

function entriesOf(workbook: Workbook): readonly TimetableLine[] {
  const reading = readTimetable(workbook, { school: drySchool, today });
  return reading.ok ? reading.value.entries : [];
}

/** Entries without their places in the sheet, in an order of their own. */
function contents(entries: readonly TimetableLine[]): readonly string[] {
  return entries
    .map(({ cell: _cell, ...line }) => JSON.stringify(Object.entries(line).toSorted(([a], [b]) => (a < b ? -1 : 1))))
    .toSorted();
}

const lines = fc.array(cells, { minLength: 1, maxLength: 12 });
const sheetOf = (rows: readonly (readonly string[])[]) => workbookOf([[...heads, ...more], ...rows]);

describe("a timetable", () => {
  it("that was read, written and read again is the same", () => {
    let met = 0;
    fc.assert(
      fc.property(lines, (rows) => {
        const entries = entriesOf(sheetOf(rows));
        met += entries.length;
        if (entries.length === 0) return;
        expect(contents(entriesOf(readBack(fixSchedule(entries))))).toEqual(contents(entries));
      }),
    );
    expect(met).toBeGreaterThan(100);
  });

  it("is the same whatever the order of its lines", () => {
    fc.assert(
      fc.property(
        lines.chain((rows) => fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length }))),
        ([rows, shuffled]) => {
          expect(contents(entriesOf(sheetOf(shuffled)))).toEqual(contents(entriesOf(sheetOf(rows))));
        },
      ),
    );
  });
});
