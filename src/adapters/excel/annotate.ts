import { openXlsx, saveXlsx, writeXlsx, type Cell, type CellStyle } from "hucre/xlsx";

import type { CellNote, CellValue } from "#features/timetable/ports.ts";

import { openZip } from "./open-zip.ts";
import { unpack } from "./packed.ts";
import { parse, type ParsedKind } from "./parse.ts";

/** What goes to the child that annotates, beside the workbook's bytes. */
export interface Annotations {
  readonly notes: readonly CellNote[];
  /** A sheet at the end that lists them all. */
  readonly list: { readonly name: string; readonly rows: readonly (readonly string[])[] };
}

/** As spreadsheets colour what is bad, doubtful and only to be known. */
const colours = { error: "FFC7CE", warning: "FFEB9C", notice: "DDEBF7" } as const;
const author = "Carillon";

/**
 * The workbook again with its noted cells coloured and commented. An .xlsx keeps all that it has; what is of
 * another make becomes an .xlsx of its cells.
 */
export async function annotate(bytes: Buffer, kind: ParsedKind, { notes, list }: Annotations): Promise<Buffer> {
  const extra = {
    name: list.name,
    rows: list.rows.map((row) => [...row]),
    columns: list.rows[0]?.map(() => ({ width: 36 })) ?? [],
  };
  if (kind === "zip" && isXlsx(bytes)) {
    const workbook = await openXlsx(bytes, { readStyles: true });
    for (const sheet of workbook.sheets) {
      const cells = new Map(sheet.cells);
      for (const note of notes) {
        if (note.sheet !== sheet.name) continue;
        const key = `${note.row},${note.column}`;
        const before = cells.get(key);
        const value = before?.value ?? sheet.rows[note.row]?.[note.column] ?? null;
        cells.set(key, { type: value === null ? "empty" : "string", ...before, value, ...marked(note, before) });
      }
      sheet.cells = cells;
    }
    const names = new Set(workbook.sheets.map((sheet) => sheet.name));
    if (!names.has(extra.name)) workbook.sheets.push(extra);
    return Buffer.from(await saveXlsx(workbook));
  }
  const parsed = unpack(Buffer.concat([...parse(bytes, kind)]));
  if (parsed.kind !== "sheets") throw new Error(parsed.kind);
  const sheets = parsed.sheets.map(({ name, rows }) => {
    const cells = new Map<string, Partial<Cell>>();
    for (const [row, values] of rows.entries()) {
      for (const [column, value] of values.entries()) {
        if (value?.kind === "date")
          cells.set(`${row},${column}`, { value: value.serial, style: dateStyle(value.serial) });
      }
    }
    for (const note of notes) {
      if (note.sheet !== name) continue;
      const key = `${note.row},${note.column}`;
      const before = cells.get(key) ?? { value: plain(rows[note.row]?.[note.column]) };
      cells.set(key, { ...before, ...marked(note, before) });
    }
    return { name, rows: rows.map((row) => row.map(plain)), cells };
  });
  return Buffer.from(await writeXlsx({ sheets: [...sheets, extra] }));
}

function isXlsx(bytes: Buffer): boolean {
  const zip = openZip(bytes);
  return !("kind" in zip) && zip.names.some((name) => /workbook\d*\.xml$/i.test(name));
}

function marked({ severity, comment }: CellNote, before: { readonly style?: CellStyle } | undefined): Partial<Cell> {
  const fill = { type: "pattern", pattern: "solid", fgColor: { rgb: colours[severity] } } as const;
  return { style: { ...before?.style, fill }, comment: { author, text: comment } };
}

function plain(value: CellValue | undefined): string | number | boolean | null {
  if (value === undefined) return null;
  if (value.kind === "date") return value.serial;
  return value.kind === "number" ? value.number : value.kind === "boolean" ? value.boolean : value.text;
}

function dateStyle(serial: number): CellStyle {
  return { numFmt: serial < 60 ? "hh:mm" : Number.isInteger(serial) ? "yyyy-mm-dd" : "yyyy-mm-dd hh:mm" };
}
