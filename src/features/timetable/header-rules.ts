import { idFrom, type TimeZone } from "#lib/ids.ts";

import { textOf } from "./cell-rules.ts";
import {
  dayColumnsIn,
  fitsRole,
  mostly,
  mostlyTimedDays,
  mostlyTimes,
  type DayColumn,
  type Row,
} from "./content-rules.ts";
import { announcedBy, type Announced } from "./header-words-rules.ts";
import type { Sheet } from "./ports.ts";
import type { ColumnMapping, RememberedMapping, Role, StartColumn } from "./shape-rules.ts";
import { fold } from "./text-rules.ts";
import { readTitle } from "./title-rules.ts";
import { zoneNamed } from "./zone-rules.ts";

/** What the recognition is not sure of; a person is asked once, and the answer is remembered. */
export type Doubt =
  /** Two columns may hold it; the first was taken. */
  | { readonly kind: "two columns"; readonly role: Role; readonly columns: readonly number[] }
  /** Only what the cells hold speaks for it. */
  | { readonly kind: "by content"; readonly role: Role | "start"; readonly column: number }
  /** There is no header row: everything is read from what the cells hold. */
  | { readonly kind: "no header" }
  /** Two sheets hold the same lines: a copy, or an old one. */
  | { readonly kind: "two sheets"; readonly sheets: readonly string[]; readonly lines: number };

/** A sheet's header, found. */
export interface Header {
  readonly sheet: Sheet;
  /** Row of the header, from 0; -1 when the sheet has none. */
  readonly row: number;
  readonly shape: string;
  readonly columns: ColumnMapping;
  /** Days that stand side by side as columns, with the time of a class below; empty where one column gives the day. */
  readonly dayColumns: readonly DayColumn[];
  /** How many columns are known by their header. */
  readonly score: number;
  readonly doubts: readonly Doubt[];
  /** True when a person decided the columns. */
  readonly isDecided: boolean;
}

/** Rows looked at for a header: title blocks and dates may stand above it. */
const deepestHeader = 40;

/**
 * The most likely header of a sheet: one that a person decided on, else the row with the most known columns,
 * else, in a sheet without any, what the cells hold.
 */
export function findHeader(sheet: Sheet, remembered: readonly RememberedMapping[] = []): Header | undefined {
  const rows = sheet.rows.slice(0, deepestHeader);
  for (const [row, cells] of rows.entries()) {
    const shape = shapeOf(cells);
    const decided = remembered.find((one) => one.shape === shape && one.sheet === undefined);
    if (decided?.columns === undefined) continue;
    const dayColumns = daysBeside(decided.columns, cells);
    return { sheet, row, shape, columns: decided.columns, dayColumns, score: 100, doubts: [], isDecided: true };
  }
  let best: { readonly row: number; readonly score: number; readonly announced: readonly Column[] } | undefined;
  for (const [row, cells] of rows.entries()) {
    const announced = announcedIn(cells);
    const known = new Set(announced.map((one) => one.role));
    if (dayColumnsIn(cells).length > 0) known.add("day");
    const score = known.size + Math.max(0, announced.filter((one) => one.role === "start").length - 1);
    // A slip alone makes no header: half of the words must be there as they are written.
    const sure = announced.filter((one) => one.strength !== "slip").length;
    const hasTimetable = known.has("day") || known.has("start") || known.has("end");
    if (!hasTimetable || score < 3 || sure * 2 < announced.length) continue;
    if (best === undefined || score > best.score) best = { row, score, announced };
  }
  if (best === undefined) return headless(sheet, remembered);
  const below = sheet.rows.slice(best.row + 1, best.row + 201);
  const cells = sheet.rows[best.row] ?? [];
  const settled = settle(best.announced, below, cells);
  return { sheet, row: best.row, shape: shapeOf(cells), ...settled, score: best.score, isDecided: false };
}

/** The header of a given row, when a person says where it stands. */
export function headerAt(sheet: Sheet, row: number): Header {
  const cells = sheet.rows[row] ?? [];
  const settled = settle(announcedIn(cells), sheet.rows.slice(row + 1, row + 201), cells);
  return { sheet, row, shape: shapeOf(cells), ...settled, score: 0, isDecided: false };
}

/** The columns named after days, where no single column gives the day and none of them holds something else. */
function daysBeside({ byRole, starts }: ColumnMapping, header: Row): readonly DayColumn[] {
  if (byRole.day !== undefined) return [];
  const taken = new Set([...Object.values(byRole), ...starts.map((one) => one.column)]);
  const found = dayColumnsIn(header);
  return found.some((one) => taken.has(one.column)) ? [] : found;
}

/**
 * Recognises a workbook's shape from one week to the next: the header's texts in their columns. A cell that
 * something else was written over (a class, a number, a date) counts as damaged whatever it holds.
 */
function shapeOf(cells: Row): string {
  const texts = cells.map((cell) => {
    if (cell === undefined) return "";
    const text = cell.kind === "text" ? fold(cell.text) : "*";
    return text.length > 40 || text.includes("@") || readTitle(text).minutes !== undefined ? "*" : text;
  });
  const width = texts.findLastIndex((text) => text !== "") + 1;
  return idFrom("shape", ...texts.slice(0, width));
}

interface Column extends Announced {
  readonly column: number;
  readonly zone: TimeZone | undefined;
}

