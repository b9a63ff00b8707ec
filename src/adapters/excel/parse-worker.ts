import { parentPort, workerData } from "node:worker_threads";

import { read, SSF, type CellObject, type WorkSheet } from "@e965/xlsx";

import type { CellValue, Sheet } from "#features/timetable/ports.ts";

import type { Parsed } from "./read-workbook.ts";

// Runs alone in its thread: the parser may hang or run out of memory here without harm to the app.
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread, not a window: there is no origin
parentPort?.postMessage(parse(Buffer.from(workerData as Uint8Array)));

function parse(bytes: Buffer): Parsed {
  try {
    const workbook = read(bytes, {
      type: "buffer",
      dense: true,
      cellDates: false,
      cellFormula: false,
      cellHTML: false,
      cellText: false,
      cellNF: true,
    });
    // Days are counted from 1904 in some workbooks made on a Mac; four years and a day make them like the others.
    const shift = workbook.Workbook?.WBProps?.date1904 === true ? 1_462 : 0;
    const sheets = workbook.SheetNames.map((name) => gridOf(name, workbook.Sheets[name], shift));
    return { kind: "sheets", sheets };
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    return /password|encrypt/i.test(cause) ? { kind: "encrypted" } : { kind: "unreadable", cause };
  }
}

function gridOf(name: string, sheet: WorkSheet | undefined, shift: number): Sheet {
  const dense = (sheet?.["!data"] ?? []) as readonly (readonly (CellObject | undefined)[] | undefined)[];
  const rows = Array.from({ length: dense.length }, (_, row) =>
    Array.from({ length: dense[row]?.length ?? 0 }, (_unused, column) => valueOf(dense[row]?.[column], shift)),
  );
  for (const { s: first, e: last } of sheet?.["!merges"] ?? []) {
    const value = rows[first.r]?.[first.c];
    if (value === undefined) continue;
    // A merge may claim the whole sheet; only rows that exist are filled.
    for (let row = first.r; row <= Math.min(last.r, rows.length - 1); row += 1) {
      for (let column = first.c; column <= Math.min(last.c, first.c + 255); column += 1) {
        const cells = rows[row];
        if (cells !== undefined) cells[column] = value;
      }
    }
  }
  return { name, rows };
}

function valueOf(cell: CellObject | undefined, shift: number): CellValue | undefined {
  if (cell === undefined) return undefined;
  if (cell.t === "s") {
    const text = String(cell.v ?? "");
    return text.trim() === "" ? undefined : { kind: "text", text };
  }
  if (cell.t === "b") return { kind: "boolean", boolean: cell.v === true };
  if (cell.t === "e") return { kind: "error", text: String(cell.w ?? "#ERROR!") };
  if (cell.t !== "n" || typeof cell.v !== "number") return undefined;
  const format = cell.z === undefined ? "General" : String(cell.z);
  if (SSF.is_date(format)) return { kind: "date", serial: cell.v >= 1 ? cell.v + shift : cell.v };
  return { kind: "number", number: cell.v, text: digitsOf(cell.v) };
}

/** Every digit of a whole number, never `1e+21`. */
function digitsOf(value: number): string {
  return Number.isInteger(value) ? BigInt(value).toString() : String(value);
}
