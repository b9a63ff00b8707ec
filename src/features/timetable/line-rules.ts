import type { School } from "#features/school/rules.ts";
import type { TimeZone } from "#lib/ids.ts";

import { shownValue, textOf } from "./cell-rules.ts";
import { readDate, type DateOrder } from "./date-rules.ts";
import type { Header } from "./header-rules.ts";
import { momentsOf, type Moment } from "./moment-rules.ts";
import * as tell from "./problem-rules.ts";
import { readEmail, readLanguage, readMeetingLink, type CellReader } from "./reader-rules.ts";
import type { CellValue } from "./ports.ts";
import type { DamagedLine, LineGroup, Problem, Role, TimetableLine } from "./shape-rules.ts";
import { readDuration, readStart, type GivenTime } from "./start-rules.ts";
import { columnName, tidy } from "./text-rules.ts";
import { clockText } from "./time-rules.ts";
import type { Title } from "./title-rules.ts";

/** A line that was understood, with what is needed to check it against others. */
export interface ReadLine {
  readonly line: TimetableLine;
  /** Row of the sheet, from 0. */
  readonly row: number;
  readonly title: Title;
  /** The columns of the sheet, by which a problem finds its cell. */
  readonly header: Header;
  /** The column that is the truth, and the others. */
  readonly truth: GivenTime;
  readonly others: readonly GivenTime[];
  /** 1 when the truth says `24:00`: the line's day is the next one. */
  readonly daysLater: 0 | 1;
}

/** A line: understood, once for each of its days, or left out; either way with its problems. */
export interface LineResult {
  readonly read: readonly ReadLine[];
  /** Its days that an error left out. */
  readonly damaged: readonly DamagedLine[];
  readonly problems: readonly Problem[];
}

/** A cell of a line, e.g. `Fix Schedule!G31`. */
export function placeIn({ header, row }: Pick<ReadLine, "header" | "row">, of: "title" | "coach" | number): string {
  const column = typeof of === "number" ? of : (header.columns.byRole[of] ?? 0);
  return `${header.sheet.name}!${columnName(column)}${row + 1}`;
}

/** What all lines of a sheet have in common. */
export interface LineContext {
  readonly header: Header;
  readonly school: School;
  /** Which of the start columns is the truth. */
  readonly truthColumn: number;
  readonly dateOrder: DateOrder;
  /** True when the sheet's own dates show their order. */
  readonly isOrderSure: boolean;
  readonly reader: CellReader;
}

/** Remarks that would change when a class takes place; any other remark is the school's own affair. */
const aboutDates =
  /\b(sur deux|sur trois|un\s+\S+\s+sur|every other|every second|paires?|impaires?|sauf|except|jusqu|until|a partir|from the|premier|first|dernier|last|vacances|holidays?|alternately|par quinzaine|fortnight\w*)\b|(?<!\p{L})à partir/iu;

const needed = ["title", "coach", "group"] as const;

/**
 * Reads one line; `undefined` for an empty one. Nothing is invented: what is missing is a problem at its cell.
 *
 * `sectionDay` is the day of the heading above the line, or of the sheet, where no column gives it.
 */