function announcedIn(cells: Row): readonly Column[] {
  return cells.flatMap((cell, column) => {
    if (cell?.kind !== "text" || cell.text.includes("@") || cells[column - 1] === cell) return [];
    // A class that was written over a header cell is no header.
    if (fold(cell.text).length > 40 || readTitle(cell.text).minutes !== undefined) return [];
    const announced = announcedBy(cell.text);
    return announced === undefined ? [] : [{ ...announced, column, zone: zoneNamed(cell.text) }];
  });
}

/** One column a role: the best of those announced; then, by what the cells hold, those whose header is damaged. */
function settle(
  announced: readonly Column[],
  lines: readonly Row[],
  header: Row,
): Pick<Header, "columns" | "dayColumns" | "doubts"> {
  const byRole: Partial<Record<Role, number>> = {};
  const doubts: Doubt[] = [];
  const starts: StartColumn[] = [];
  for (const [role, candidates] of Map.groupBy(announced, (one) => one.role)) {
    if (role === "start") {
      starts.push(...candidates.map(({ column, zone }) => ({ column, zone })));
      continue;
    }
    const ranked = candidates
      .map(({ column, strength }) => ({ column, rank: fitsRole(role, column, lines) * 4 + rankOf[strength] }))
      .toSorted((a, b) => b.rank - a.rank || a.column - b.column);
    const [first, second] = ranked;
    if (first === undefined) continue;
    byRole[role] = first.column;
    const isNeeded = role === "title" || role === "coach" || role === "group";
    if (isNeeded && second !== undefined && second.rank === first.rank && mostly(lines, second.column, () => true)) {
      doubts.push({ kind: "two columns", role, columns: [first.column, second.column] });
    }
  }
  // A column of times whose cells name the day too (`Lundi 19h30`) is the column of the day.
  const timedDays = starts.findIndex(({ column }) => mostlyTimedDays(lines, column));
  if (byRole.day === undefined && timedDays >= 0) byRole.day = starts.splice(timedDays, 1)[0]?.column ?? 0;
  return byContent({ byRole, starts }, lines, header, doubts);
}

const rankOf: Readonly<Record<Announced["strength"], number>> = { exact: 2, weak: 1, slip: 1 };

/** Finds the columns whose header is damaged by what their cells hold. */
function byContent(
  known: ColumnMapping,
  lines: readonly Row[],
  header: Row,
  doubts: Doubt[],
): Pick<Header, "columns" | "dayColumns" | "doubts"> {
  const dayColumns = daysBeside(known, header);
  const byRole: Partial<Record<Role, number>> = { ...known.byRole };
  const starts = [...known.starts];
  const taken = new Set([...Object.values(byRole), ...[...starts, ...dayColumns].map((one) => one.column)]);
  const width = Math.max(0, ...lines.map((line) => line.length));
  const free = () => Array.from({ length: width }, (_, column) => column).filter((column) => !taken.has(column));
  const take = (role: Role, holds: (text: string, line: Row) => boolean, isSure = true) => {
    if (byRole[role] !== undefined) return;
    const column = free().find((one) => mostly(lines, one, holds));
    if (column === undefined) return;
    byRole[role] = column;
    taken.add(column);
    if (!isSure) doubts.push({ kind: "by content", role, column });
  };
  for (const role of ["email", "group", "day", "link"] as const) {
    if (byRole[role] !== undefined || (role === "day" && dayColumns.length > 0)) continue;
    const column = free().find((one) => fitsRole(role, one, lines) === 1);
    if (column === undefined) continue;
    byRole[role] = column;
    taken.add(column);
  }
  take("title", (text) => readTitle(text).minutes !== undefined);
  take("coach", (text, line) => {
    const title = byRole.title === undefined ? undefined : textOf(line[byRole.title]);
    return title !== undefined && fold(title).startsWith(fold(text)) && fold(title) !== fold(text);
  });
  // Without such titles: names are two or three words, and come back on several lines.
  take("coach", (text) => /^\p{Lu}[\p{L}'’-]+( \p{L}[\p{L}'’-]+){1,3}$/u.test(text.trim()), false);
  for (const column of free()) {
    const zone = zoneNamed(textOf(header[column]) ?? "");
    if ((zone === undefined && starts.length > 0) || !mostlyTimes(lines, column)) continue;
    // A header that names only a zone (`GMT`, `Paris`) is as sure as one that says time.
    if (zone === undefined) doubts.push({ kind: "by content", role: "start", column });
    starts.push({ column, zone });
    taken.add(column);
  }
  return { columns: { byRole, starts }, dayColumns, doubts };
}

/** A sheet without a header row: taken only when a day, a time and a group are in its cells, and asked about. */
function headless(sheet: Sheet, remembered: readonly RememberedMapping[]): Header | undefined {
  const lines = sheet.rows.slice(0, 200);
  const width = Math.max(0, ...lines.map((line) => line.length));
  const shape = idFrom("shape without a header", String(width));
  const decided = remembered.find((one) => one.shape === shape && one.sheet === undefined);
  if (decided?.columns !== undefined) {
    return { sheet, row: -1, shape, columns: decided.columns, dayColumns: [], score: 100, doubts: [], isDecided: true };
  }
  const { columns } = byContent({ byRole: {}, starts: [] }, lines, [], []);
  const { day, group, title } = columns.byRole;
  if (day === undefined || group === undefined || title === undefined) return undefined;
  if (columns.starts.length === 0 && !mostlyTimedDays(lines, day)) return undefined;
  const doubts: readonly Doubt[] = [{ kind: "no header" }];
  return { sheet, row: -1, shape, columns, dayColumns: [], score: 0, doubts, isDecided: false };
}
