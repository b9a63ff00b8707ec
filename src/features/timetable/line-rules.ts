import type { School } from "#features/school/rules.ts";
import type { TimeZone } from "#lib/ids.ts";

import { readDay } from "./day-rules.ts";
import { readGroup } from "./group-rules.ts";
import { textOf, type Header } from "./header-rules.ts";
import type { CellValue } from "./ports.ts";
import type { LineGroup, Problem, Role, TimetableLine } from "./shape-rules.ts";
import { columnName, tidy } from "./text-rules.ts";
import { clockText, readTime } from "./time-rules.ts";
import { readTitle, type Title } from "./title-rules.ts";
import * as tell from "./problem-rules.ts";

/** A time that a column of the line gives. */
export interface GivenTime {
  readonly cell: string;
  readonly value: string;
  readonly zone: TimeZone;
  readonly minutes: number;
}

/** A line that was understood, with what is needed to check it against others. */
export interface ReadLine {
  readonly line: TimetableLine;
  /** Row of the sheet, from 0. */
  readonly row: number;
  readonly title: Title;
  readonly titleCell: string;
  readonly coachCell: string;
  /** The column that is the truth, and the others. */
  readonly truth: GivenTime;
  readonly others: readonly GivenTime[];
}

/** A line: understood, or left out; either way with its problems. */
export interface LineResult {
  readonly read: ReadLine | undefined;
  readonly problems: readonly Problem[];
}

/** Remarks that would change when a class takes place; any other remark is the school's own affair. */
const aboutDates =
  /\b(sur deux|sur trois|un\s+\S+\s+sur|every other|paires?|impaires?|sauf|except|jusqu|until|a partir|à partir|from the|premier|first|dernier|last|vacances|holiday)\b/i;

/** A class that ends before it begins runs past midnight only when it begins in the evening and ends by morning. */
const evening = 18 * 60;
const morning = 6 * 60;

/**
 * Reads one line; `undefined` for an empty one. Nothing is invented: what is missing is a problem at its cell.
 *
 * `truthZone` is the zone of the column that is the truth.
 */
export function readLine({
  header,
  row,
  cells,
  school,
  truthColumn,
}: {
  readonly header: Header;
  readonly row: number;
  readonly cells: readonly (CellValue | undefined)[];
  readonly school: School;
  /** Which of the start columns is the truth. */
  readonly truthColumn: number;
}): LineResult | undefined {
  const { byRole, starts } = header.columns;
  const at = (column: number) => `${header.sheet.name}!${columnName(column)}${row + 1}`;
  const cellOf = (role: Role) => (byRole[role] === undefined ? undefined : cells[byRole[role]]);
  const placeOf = (role: Role) => at(byRole[role] ?? 0);
  const needed = ["title", "coach", "group"] as const;
  if ([...needed.map(cellOf), ...starts.map((one) => cells[one.column])].every((cell) => cell === undefined)) {
    return undefined;
  }

  const problems: Problem[] = [];
  const titleText = textOf(cellOf("title"));
  if (titleText === undefined) problems.push(tell.missing(placeOf("title"), "title"));
  const coach = textOf(cellOf("coach"));
  if (coach === undefined) problems.push(tell.missing(placeOf("coach"), "coach"));
  const weekday = weekdayOf(textOf(cellOf("day")), placeOf("day"), problems);
  const times = timesOf({ starts, cells, at, school, truthColumn, problems });
  const end = endOf(cellOf("end"), placeOf("end"), times?.truth, problems);
  const group = groupOf(cellOf("group"), placeOf("group"), problems);
  const remark = textOf(cellOf("remark"));
  if (remark !== undefined && aboutDates.test(remark)) problems.push(tell.remarkAsked(placeOf("remark"), remark));

  if (
    titleText === undefined ||
    coach === undefined ||
    weekday === undefined ||
    times === undefined ||
    end === "wrong" ||
    group === undefined
  ) {
    return { read: undefined, problems };
  }
  const title = readTitle(titleText);
  const level = textOf(cellOf("level")) ?? title.level;
  const email = textOf(cellOf("email"));
  const assistant = textOf(cellOf("assistant"));
  const length = readLength(cellOf("duration"));
  const line: TimetableLine = {
    cell: at(byRole.title ?? 0),
    courseKey: `${group.kind === "chat" ? group.chatId : group.link}|${title.key}`,
    course: title.shown,
    coach: tidy(coach),
    weekday,
    time: clockText(times.truth.minutes),
    timeZone: times.truth.zone,
    durationMinutes: end ?? length ?? school.defaultDurationMinutes,
    group,
    ...(level === undefined ? {} : { level: tidy(level) }),
    ...(email === undefined ? {} : { coachEmail: email.trim().toLowerCase() }),
    ...(assistant === undefined ? {} : { assistant: tidy(assistant) }),
  };
  return { read: { line, row, title, titleCell: placeOf("title"), coachCell: placeOf("coach"), ...times }, problems };
}

