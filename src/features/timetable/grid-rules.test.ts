import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { gridOf, rowOfCell } from "./grid-rules.ts";
import type { CellValue } from "./ports.ts";

const text = (value: string): CellValue => ({ kind: "text", text: value });

describe("a sheet as people see it", () => {
  it("shows dates and times as a spreadsheet does", () => {
    const date = (serial: number): CellValue => ({ kind: "date", serial });
    const rows = [
      [date(0.8125), date(46_000), date(46_000.75), { kind: "boolean", boolean: true } as const, undefined],
    ];
    const { rows: shown } = gridOf({ name: "A", rows }, { rows: 10, troubled: [] });
    expect(shown).toEqual([{ row: 1, cells: ["19:30", "2025-12-09", "2025-12-09 18:00", "true", ""] }]);
  });

  it("holds the first rows and every row in which something is wrong, each once and in order", () => {
    fc.assert(
      fc.property(fc.nat(300), fc.nat(100), fc.array(fc.integer({ min: 1, max: 400 })), (length, first, troubled) => {
        const rows = Array.from({ length }, (_, index) => [text(String(index + 1))]);
        const { rows: shown, more } = gridOf({ name: "A", rows }, { rows: first, troubled });
        const numbers = shown.map((one) => one.row);
        expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b));
        expect(numbers.length + more).toBe(length);
        const wanted = [...troubled, ...Array.from({ length: first }, (_, index) => index + 1)];
        const held = new Set(numbers);
        expect(wanted.filter((one) => one <= length && !held.has(one))).toEqual([]);
        expect(shown.every(({ row, cells }) => cells.length === 1 && cells[0] === String(row))).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it("knows the row of a place", () => {
    expect([rowOfCell("Fix Schedule!G31"), rowOfCell("Feuille 2!AB7"), rowOfCell("Feuille")]).toEqual([31, 7, 0]);
  });
});
