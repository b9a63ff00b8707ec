import type { School } from "#features/school/rules.ts";
import type { TimeZone } from "#lib/ids.ts";

import { shownValue } from "./cell-rules.ts";
import { readLength } from "./length-rules.ts";
import * as tell from "./problem-rules.ts";
import type { CellReader } from "./reader-rules.ts";
import type { CellValue } from "./ports.ts";
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

/** Reads the columns of times of one line; `undefined` when none gives a time. */
export function readStart({
  starts,
  cells,
  timed,
  at,
  zone: ownZone,
  school,
  truthColumn,
  reader,
  problems,
}: {
  readonly starts: readonly StartColumn[];
  readonly cells: readonly (CellValue | undefined)[];
  /** The time that the day's own cell gives, with the zone that its header names. */
  readonly timed: (Place & { readonly zone: TimeZone | undefined }) | undefined;
  readonly at: (column: number) => string;
  /** The zone that the line itself names in a column of its own. */
  readonly zone: TimeZone | undefined;
  readonly school: School;
  readonly truthColumn: number;
  readonly reader: CellReader;
  readonly problems: Problem[];
}): Start | undefined {
  const given: (GivenTime & { readonly isLast: boolean; readonly until: number | undefined })[] = [];
  const wrong: Problem[] = [];
  const take = (cell: CellValue | undefined, { column, zone }: StartColumn) => {
    if (cell === undefined) return;
    const time = reader.time(cell);
    const value = reader.shown(cell);
    if (time.kind === "time") {
      given.push({
        column,
        value,
        zone: zone ?? time.zone ?? ownZone ?? school.timeZone,
        minutes: time.minutes % 1_440,
        isLast: time.minutes === 1_440,
        until: time.until,
      });
    } else wrong.push(tell.noTime(at(column), value, time));
  };
  for (const start of starts) take(cells[start.column], start);
  if (timed !== undefined) take(timed.cell, timed);
  const truth = given.find((one) => one.column === truthColumn) ?? given[0];
  if (truth === undefined) {
    // No column gives a time: the line is left out.
    problems.push(...(wrong.length > 0 ? wrong : [tell.missing(at(truthColumn), "start")]));
    return undefined;
  }
  if (wrong.length > 0) problems.push(...wrong.map((problem) => tell.asWarning(problem, truth.value)));
  if (truth.isLast) problems.push(tell.lastMinute(at(truth.column), truth.value));
  return {
    truth,
    others: given.length === 1 ? none : given.filter((one) => one !== truth),
    daysLater: truth.isLast ? 1 : 0,
    until: truth.until,
  };
}

const none: readonly GivenTime[] = [];

interface Place {
  readonly cell: CellValue | undefined;
  readonly column: number;
}

/** The length of a class in minutes, from its end, its duration or the school's custom; `"wrong"` when its end is. */
export function readDuration({
  end,
  duration,
  at,
  start,
  school,
  reader,
  problems,
}: {
  readonly end: Place;
  readonly duration: Place;
  readonly at: (column: number) => string;
  readonly start: Start | undefined;
  readonly school: School;
  readonly reader: CellReader;
  readonly problems: Problem[];
}): number | "wrong" {
  const byEnd = start === undefined ? undefined : lengthByEnd(end, start, reader, at, problems);
  if (byEnd === "wrong") return byEnd;
  if (duration.cell === undefined) return byEnd ?? school.defaultDurationMinutes;
  const length = readLength(duration.cell);
  const shown = shownValue(duration.cell);
  if (length === undefined) {
    const taken = byEnd ?? school.defaultDurationMinutes;
    problems.push(tell.lengthUnreadable(at(duration.column), shown, taken));
    return taken;
  }
  if (byEnd !== undefined && byEnd !== length) problems.push(tell.lengthDisagrees(at(duration.column), shown, byEnd));
  return byEnd ?? length;
}

function lengthByEnd(
  { cell, column }: Place,
  { truth, until }: Start,
  reader: CellReader,
  at: (column: number) => string,
  problems: Problem[],
): number | undefined | "wrong" {
  const time = cell === undefined ? undefined : reader.time(cell);
  const shown = cell === undefined ? truth.value : shownValue(cell);
  if (time !== undefined && time.kind !== "time") {
    problems.push(tell.noTime(at(column), shown, time));
    return "wrong";
  }
  const minutes = time?.minutes ?? until;
  if (minutes === undefined) return undefined;
  const length = minutes - truth.minutes;
  if (length > 0) return length;
  if (truth.minutes >= evening && minutes <= morning) return length + 1_440;
  problems.push(tell.endBeforeStart(at(column), shown, truth.value));
  return "wrong";
}