function weekdayOf(text: string | undefined, place: string, problems: Problem[]): number | undefined {
  if (text === undefined) {
    problems.push(tell.missing(place, "day"));
    return undefined;
  }
  const day = readDay(text);
  if (day.kind === "day") return day.weekday;
  problems.push(tell.dayUnknown(place, tidy(text), day.suggestion));
  return undefined;
}

function timesOf({
  starts,
  cells,
  at,
  school,
  truthColumn,
  problems,
}: {
  readonly starts: Header["columns"]["starts"];
  readonly cells: readonly (CellValue | undefined)[];
  readonly at: (column: number) => string;
  readonly school: School;
  readonly truthColumn: number;
  readonly problems: Problem[];
}): { readonly truth: GivenTime; readonly others: readonly GivenTime[] } | undefined {
  const given: GivenTime[] = [];
  const wrong: Problem[] = [];
  for (const { column, zone } of starts) {
    const cell = cells[column];
    if (cell === undefined) continue;
    const time = readTime(cell);
    const value = shownValue(cell);
    if (time.kind === "time") {
      given.push({ cell: at(column), value, zone: zone ?? time.zone ?? school.timeZone, minutes: time.minutes });
    } else wrong.push(tell.notATime(at(column), value, time.kind === "impossible"));
  }
  const truth = given.find((one) => one.cell === at(truthColumn)) ?? given[0];
  if (truth === undefined) {
    // No column gives a time: the line is left out.
    problems.push(...(wrong.length > 0 ? wrong : [tell.missing(at(truthColumn), "start")]));
    return undefined;
  }
  problems.push(...wrong.map((problem) => tell.asWarning(problem, truth.value)));
  return { truth, others: given.filter((one) => one !== truth) };
}

function endOf(
  cell: CellValue | undefined,
  place: string,
  truth: GivenTime | undefined,
  problems: Problem[],
): number | undefined | "wrong" {
  if (cell === undefined || truth === undefined) return undefined;
  const time = readTime(cell);
  if (time.kind !== "time") {
    problems.push(tell.notATime(place, shownValue(cell), time.kind === "impossible"));
    return "wrong";
  }
  const length = time.minutes - truth.minutes;
  if (length > 0) return length;
  if (truth.minutes >= evening && time.minutes <= morning) return length + 1_440;
  problems.push(tell.endBeforeStart(place, shownValue(cell), truth.value));
  return "wrong";
}

function groupOf(cell: CellValue | undefined, place: string, problems: Problem[]): LineGroup | undefined {
  if (cell === undefined) {
    problems.push(tell.missing(place, "group"));
    return undefined;
  }
  const group = readGroup(cell);
  if (group.kind === "none") {
    problems.push(tell.notAGroup(place, shownValue(cell)));
    return undefined;
  }
  if (group.kind === "link") problems.push(tell.groupIsLink(place, group.link));
  return group;
}

/** A duration in minutes: `60`, `90 min`, `1h30`. */
function readLength(cell: CellValue | undefined): number | undefined {
  if (cell?.kind === "number" && cell.number >= 5) return Math.round(cell.number);
  const text = textOf(cell) ?? "";
  const hours = /^(\d{1,2})\s*h\s*(\d{2})?$/i.exec(text.trim());
  if (hours !== null) return Number(hours[1]) * 60 + Number(hours[2] ?? "0");
  const minutes = /^(\d{1,3})\s*(min|minutes|mn|')?\.?$/i.exec(text.trim());
  return minutes === null ? undefined : Number(minutes[1]);
}

function shownValue(cell: CellValue): string {
  if (cell.kind === "date") {
    const time = readTime(cell);
    return time.kind === "time" ? clockText(time.minutes) : String(cell.serial);
  }
  if (cell.kind === "boolean") return String(cell.boolean);
  return tidy(cell.text);
}
