import { rename, rm, writeFile } from "node:fs/promises";

import type { CellStyle } from "hucre";
import { writeXlsx } from "hucre/xlsx";

import type { WrittenCell, WrittenSheet } from "#features/timetable/ports.ts";
import { say } from "#lib/bilingual.ts";
import { causeOf, failed, ok, type Result } from "#lib/failure.ts";

/** Sheets as the bytes of an .xlsx file: texts stay texts whatever they begin with, the head row stands still. */
export async function workbookBytes(sheets: readonly WrittenSheet[]): Promise<Uint8Array> {
  return await writeXlsx({
    sheets: sheets.map(({ name, rows }) => ({
      name,
      rows: rows.map((row) => row.map(valueOf)),
      columns: widthsOf(rows).map((width) => ({ width })),
      cells: new Map(styledCells(rows)),
      freezePane: { rows: 1 },
    })),
  });
}

/** Writes a workbook in one stroke: who reads the path meanwhile finds the old file or the new one, whole. */
export async function writeWorkbook(path: string, sheets: readonly WrittenSheet[]): Promise<Result<undefined>> {
  const half = `${path}.part`;
  try {
    await writeFile(half, await workbookBytes(sheets));
    await rename(half, path);
    return ok(undefined);
  } catch (error) {
    await rm(half, { force: true }).catch(() => undefined);
    return failed({
      code: "workbook.not-written",
      what: say(`Le classeur ne peut pas être écrit.`, `The workbook cannot be written.`),
      remedy: say(
        "Vérifiez que le dossier existe, qu'il a de la place et que Carillon a le droit d'y écrire.",
        "Check that the folder exists, that it has room and that Carillon may write there.",
      ),
      place: path,
      cause: causeOf(error),
    });
  }
}

function valueOf(cell: WrittenCell): string | number | null {
  if (cell === undefined) return null;
  return typeof cell === "object" ? serialOf(cell.moment) : cell;
}

/** Excel's day number: days since 30 December 1899, the time as a part of the day. */
function serialOf(moment: Temporal.PlainDateTime): number {
  const day = Temporal.PlainDate.from("1899-12-30").until(moment.toPlainDate()).days;
  return day + (moment.hour * 60 + moment.minute) / 1_440;
}

type StyledCell = readonly [place: string, cell: { readonly value: string | number | null; readonly style: CellStyle }];

/** The heads in bold, and moments shown as dates. */
function styledCells(rows: WrittenSheet["rows"]): readonly StyledCell[] {
  return rows.flatMap((row, r) =>
    row.flatMap((cell, c): readonly StyledCell[] => {
      const style = r === 0 ? { font: { bold: true } } : { numFmt: "yyyy-mm-dd hh:mm" };
      return r === 0 || typeof cell === "object" ? [[`${r},${c}`, { value: valueOf(cell), style }]] : [];
    }),
  );
}

/** Wide enough for what is in it, and no wider than a person reads. */
function widthsOf(rows: WrittenSheet["rows"]): readonly number[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  return Array.from({ length: columns }, (_, c) => {
    const longest = rows.reduce((most, row) => Math.max(most, lengthOf(row[c])), 0);
    return Math.min(Math.max(longest + 2, 8), 60);
  });
}

function lengthOf(cell: WrittenCell): number {
  return typeof cell === "object" ? "2026-12-24 18:30".length : String(cell ?? "").length;
}
