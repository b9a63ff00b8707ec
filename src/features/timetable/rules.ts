import type { School } from "#features/school/rules.ts";
import { failed, ok, type Result } from "#lib/failure.ts";
import type { TimeZone } from "#lib/ids.ts";

import { checkLines } from "./check-rules.ts";
import type { DayColumn } from "./content-rules.ts";
import { duplicated } from "./conflict-rules.ts";
import { orderOf } from "./date-rules.ts";
import type { Doubt, Header } from "./header-rules.ts";
import { headersOf } from "./mapping-rules.ts";
import { readLine, type LineContext, type ReadLine } from "./line-rules.ts";
import type { Workbook } from "./ports.ts";
import { cellReader, type CellReader } from "./reader-rules.ts";
import { settled } from "./settle-rules.ts";
import type { ColumnMapping, DamagedLine, Problem, RememberedMapping, TimetableLine } from "./shape-rules.ts";
import { sharing } from "./sharing-rules.ts";
import { candidates, chosen, columnsOf, findGrid, headingOf, repeatsHeader, type Candidate } from "./sheet-rules.ts";
import { readColumns } from "./start-rules.ts";
import { inTextOrder } from "./text-rules.ts";
import * as texts from "./texts.ts";
import { toldOnce } from "./told-once-rules.ts";

export { diffTimetable, type TimetableDiff } from "./diff-rules.ts";
export type { ColumnMapping, DamagedLine, Problem, RememberedMapping, TimetableLine } from "./shape-rules.ts";

/** How one sheet was read. */
export interface SheetReading {
  readonly sheet: string;
  /** Row of the header as Excel counts, from 1; 0 when the sheet has none. */
  readonly headerRow: number;
  /** The header's texts, column by column; empty for an empty cell. */
  readonly headers: readonly string[];
  /** Recognises sheets of this make from one workbook to the next. */
  readonly shape: string;
  readonly columns: ColumnMapping;
  /** The columns that are named after days, where no column gives the day. */
  readonly dayColumns: readonly DayColumn[];
  /** The column that is the truth of the times, from 0. */
  readonly truth: number;
  /** What the recognition is not sure of; an import asks before it goes on. */
  readonly doubts: readonly Doubt[];
}

/** A timetable, read from a workbook. */
export interface TimetableReading {
  /** The sheet's name; several, joined by commas. */
  readonly sheet: string;
  /** Row of the first sheet's header as Excel counts, from 1. */
  readonly headerRow: number;
  readonly columns: ColumnMapping;
  readonly sheets: readonly SheetReading[];
  readonly entries: readonly TimetableLine[];
  /** The lines that an error left out, as far as they could be read. */
  readonly damaged: readonly DamagedLine[];
  readonly problems: readonly Problem[];
}

/**
 * Finds the timetable in a workbook and reads its lines.
 *
 * `today` is the day in the school's zone from which the columns of other zones are checked. A line with an
 * error is left out, never guessed; the whole fails only when there is no sheet, no needed column or no line.
 * Where the recognition is in doubt the reading says so (`doubts`), and is what an answer of "yes" would give.
 */
export function readTimetable(
  workbook: Workbook,
  {
    school,
    today,
    sheet,
    remembered = [],
  }: {
    readonly school: School;
    readonly today: Temporal.PlainDate;
    readonly sheet?: string;
    /** What people decided about sheets of known shapes. */
    readonly remembered?: readonly RememberedMapping[];
  },
): Result<TimetableReading> {
  const found = candidates(workbook.sheets, remembered, sheet);
  const [first, ...others] = chosen(found);
  if (first === undefined) {
    const grid = findGrid(sheet === undefined ? workbook.sheets : workbook.sheets.filter((one) => one.name === sheet));
    if (grid !== undefined) return failed(texts.grid(grid.sheet, grid.row));
    const names = workbook.sheets.map((one) => one.name);
    return failed(texts.noSheet(workbook.fileName, names));
  }
  const { header, absent } = first;
  if (absent.length > 0) return failed(texts.noColumn(header.sheet.name, header.row + 1, absent));

  const reader = cellReader();
  const read = [first, ...others].map((one) => readSheet(one, school, reader));
  const lines = read.flatMap((one) => one.lines);
  const problems = read.flatMap((one) => one.problems);
  if (lines.length === 0 && problems.length === 0) return failed(texts.noLine(header.sheet.name));

  const copies = read.length === 1 ? [] : twoSheets(read);
  const once = withoutDuplicates(lines, problems);
  const courses = sharing(once, ({ line }) => line.courseKey);
  problems.push(...checkLines(once, courses, today));
  const sheets = read.map((one) => ({ ...one.reading, doubts: [...one.reading.doubts, ...copies] }));
  return ok({
    sheet: sheets.map((one) => one.sheet).join(", "),
    headerRow: header.row + 1,
    columns: header.columns,
    sheets,
    entries: settled(once, courses),
    damaged: read.flatMap((one) => one.damaged),
    problems: toldOnce(inOrder(problems, sheets)),
  });
}

interface SheetLines {
  readonly reading: SheetReading;
  readonly lines: readonly ReadLine[];
  readonly damaged: readonly DamagedLine[];
  readonly problems: readonly Problem[];
}

