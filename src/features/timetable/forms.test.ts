import fc from "fast-check";
import { expect, it } from "vitest";

import { drySchool } from "../../../test/dry-school.ts";
import { readDate } from "./date-rules.ts";
import { dayNames, readDay, readDays } from "./day-rules.ts";
import { readGroup } from "./group-rules.ts";
import { readLength } from "./length-rules.ts";
import type { CellValue } from "./ports.ts";
import { readTimetable } from "./rules.ts";
import { readTime } from "./time-rules.ts";
import { readTitle } from "./title-rules.ts";
import { zoneNamed } from "./zone-rules.ts";

/** Texts as people and damage make them: words of timetables, digits, marks, any letters at all. */
const words = fc.constantFrom(
  "Jour",
  "Heure",
  "Cours",
  "Professeur",
  "Groupe",
  "Lundi",
  "19h30",
  "-1001007919111",
  "24:00",
);
const texts = fc.oneof(words, fc.string(), fc.string({ unit: "binary" }), fc.stringMatching(/^[\d:h.,+\- apm]{0,12}$/));
const cells: fc.Arbitrary<CellValue> = fc.oneof(
  texts.map((text) => ({ kind: "text" as const, text })),
  fc.double({ noNaN: true }).map((number) => ({ kind: "number" as const, number, text: String(number) })),
  fc.double({ noNaN: true }).map((serial) => ({ kind: "date" as const, serial })),
  fc.boolean().map((boolean) => ({ kind: "boolean" as const, boolean })),
  fc.constantFrom("#REF!", "#N/A").map((text) => ({ kind: "error" as const, text })),
);

it("no cell makes a reader throw", () => {
  fc.assert(
    fc.property(cells, texts, (cell, text) => {
      const ofCell = [readTime, readGroup, readLength, (given: CellValue) => readDate(given, "day first")];
      expect(() => ofCell.forEach((read) => read(cell))).not.toThrow();
      expect(() => [readDay, readDays, readTitle, zoneNamed].forEach((read) => read(text))).not.toThrow();
    }),
    { numRuns: 500 },
  );
});

it("no sheet makes the recognition throw, and each problem names a cell of it", () => {
  const grid = fc.array(fc.array(fc.option(cells, { nil: undefined, freq: 4 }), { maxLength: 9 }), { maxLength: 8 });
  const today = Temporal.PlainDate.from("2026-01-11");
  fc.assert(
    fc.property(grid, (rows) => {
      const header = ["Jour", "Heure", "Cours", "Professeur", "Groupe"].map((text) => ({
        kind: "text" as const,
        text,
      }));
      for (const headed of [rows, [header, ...rows]]) {
        const workbook = { fileName: "any.xlsx", sha256: "", sheets: [{ name: "Any", rows: headed }] };
        const read = readTimetable(workbook, { school: drySchool, today });
        for (const { cell } of read.ok ? read.value.problems : []) expect(cell).toMatch(/^Any!/);
      }
    }),
    { numRuns: 150 },
  );
});

it("a time reads back from every form in which schools write it", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_439 }), (minutes) => {
      const [hour, minute] = [Math.floor(minutes / 60), String(minutes % 60).padStart(2, "0")];
      const half = `${((hour + 11) % 12) + 1}:${minute}${hour < 12 ? "am" : "pm"}`;
      const forms = [
        `${hour}h${minute}`,
        `${hour}H${minute}`,
        `${hour}h ${minute}`,
        `${hour}:${minute}`,
        `${hour}:${minute}:00`,
        half,
      ];
      for (const text of [...forms, half.toUpperCase(), half.replace(":", ".")]) {
        expect({ text, ...readTime({ kind: "text", text }) }).toMatchObject({ text, kind: "time", minutes });
      }
      const serial = minutes / 1_440;
      expect(readTime({ kind: "date", serial })).toMatchObject({ kind: "time", minutes });
      expect(readTime({ kind: "number", number: serial, text: String(serial) })).toMatchObject({ minutes });
    }),
  );
});

it("a chat id keeps every digit, as a text, a number and a link", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1_000_000_000, max: 9_999_999_999 }), (inner) => {
      const chatId = `-100${inner}`;
      const read = { kind: "chat", chatId };
      expect(readGroup({ kind: "text", text: chatId })).toMatchObject(read);
      expect(readGroup({ kind: "number", number: Number(chatId), text: chatId })).toMatchObject(read);
      expect(readGroup({ kind: "text", text: String(inner) })).toMatchObject({ ...read, mended: true });
      expect(readGroup({ kind: "text", text: `https://t.me/c/${inner}/7` })).toMatchObject(read);
    }),
  );
});

it("a day reads back in both languages, short, in the plural, in capitals", () => {
  for (const names of Object.values(dayNames)) {
    for (const [index, name] of names.entries()) {
      for (const text of [name, name.toUpperCase(), `${name}s`, name.slice(0, 3), ` ${name}. `]) {
        expect({ text, ...readDay(text) }).toEqual({ text, kind: "day", weekday: index + 1 });
      }
    }
  }
});
