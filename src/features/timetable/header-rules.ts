import type { TimeZone } from "#lib/ids.ts";

import { readDay } from "./day-rules.ts";
import type { CellValue, Sheet } from "./ports.ts";
import { roles, type ColumnMapping, type Role } from "./shape-rules.ts";
import { fold } from "./text-rules.ts";
import { readTime } from "./time-rules.ts";
import { readTitle } from "./title-rules.ts";
import { zoneNamed } from "./zone-rules.ts";

/** A sheet's header, found. */
export interface Header {
  readonly sheet: Sheet;
  /** Row of the header, from 0. */
  readonly row: number;
  readonly columns: ColumnMapping;
}

/** Header words, accents folded. A role is tried in the order of `roles`; the start comes after all of them. */
const words: Readonly<Record<Role, RegExp>> = {
  email: /\b(e-?mail|mail|courriel)\b/,
  assistant: /\bassistante?s?\b|\bassistance\b/,
  group: /\b(telegram|chat|groupe?s?)\b/,
  duration: /\b(duree|duration|minutes)\b/,
  end: /\b(fin|end|jusqu)\b/,
  day: /\b(day|days|jours?|weekday)\b/,
  level: /\b(niveau|level)\b/,
  coach: /\b(coach|teacher|prof|professeur|professeure|enseignante?|formateur|formatrice|animateur|animatrice)\b/,
  title: /\b(cours|course|class|classe|title|titre|intitule|matiere|topic)\b/,
  remark: /\b(remarques?|remarks?|notes?|commentaires?|comments?|observations?)\b/,
};
const start = /\b(time|heures?|horaires?|hours?|debut|start|begin)\b/;

/** Rows looked at for a header: title blocks and dates may stand above it. */
const deepestHeader = 40;

/** The most likely header of a workbook: the row with the most known columns and with lines below. */
export function findHeader(sheets: readonly Sheet[], only?: string): Header | undefined {
  let best: { readonly header: Header; readonly score: number } | undefined;
  for (const sheet of sheets) {
    if (only !== undefined && fold(sheet.name) !== fold(only)) continue;
    for (let row = 0; row < Math.min(deepestHeader, sheet.rows.length); row += 1) {
      const known = byHeader(sheet.rows[row] ?? []);
      const score = Object.keys(known.byRole).length + known.starts.length;
      const hasTimetable = known.byRole.day !== undefined || known.starts.length > 0;
      if (!hasTimetable || score < 3) continue;
      const days = countDays(sheet, row, known.byRole.day);
      // A template without a line loses against a sheet that is filled.
      const total = score + (days > 0 ? 100 : 0);
      if (best === undefined || total > best.score) best = { header: { sheet, row, columns: known }, score: total };
    }
  }
  if (best === undefined) return undefined;
  return { ...best.header, columns: byContent(best.header) };
}

/** The needed columns that were not found. */
export function missingColumns(columns: ColumnMapping): readonly (Role | "start")[] {
  const needed: readonly Role[] = ["title", "coach", "day", "group"];
  return [
    ...needed.filter((role) => columns.byRole[role] === undefined),
    ...(columns.starts.length === 0 ? ["start" as const] : []),
  ];
}

function byHeader(row: readonly (CellValue | undefined)[]): ColumnMapping {
  const byRole: Partial<Record<Role, number>> = {};
  const starts: { column: number; zone: TimeZone | undefined }[] = [];
  for (const [column, cell] of row.entries()) {
    if (cell?.kind !== "text" || cell.text.includes("@")) continue;
    const text = fold(cell.text);
    // A class that was written over a header cell is no header.
    if (text.length > 40 || readTitle(cell.text).minutes !== undefined) continue;
    const role = roles.find((one) => words[one].test(text));
    if (role !== undefined) byRole[role] ??= column;
    else if (start.test(text)) starts.push({ column, zone: zoneNamed(cell.text) });
  }
  return { byRole, starts };
}

/** Finds the columns whose header is damaged by what their cells hold. */
function byContent({ sheet, row, columns }: Header): ColumnMapping {
  const byRole: Partial<Record<Role, number>> = { ...columns.byRole };
  const lines = sheet.rows.slice(row + 1, row + 201);
  const taken = new Set([...Object.values(byRole), ...columns.starts.map((one) => one.column)]);
  const width = Math.max(0, ...lines.map((line) => line.length));
  const free = Array.from({ length: width }, (_, column) => column).filter((column) => !taken.has(column));
  const take = (role: Role, holds: (text: string, line: readonly (CellValue | undefined)[]) => boolean) => {
    if (byRole[role] !== undefined) return;
    const column = free.find((one) => !taken.has(one) && mostly(lines, one, holds));
    if (column === undefined) return;
    byRole[role] = column;
    taken.add(column);
  };
  take("email", (text) => /^\S+@\S+\.\S+$/.test(text));
  take("group", (text) => /^-\d{9,}$/.test(text));
  take("day", (text) => readDay(text).kind === "day");
  take("title", (text) => readTitle(text).minutes !== undefined);
  take("coach", (text, line) => {
    const title = byRole.title === undefined ? undefined : textOf(line[byRole.title]);
    return title !== undefined && fold(title).startsWith(fold(text)) && fold(title) !== fold(text);
  });
  // Without such titles: names are two or three words, and come back on several lines.
  take("coach", (text) => /^\p{Lu}[\p{L}'’-]+( \p{L}[\p{L}'’-]+){1,3}$/u.test(text.trim()));
  const starts =
    columns.starts.length > 0
      ? columns.starts
      : free
          .filter((column) => !taken.has(column) && mostlyTimes(lines, column))
          .slice(0, 1)
          .map((column) => ({ column, zone: undefined }));
  return { byRole, starts };
}

function mostly(
  lines: readonly (readonly (CellValue | undefined)[])[],
  column: number,
  holds: (text: string, line: readonly (CellValue | undefined)[]) => boolean,
): boolean {
  const filled = lines.filter((line) => textOf(line[column]) !== undefined);
  const fitting = filled.filter((line) => holds(textOf(line[column]) ?? "", line));
  return filled.length > 0 && fitting.length > filled.length / 2;
}

function mostlyTimes(lines: readonly (readonly (CellValue | undefined)[])[], column: number): boolean {
  const filled = lines.flatMap((line) => (line[column] === undefined ? [] : [line[column]]));
  return filled.length > 0 && filled.filter((cell) => readTime(cell).kind === "time").length > filled.length / 2;
}

function countDays(sheet: Sheet, row: number, column: number | undefined): number {
  if (column === undefined) return 0;
  return sheet.rows.slice(row + 1).filter((line) => {
    const text = textOf(line[column]);
    return text !== undefined && readDay(text).kind === "day";
  }).length;
}

/** The text of a cell; a number's digits. */
export function textOf(cell: CellValue | undefined): string | undefined {
  if (cell?.kind === "text") return cell.text.trim() === "" ? undefined : cell.text;
  return cell?.kind === "number" ? cell.text : undefined;
}
