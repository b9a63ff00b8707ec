import * as xlsx from "@e965/xlsx";
import type { CellAddress, CellObject, ParsingOptions, WorkBook, WorkSheet } from "@e965/xlsx";

import { ZipDamaged, type OpenZip } from "./open-zip.ts";
import type { Packer } from "./packed.ts";
import { walls } from "./walls.ts";

/** The parser's own entry for a zip that is open already; it is exported, and left out of the types. */
const { parse_zip: parseZip } = xlsx as unknown as {
  parse_zip(
    zip: { readonly files: Readonly<Record<string, { readonly name: string; asNodeBuffer(): Buffer }>> },
    options: ParsingOptions,
  ): WorkBook;
};

/** Dates stay numbers, formulas are not even read, and no text is made of what nobody asks for. */
const options: ParsingOptions = {
  type: "buffer",
  dense: true,
  cellDates: false,
  cellFormula: false,
  cellHTML: false,
  cellText: false,
  cellNF: true,
};

/** A sheet larger than any timetable. */
export class SheetTooBig extends Error {}

/** Reads a workbook that is a zip. */
export function readZip(zip: OpenZip, packer: Packer): void {
  // One of these makes a workbook; without it the parser would only say that it does not know the zip.
  if (!zip.names.some((name) => /^content\.xml$|workbook[^/]*\.(xml|bin)$/i.test(name))) {
    throw new ZipDamaged("this archive holds no workbook");
  }
  const files = Object.fromEntries(
    zip.names.map((name) => [name, { name, asNodeBuffer: () => withoutRanges(zip.part(name)) }]),
  );
  const workbook = parseZip({ files }, options);
  const damage = zip.damage();
  if (damage !== undefined) throw damage;
  packSheets(workbook, packer);
}

/** Reads a workbook of any other make: .xls, or a workbook as one XML text. */
export function readWhole(bytes: Buffer, packer: Packer): void {
  packSheets(xlsx.read(bytes, options), packer);
}

/** Parts of a sheet that name whole ranges, which the parser would walk cell by cell: links and rules of format. */
const ranged = ["hyperlinks", "dataValidations", "conditionalFormatting"] as const;

function withoutRanges(bytes: Buffer): Buffer {
  let kept = bytes;
  for (const tag of ranged) {
    for (;;) {
      const from = kept.indexOf(`<${tag}`);
      const to = from < 0 ? -1 : kept.lastIndexOf(`</${tag}>`);
      if (to < from || from < 0) break;
      kept = Buffer.concat([kept.subarray(0, from), kept.subarray(to + tag.length + 3)]);
    }
  }
  return kept;
}

function packSheets({ SheetNames: names, Sheets: sheets, Workbook: about }: WorkBook, packer: Packer): void {
  // Days are counted from 1904 in some workbooks made on a Mac; four years and a day make them like the others.
  const shift = about?.WBProps?.date1904 === true ? 1_462 : 0;
  let cells = 0;
  for (const [index, name] of names.entries()) {
    packer.sheet(name, (about?.Sheets?.[index]?.Hidden ?? 0) > 0);
    cells += packSheet(sheets[name], shift, packer);
    if (cells > walls.cells) throw new SheetTooBig(`> ${walls.cells} cells`);
  }
}

/** The parser's rows: those without a cell are not there, and one far below may be the only one. */
type Dense = ((CellObject | undefined)[] | undefined)[];

/** Gives the number of cells. Each row is let go once it is packed. */
function packSheet(sheet: WorkSheet | undefined, shift: number, packer: Packer): number {
  const dense = (sheet?.["!data"] ?? []) as Dense;
  if (dense.length > walls.rows) throw new SheetTooBig(`row ${dense.length}`);
  const last = lastRow(dense) + 1;
  for (const { s: first, e: end } of sheet?.["!merges"] ?? []) spread(dense, first, end, last);
  let cells = 0;
  for (let row = 0; row < last; row += 1) {
    const given = dense[row] ?? [];
    const packed: number[] = [];
    for (let column = 0; column < Math.min(given.length, walls.columns); column += 1) {
      packed.push(packedCell(given[column], shift, packer));
    }
    packer.row(packed);
    cells += packed.length;
    if (cells > walls.cells) throw new SheetTooBig(`> ${walls.cells} cells`);
    dense[row] = undefined;
  }
  return cells;
}

/**
 * The last row with a value, -1 without any; rows that were only coloured come after it in many workbooks. Only the
 * rows that are there are looked at.
 */
function lastRow(dense: Dense): number {
  return Number(Object.keys(dense).findLast((key) => dense[Number(key)]?.some((cell) => cell?.v !== undefined)) ?? -1);
}

/** A merged range repeats its first cell. It may claim the whole sheet; only rows that exist are filled. */
function spread(dense: Dense, first: CellAddress, end: CellAddress, rows: number): void {
  const value = dense[first.r]?.[first.c];
  if (value === undefined) return;
  for (let row = first.r; row <= Math.min(end.r, rows - 1); row += 1) {
    const cells = (dense[row] ??= []);
    const until = Math.min(end.c, first.c + 63, walls.columns - 1);
    for (let column = first.c; column <= until; column += 1) cells[column] = value;
  }
}

function packedCell(cell: CellObject | undefined, shift: number, packer: Packer): number {
  if (cell === undefined) return 0;
  if (cell.t === "s") return packer.text(String(cell.v ?? ""));
  if (cell.t === "b") return packer.other({ kind: "boolean", boolean: cell.v === true });
  if (cell.t === "e") return packer.other({ kind: "error", text: String(cell.w ?? "#ERROR!") });
  if (cell.t !== "n" || typeof cell.v !== "number") return 0;
  if (!isDate(cell.z === undefined ? "General" : String(cell.z))) return packer.number(cell.v);
  return packer.date(cell.v >= 1 ? cell.v + shift : cell.v);
}

const dates = new Map<string, boolean>();

function isDate(format: string): boolean {
  const known = dates.get(format) ?? xlsx.SSF.is_date(format);
  dates.set(format, known);
  return known;
}