export function readLine(
  context: LineContext,
  row: number,
  cells: readonly (CellValue | undefined)[],
  sectionDay: number | undefined,
): LineResult | undefined {
  const { header, school, truthColumn, reader } = context;
  const { byRole, starts } = header.columns;
  const at = (column: number) => placeIn({ header, row }, column);
  const cellOf = (role: Role) => (byRole[role] === undefined ? undefined : cells[byRole[role]]);
  const placeOf = (role: Role) => at(byRole[role] ?? 0);
  const isTimeless = [...starts, ...header.dayColumns].every((one) => cells[one.column] === undefined);
  if (isTimeless && needed.every((role) => cellOf(role) === undefined)) return undefined;

  const problems: Problem[] = [];
  const texts = (role: Role) => textOf(cellOf(role));
  const needText = (role: Role) => {
    const text = texts(role);
    if (text === undefined) problems.push(tell.missing(placeOf(role), role));
    return text;
  };
  /** A cell that may be empty, read; what cannot be read is told, and not taken. */
  const optional = <T>(
    role: Role,
    read: (text: string) => T | undefined,
    severity: "warning" | "notice" = "warning",
  ) => {
    const text = texts(role);
    if (text === undefined) return undefined;
    const value = read(text);
    if (value === undefined) problems.push(tell.notTaken(placeOf(role), role, tidy(text), severity));
    return value;
  };

  const titleText = needText("title");
  const coach = needText("coach");
  const moments = momentsOf({ header, cells, at, sectionDay, reader, problems });
  const zone = optional("zone", reader.zone);
  const timeOf = ({ weekdays, timed }: Moment) => {
    // Where only the day's cell could give the time, its absence is told once.
    if (weekdays.length === 0 && starts.length === 0) return { weekdays, start: undefined, minutes: 0 };
    const beside = timed === undefined ? undefined : { ...timed, zone: zoneAbove(header, timed.column, reader) };
    const start = readStart({ starts, cells, timed: beside, at, zone, school, truthColumn, reader, problems });
    const minutes = readDuration({
      // Without a column of its own the end may stand in the start's cell.
      end: { cell: cellOf("end"), column: byRole.end ?? start?.truth.column ?? 0 },
      duration: { cell: cellOf("duration"), column: byRole.duration ?? 0 },
      at,
      start,
      school,
      reader,
      problems,
    });
    return { weekdays, start, minutes };
  };
  // Without a day the time is read all the same: what is wrong with it is told too.
  const times = (moments.length === 0 ? [{ weekdays: [] }] : moments).map(timeOf);
  const group = groupOf(cellOf("group"), placeOf("group"), reader, problems);
  const dates = datesOf(context, cellOf, placeOf, problems);
  const remark = texts("remark");
  if (remark !== undefined && aboutDates.test(remark)) problems.push(tell.remarkAsked(placeOf("remark"), tidy(remark)));

  const title = titleText === undefined ? undefined : reader.title(titleText);
  const cell = at(byRole.title ?? 0);
  const damagedAt = ({ weekdays, start }: (typeof times)[number]): DamagedLine => ({
    cell,
    ...(title === undefined ? {} : { titleKey: title.key }),
    ...(coach === undefined ? {} : { coach: tidy(coach) }),
    ...(group === undefined ? {} : { group: group.group }),
    ...(weekdays[0] === undefined ? {} : { weekday: weekdays[0] }),
    ...(start === undefined ? {} : { time: clockText(start.truth.minutes) }),
  });
  if (title === undefined || coach === undefined || group === undefined || dates === "wrong") {
    return { read: [], damaged: times.map(damagedAt), problems };
  }
  const level = texts("level") ?? title.level;
  const email = optional("email", readEmail);
  const assistant = texts("assistant");
  const topic = optional("topic", (text) => /^[1-9]\d{0,9}$/.exec(text.trim())?.[0]) ?? group.topic;
  const language = optional("language", readLanguage, "notice");
  const meetingLink = optional("link", readMeetingLink);
  const common = {
    cell,
    courseKey: `${group.group.kind === "chat" ? group.group.chatId : group.group.link}|${title.key}`,
    course: title.shown,
    coach: tidy(coach),
    group: group.group,
    ...(level === undefined ? {} : { level: tidy(level) }),
    ...(email === undefined ? {} : { coachEmail: email }),
    ...(topic === undefined ? {} : { topic }),
    ...(assistant === undefined ? {} : { assistant: tidy(assistant) }),
    ...(language === undefined ? {} : { language }),
    ...(meetingLink === undefined ? {} : { meetingLink }),
    ...dates,
  };
  const read: ReadLine[] = [];
  const damaged: DamagedLine[] = [];
  for (const one of times) {
    const { weekdays, start, minutes } = one;
    if (start === undefined || minutes === "wrong" || weekdays.length === 0) damaged.push(damagedAt(one));
    else {
      const { truth, others, daysLater } = start;
      const moment = { time: clockText(truth.minutes), timeZone: truth.zone, durationMinutes: minutes };
      for (const weekday of weekdays) {
        const line: TimetableLine = { ...common, ...moment, weekday: ((weekday - 1 + daysLater) % 7) + 1 };
        read.push({ line, row, header, title, truth, others, daysLater });
      }
    }
  }
  return { read, damaged, problems: times.length > 1 ? eachOnce(problems) : problems };
}

/** What a column says of a line is told once, however many days the line has. */
function eachOnce(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((problem) => [`${problem.cell} ${problem.code}`, problem])).values()];
}

/** The zone that the header over a day's column names. */
function zoneAbove({ sheet, row }: Header, column: number, reader: CellReader): TimeZone | undefined {
  const cell = sheet.rows[row]?.[column];
  return cell?.kind === "text" ? reader.zone(cell.text) : undefined;
}

function groupOf(
  cell: CellValue | undefined,
  place: string,
  reader: CellReader,
  problems: Problem[],
): { readonly group: LineGroup; readonly topic?: string } | undefined {
  if (cell === undefined) {
    problems.push(tell.missing(place, "group"));
    return undefined;
  }
  const group = reader.group(cell);
  if (group.kind === "none") {
    problems.push(tell.notAGroup(place, shownValue(cell), group.why === "digits lost"));
    return undefined;
  }
  if (group.kind === "link") {
    problems.push(tell.groupIsLink(place, group.link));
    return { group };
  }
  if (group.mended === true) problems.push(tell.groupMended(place, shownValue(cell), group.chatId));
  const { chatId, topic } = group;
  return { group: { kind: "chat", chatId }, ...(topic === undefined ? {} : { topic }) };
}

/** The first and last day of the class. A date that cannot be read leaves the line out: the class may be over. */
function datesOf(
  { dateOrder, isOrderSure }: LineContext,
  cellOf: (role: Role) => CellValue | undefined,
  placeOf: (role: Role) => string,
  problems: Problem[],
): Pick<TimetableLine, "startsOn" | "endsOn"> | "wrong" {
  const read = (role: "from" | "until"): string | undefined | "wrong" => {
    const cell = cellOf(role);
    if (cell === undefined) return undefined;
    const date = readDate(cell, dateOrder);
    if (date.kind === "none") {
      problems.push(tell.dateUnreadable(placeOf(role), role, shownValue(cell)));
      return "wrong";
    }
    if (date.isGuess && !isOrderSure) problems.push(tell.dateGuessed(placeOf(role), shownValue(cell), date.day));
    return date.day;
  };
  const from = read("from");
  const until = read("until");
  if (from === "wrong" || until === "wrong") return "wrong";
  if (from !== undefined && until !== undefined && until < from) {
    problems.push(tell.datesReversed(placeOf("until"), until, from));
    return "wrong";
  }
  return { ...(from === undefined ? {} : { startsOn: from }), ...(until === undefined ? {} : { endsOn: until }) };
}