function readSheet({ header, day }: Candidate, school: School, reader: CellReader): SheetLines {
  const { from, until } = header.columns.byRole;
  const dated = [from, until].filter((column) => column !== undefined);
  const below = dated.length === 0 ? [] : header.sheet.rows.slice(header.row + 1);
  const order = dated.length === 0 ? undefined : orderOf(below.flatMap((row) => dated.map((column) => row[column])));
  const truth = findTruth(header, school, reader);
  const context: LineContext = {
    header,
    school,
    starts: readColumns(header.columns.starts, reader, school),
    truthColumn: truth,
    dateOrder: order ?? "day first",
    isOrderSure: order !== undefined,
    reader,
  };
  const lines: ReadLine[] = [];
  const damaged: DamagedLine[] = [];
  const problems: Problem[] = [];
  let sectionDay = day;
  const { rows } = header.sheet;
  const columns = columnsOf(header);
  for (let row = 0; row < rows.length; row += 1) {
    const cells = rows[row] ?? [];
    // A heading may stand above the header too.
    const heading = headingOf(cells);
    if (heading !== undefined) sectionDay = heading;
    if (row <= header.row || heading !== undefined) continue;
    if (repeatsHeader(rows[header.row] ?? [], cells, columns)) continue;
    const result = readLine(context, row, cells, sectionDay);
    if (result === undefined) continue;
    lines.push(...result.read);
    problems.push(...result.problems);
    damaged.push(...result.damaged);
  }
  const headers = headersOf(header);
  const { shape, dayColumns, doubts } = header;
  const found = { headers, shape, columns: header.columns, dayColumns, truth, doubts };
  const reading = { sheet: header.sheet.name, headerRow: header.row + 1, ...found };
  return { reading, lines, damaged, problems };
}

/**
 * The column of times that is the truth: the one that a person named; else one in GMT or UTC, since no clock
 * change moves it; else one in the school's own zone; else the first.
 */
function findTruth({ sheet, row, columns, dayColumns }: Header, school: School, reader: CellReader): number {
  if (columns.truth !== undefined) return columns.truth;
  const zoneOf = (column: number, zone: TimeZone | undefined) => {
    if (zone !== undefined) return zone;
    for (const cells of sheet.rows.slice(row + 1)) {
      const time = cells[column] === undefined ? undefined : reader.time(cells[column]);
      if (time?.kind === "time") return time.zone ?? school.timeZone;
    }
    return school.timeZone;
  };
  const zones = columns.starts.map(({ column, zone }) => ({ column, zone: zoneOf(column, zone) }));
  const truth =
    zones.find((one) => one.zone === "UTC") ?? zones.find((one) => one.zone === school.timeZone) ?? zones[0];
  return truth?.column ?? columns.byRole.day ?? dayColumns[0]?.column ?? 0;
}

/** Two sheets that hold the same lines are a copy and its original, and nobody but the school knows which is which. */
function twoSheets(read: readonly SheetLines[]): readonly Doubt[] {
  const seen = new Map<string, string>();
  const shared = new Map<string, { readonly sheets: readonly string[]; lines: number }>();
  for (const { reading, lines } of read) {
    for (const { line } of lines) {
      const key = keyOf(line);
      const other = seen.get(key);
      if (other === undefined) seen.set(key, reading.sheet);
      else if (other !== reading.sheet) {
        const pair = `${other}|${reading.sheet}`;
        const known = shared.get(pair) ?? { sheets: [other, reading.sheet], lines: 0 };
        known.lines += 1;
        shared.set(pair, known);
      }
    }
  }
  return [...shared.values()].map(({ sheets, lines }) => ({ kind: "two sheets", sheets, lines }));
}

/**
 * The same course at the same time twice counts once: the line whose content comes first, so that the order of the
 * sheet's lines changes nothing; of lines that say the very same, the upper one.
 */
function withoutDuplicates(lines: readonly ReadLine[], problems: Problem[]): readonly ReadLine[] {
  const repeated = new Set<ReadLine>();
  const ofOneCourse = sharing(lines, ({ line }) => line.courseKey);
  for (const same of ofOneCourse.flatMap((course) => sharing(course, ({ line }) => keyOf(line)))) {
    const [one, ...others] = same.toSorted(byContent);
    if (one === undefined) continue;
    for (const other of others) {
      repeated.add(other);
      problems.push(duplicated(other.line.cell, other.line, one.line.cell));
    }
  }
  return repeated.size === 0 ? lines : lines.filter((line) => !repeated.has(line));
}

function byContent(a: ReadLine, b: ReadLine): number {
  return inTextOrder(contentOf(a), contentOf(b));
}

function contentOf({ line: { cell: _cell, ...content } }: ReadLine): string {
  return JSON.stringify(content);
}

function keyOf(line: TimetableLine): string {
  return `${line.courseKey}|${line.weekday}|${line.time}|${line.timeZone}`;
}

/** Problems in the order of the sheets and their rows. */
function inOrder(problems: readonly Problem[], sheets: readonly SheetReading[]): readonly Problem[] {
  const position = new Map(sheets.map((one, index) => [one.sheet, index]));
  return problems
    .map((problem) => {
      const at = problem.cell.lastIndexOf("!");
      const row = Number(/\d+$/.exec(problem.cell)?.[0] ?? "0");
      return { problem, sheet: position.get(problem.cell.slice(0, at)) ?? 0, row, column: problem.cell.slice(at + 1) };
    })
    .toSorted(
      (a, b) =>
        a.sheet - b.sheet || a.row - b.row || a.column.length - b.column.length || inTextOrder(a.column, b.column),
    )
    .map((one) => one.problem);
}
