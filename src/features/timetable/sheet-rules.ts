import { dayColumnsIn, mostlyTimedDays, mostlyTimes, type Row } from "./content-rules.ts";
import { readDay } from "./day-rules.ts";
import { findHeader, type Header } from "./header-rules.ts";
import type { Sheet } from "./ports.ts";
import type { ColumnMapping, RememberedMapping, Role } from "./shape-rules.ts";
import { fold } from "./text-rules.ts";

/** A sheet that may be read, and what it lacks for it. */
export interface Candidate {
  readonly header: Header;
  readonly absent: readonly (Role | "start")[];
  /** The day that the sheet's name gives to its lines: `Lundi`. */
  readonly day: number | undefined;
  /** True when a column, the sheet's name or headings over the lines give the day. */
  readonly hasDay: boolean;
  /** True when the cells of the days give the time too. */
  readonly hasTime: boolean;
  readonly hasLines: boolean;
}

/** Names of sheets that people keep beside the timetable. */
const keptBeside =
  /\b(old|ancien(ne)?s?|archives?|archived|copie|copy|backup|sauvegarde|modeles?|template|brouillon|draft|exemples?|examples?)\b/;

/** The sheets of a workbook that have a header, or the one sheet that is asked for. */
export function candidates(
  sheets: readonly Sheet[],
  remembered: readonly RememberedMapping[],
  only: string | undefined,
): readonly Candidate[] {
  return sheets.flatMap((sheet) => {
    if (only !== undefined && fold(sheet.name) !== fold(only)) return [];
    const header = findHeader(sheet, remembered);
    if (header === undefined) return [];
    const isLeftAlone = remembered.some(
      (one) => one.columns === undefined && one.shape === header.shape && one.sheet === sheet.name,
    );
    if (isLeftAlone && only === undefined) return [];
    return [candidateOf(header)];
  });
}

/** A header as a candidate, with what it lacks. */
export function candidateOf(header: Header): Candidate {
  const { sheet, row, columns, dayColumns } = header;
  const hasColumn = columns.byRole.day !== undefined || dayColumns.length > 0;
  const named = readDay(sheet.name);
  const day = named.kind === "day" && !hasColumn ? named.weekday : undefined;
  const hasDay = hasColumn || day !== undefined || sheet.rows.some((cells) => headingOf(cells) !== undefined);
  const hasLines = sheet.rows.slice(row + 1).some((cells) => cells.some((cell) => cell !== undefined));
  const below = sheet.rows.slice(row + 1, row + 201);
  const hasTime =
    columns.byRole.day === undefined
      ? dayColumns.some(({ column }) => mostlyTimes(below, column))
      : mostlyTimedDays(below, columns.byRole.day);
  return { header, absent: missingColumns(columns, { hasDay, hasTime }), day, hasDay, hasTime, hasLines };
}

/**
 * The sheets to read: all that have every needed column, without those that are hidden, or named as a copy or an
 * old one, unless there is nothing else. When none has every column, the nearest one, so that it can be told
 * what is missing.
 */
export function chosen(found: readonly Candidate[]): readonly Candidate[] {
  const whole = found.filter((one) => one.absent.length === 0);
  const filled = whole.filter((one) => one.hasLines);
  const current = filled.filter(({ header: { sheet, isDecided } }) => {
    return isDecided || (sheet.hidden !== true && !keptBeside.test(fold(sheet.name).replaceAll("_", " ")));
  });
  const best = [current, filled, whole].find((list) => list.length > 0);
  if (best !== undefined) return best === current ? current : best.slice(0, 1);
  const nearest = found.toSorted(
    (a, b) =>
      Number(b.hasLines) - Number(a.hasLines) || a.absent.length - b.absent.length || b.header.score - a.header.score,
  )[0];
  return nearest === undefined ? [] : [nearest];
}

/** The day of a heading that stands alone in its row, over the lines of that day; merged cells count as one. */
export function headingOf(row: Row): number | undefined {
  let text: string | undefined;
  for (const cell of row) {
    if (cell === undefined) continue;
    if (cell.kind !== "text" || (text !== undefined && text !== cell.text)) return undefined;
    text = cell.text;
  }
  const day = text === undefined ? undefined : readDay(text);
  return day?.kind === "day" ? day.weekday : undefined;
}

/** The columns that a header knows. */
export function columnsOf({ columns: { byRole, starts } }: Header): readonly number[] {
  return [...Object.values(byRole), ...starts.map((one) => one.column)];
}

/** True for a row that repeats the header in the columns that it knows, as printed timetables do over each day. */
export function repeatsHeader(header: Row, cells: Row, columns: readonly number[]): boolean {
  let same = 0;
  for (const column of columns) {
    const there = header[column];
    const here = cells[column];
    if (there?.kind !== "text" || here === undefined) continue;
    if (here.kind !== "text" || here.text !== there.text) return false;
    same += 1;
  }
  return same >= 3;
}

/** The needed columns that were not found. */
export function missingColumns(
  columns: ColumnMapping,
  { hasDay, hasTime }: Pick<Candidate, "hasDay" | "hasTime">,
): readonly (Role | "start")[] {
  const needed: readonly Role[] = ["title", "coach", "day", "group"];
  return [
    ...needed.filter((role) => columns.byRole[role] === undefined && !(role === "day" && hasDay)),
    ...(columns.starts.length === 0 && !hasTime ? ["start" as const] : []),
  ];
}

/** Days side by side that make a week, in a sheet that names no course, coach and group in columns. */
const daysOfGrid = 3;

/** The first sheet that is a grid, days beside each other and hours below: nothing there says whose class it is. */
export function findGrid(sheets: readonly Sheet[]): { readonly sheet: string; readonly row: number } | undefined {
  for (const { name, rows } of sheets) {
    const row = rows.slice(0, 40).findIndex((cells) => dayColumnsIn(cells).length >= daysOfGrid);
    if (row >= 0) return { sheet: name, row: row + 1 };
  }
  return undefined;
}
