import type { School } from "#features/school/rules.ts";
import type { TimeZone } from "#lib/ids.ts";

import { shownValue } from "./cell-rules.ts";
import { readLength } from "./length-rules.ts";
import type { LineCells } from "./line-cells-rules.ts";
import type { Moment } from "./moment-rules.ts";
import * as tell from "./problem-rules.ts";
import type { CellValue } from "./ports.ts";
import { remembering, type CellReader } from "./reader-rules.ts";
import type { Problem, StartColumn } from "./shape-rules.ts";

/** A time that a column of the line gives. */
export interface GivenTime {
  /** From 0. */
  readonly column: number;
  readonly value: string;
  readonly zone: TimeZone;
  /** Minutes after midnight, 0 to 1439. */
  readonly minutes: number;
}

/** When a line begins, by the column that is the truth, with what the other columns say. */
export interface Start {
  readonly truth: GivenTime;
  readonly others: readonly GivenTime[];
  /** 1 when the truth says `24:00`, which is 00:00 of the next day. */
  readonly daysLater: 0 | 1;
  /** The end, where the cell of the start gives one too: minutes after midnight. */
  readonly until: number | undefined;
}

/** A class that ends before it begins runs past midnight only when it begins in the evening and ends by morning. */
const evening = 18 * 60;
const morning = 6 * 60;

/** A column of times that is read; the same cell gives the same object, since few times come back on many lines. */
export interface ReadColumn extends StartColumn {
  /** `undefined` for a cell that is no time. */
  readonly read: (cell: CellValue) => Given | undefined;
}

interface Given extends GivenTime {
  readonly isLast: boolean;
  readonly until: number | undefined;
}

/** The columns of times of one sheet, with nothing read yet. */
export function readColumns(starts: readonly StartColumn[], reader: CellReader, school: School): readonly ReadColumn[] {
  return starts.map((start) => ({
    ...start,
    read: remembering((cell: CellValue) => givenBy(cell, start, undefined, reader, school)),
  }));
}

function givenBy(
  cell: CellValue,
  { column, zone }: StartColumn,
  ownZone: TimeZone | undefined,
  reader: CellReader,
  school: School,
): Given | undefined {
  const time = reader.time(cell);
  if (time.kind !== "time") return undefined;
  return {
    column,
    value: reader.shown(cell),
    zone: zone ?? time.zone ?? ownZone ?? school.timeZone,
    minutes: time.minutes % 1_440,
    isLast: time.minutes === 1_440,
    until: time.until,
  };
}

/** Reads the columns of times of one line, and the day's cell that gives one; `undefined` when none does. */
export function readStart({
  line,
  starts,
  timed,
  zone: ownZone,
  school,
  truthColumn,
}: {
  readonly line: LineCells;
  readonly starts: readonly ReadColumn[];
  /** The day's cell, where it gives the time. */
  readonly timed: Moment["timed"];
  /** The zone that the line itself names in a column of its own. */
  readonly zone: TimeZone | undefined;
  readonly school: School;
  readonly truthColumn: number;
}): Start | undefined {
  const given: Given[] = [];
  let wrong: readonly Problem[] = none;
  const take = (cell: CellValue, column: number, one: Given | undefined) => {
    if (one !== undefined) given.push(one);
    else wrong = [...wrong, tell.noTime(line.at(column), line.reader.shown(cell), line.reader.time(cell))];
  };
  for (const start of starts) {
    const cell = line.cellAt(start.column);
    if (cell === undefined) continue;
    const one = ownZone === undefined ? start.read(cell) : givenBy(cell, start, ownZone, line.reader, school);
    take(cell, start.column, one);
  }
  if (timed !== undefined) {
    const { column, cell } = timed;
    take(cell, column, givenBy(cell, { column, zone: zoneAbove(line, column) }, ownZone, line.reader, school));
  }
  const truth = given.find((one) => one.column === truthColumn) ?? given[0];
  if (truth === undefined) {
    // No column gives a time: the line is left out.
    line.problems.push(...(wrong.length > 0 ? wrong : [tell.missing(line.at(truthColumn), "start")]));
    return undefined;
  }
  if (wrong.length > 0) line.problems.push(...wrong.map((problem) => tell.asWarning(problem, truth.value)));
  if (truth.isLast) line.problems.push(tell.lastMinute(line.at(truth.column), truth.value));
  return {
    truth,
    others: given.length === 1 ? none : given.filter((one) => one !== truth),
    daysLater: truth.isLast ? 1 : 0,
    until: truth.until,
  };
}

const none: readonly never[] = [];

/** The zone that the header over a day's column names. */
function zoneAbove({ header, reader }: LineCells, column: number): TimeZone | undefined {
  const cell = header.sheet.rows[header.row]?.[column];
  return cell?.kind === "text" ? reader.zone(cell.text) : undefined;
}

/** The length of a class in minutes, from its end, its duration or the school's custom; `"wrong"` when its end is. */
export function readDuration(line: LineCells, start: Start | undefined, school: School): number | "wrong" {
  const byEnd = start === undefined ? undefined : lengthByEnd(line, start);
  if (byEnd === "wrong") return byEnd;
  const cell = line.cell("duration");
  if (cell === undefined) return byEnd ?? school.defaultDurationMinutes;
  const length = readLength(cell);
  const shown = shownValue(cell);
  if (length === undefined) {
    const taken = byEnd ?? school.defaultDurationMinutes;
    line.problems.push(tell.lengthUnreadable(line.place("duration"), shown, taken));
    return taken;
  }
  if (byEnd !== undefined && byEnd !== length) {
    line.problems.push(tell.lengthDisagrees(line.place("duration"), shown, byEnd));
  }
  return byEnd ?? length;
}

/** By the end's own cell; without one the end may stand in the start's. */
function lengthByEnd(line: LineCells, { truth, until }: Start): number | undefined | "wrong" {
  const cell = line.cell("end");
  const time = cell === undefined ? undefined : line.reader.time(cell);
  const minutes = time?.kind === "time" ? time.minutes : until;
  if (time === undefined && minutes === undefined) return undefined;
  const shown = cell === undefined ? truth.value : shownValue(cell);
  const at = line.at(line.header.columns.byRole.end ?? truth.column);
  if (time !== undefined && time.kind !== "time") {
    line.problems.push(tell.noTime(at, shown, time));
    return "wrong";
  }
  if (minutes === undefined) return undefined;
  const length = minutes - truth.minutes;
  if (length > 0) return length;
  if (truth.minutes >= evening && minutes <= morning) return length + 1_440;
  line.problems.push(tell.endBeforeStart(at, shown, truth.value));
  return "wrong";
}
