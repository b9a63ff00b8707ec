import type { School } from "#features/school/rules.ts";
import { failed, ok, type Result } from "#lib/failure.ts";
import type { TimeZone } from "#lib/ids.ts";

import { checkLines } from "./check-rules.ts";
import { findHeader, missingColumns, type Header } from "./header-rules.ts";
import { readLine, type ReadLine } from "./line-rules.ts";
import type { Workbook } from "./ports.ts";
import type { ColumnMapping, Problem, TimetableLine } from "./shape-rules.ts";
import { readTime } from "./time-rules.ts";
import * as texts from "./texts.ts";
import { duplicated } from "./problem-rules.ts";

export { diffTimetable, type TimetableDiff } from "./diff-rules.ts";
export type { ColumnMapping, Problem, TimetableLine } from "./shape-rules.ts";

/** A timetable, read from a workbook. */
export interface TimetableReading {
  readonly sheet: string;
  /** Row of the header as Excel counts, from 1. */
  readonly headerRow: number;
  readonly columns: ColumnMapping;
  readonly entries: readonly TimetableLine[];
  readonly problems: readonly Problem[];
}

/**
 * Finds the timetable in a workbook and reads its lines.
 *
 * `today` is the day in the school's zone from which the columns of other zones are checked. A line with an
 * error is left out, never guessed; the whole fails only when there is no sheet, no needed column or no line.
 */
export function readTimetable(
  workbook: Workbook,
  { school, today, sheet }: { readonly school: School; readonly today: Temporal.PlainDate; readonly sheet?: string },
): Result<TimetableReading> {
  const header = findHeader(workbook.sheets, sheet);
  if (header === undefined) {
    const names = workbook.sheets.map((one) => one.name);
    return failed(texts.noSheet(workbook.fileName, names));
  }
  const absent = missingColumns(header.columns);
  if (absent.length > 0) return failed(texts.noColumn(header.sheet.name, header.row + 1, absent));

  const truthColumn = findTruth(header, school);
  const problems: Problem[] = [];
  const lines: ReadLine[] = [];
  for (const [row, cells] of header.sheet.rows.entries()) {
    if (row <= header.row) continue;
    const result = readLine({ header, row, cells, school, truthColumn });
    if (result === undefined) continue;
    problems.push(...result.problems);
    if (result.read !== undefined) lines.push(result.read);
  }
  if (lines.length === 0 && problems.length === 0) return failed(texts.noLine(header.sheet.name));

  const once = withoutDuplicates(lines, problems);
  problems.push(...checkLines(once, today));
  return ok({
    sheet: header.sheet.name,
    headerRow: header.row + 1,
    columns: header.columns,
    entries: settled(once),
    problems: problems.toSorted(byRow),
  });
}

/**
 * The column of times that is the truth: one in GMT or UTC, since no clock change moves it; else one in the
 * school's own zone; else the first.
 */
function findTruth({ sheet, row, columns }: Header, school: School): number {
  const zoneOf = (column: number, zone: TimeZone | undefined) => {
    if (zone !== undefined) return zone;
    const first = sheet.rows
      .slice(row + 1)
      .map((cells) => (cells[column] === undefined ? undefined : readTime(cells[column])))
      .find((time) => time?.kind === "time");
    return first?.kind === "time" ? (first.zone ?? school.timeZone) : school.timeZone;
  };
  const zones = columns.starts.map(({ column, zone }) => ({ column, zone: zoneOf(column, zone) }));
  const truth =
    zones.find((one) => one.zone === "UTC") ?? zones.find((one) => one.zone === school.timeZone) ?? zones[0];
  return truth?.column ?? 0;
}

/** The same course at the same time twice counts once. */
function withoutDuplicates(lines: readonly ReadLine[], problems: Problem[]): readonly ReadLine[] {
  const seen = new Map<string, string>();
  return lines.filter(({ line }) => {
    const key = [line.courseKey, line.weekday, line.time, line.timeZone].join("|");
    const first = seen.get(key);
    if (first === undefined) {
      seen.set(key, line.cell);
      return true;
    }
    problems.push(duplicated(line.cell, line, first));
    return false;
  });
}

/**
 * What belongs to the course or to the coach is the same on all their lines: the title whose time agrees with
 * the columns, the address that most lines give.
 */
function settled(lines: readonly ReadLine[]): readonly TimetableLine[] {
  const courses = Map.groupBy(lines, ({ line }) => line.courseKey);
  const coaches = Map.groupBy(lines, ({ line }) => line.coach);
  const titles = new Map([...courses].map(([key, theirs]) => [key, representative(theirs).line]));
  const emails = new Map(
    [...coaches].map(([coach, theirs]) => [coach, mostCommon(theirs.map(({ line }) => line.coachEmail))]),
  );
  return lines.map(({ line }) => {
    const { level: _level, coachEmail: _email, ...rest } = line;
    const course = titles.get(line.courseKey) ?? line;
    const email = emails.get(line.coach);
    return {
      ...rest,
      course: course.course,
      ...(course.level === undefined ? {} : { level: course.level }),
      ...(email === undefined ? {} : { coachEmail: email }),
    };
  });
}

function contradicts({ title, truth }: ReadLine): number {
  return Number(title.minutes !== undefined && title.minutes !== truth.minutes);
}

function representative(lines: readonly ReadLine[]): ReadLine {
  const sorted = lines.toSorted((a, b) => contradicts(a) - contradicts(b) || (a.line.course < b.line.course ? -1 : 1));
  return sorted[0] as ReadLine;
}

function mostCommon(values: readonly (string | undefined)[]): string | undefined {
  const given = values.filter((value) => value !== undefined);
  return [...Map.groupBy(given, (value) => value)].toSorted(
    ([a, as], [b, bs]) => bs.length - as.length || (a < b ? -1 : 1),
  )[0]?.[0];
}

/** Problems in the order of the sheet. */
function byRow(a: Problem, b: Problem): number {
  return rowOf(a) - rowOf(b) || (a.cell < b.cell ? -1 : a.cell > b.cell ? 1 : 0);
}

function rowOf(problem: Problem): number {
  return Number(/\d+$/.exec(problem.cell)?.[0] ?? "0");
}
