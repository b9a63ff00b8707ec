import type { School } from "#features/school/rules.ts";
import type { TimeZone } from "#lib/ids.ts";

import { shownValue } from "./cell-rules.ts";
import { readDate, type DateOrder } from "./date-rules.ts";
import type { Header } from "./header-rules.ts";
import { LineCells } from "./line-cells-rules.ts";
import { momentsOf, type Moment } from "./moment-rules.ts";
import * as tell from "./problem-rules.ts";
import { readEmail, readLanguage, readMeetingLink, type CellReader } from "./reader-rules.ts";
import type { CellValue } from "./ports.ts";
import type { DamagedLine, LineGroup, Problem, TimetableLine } from "./shape-rules.ts";
import { readDuration, readStart, type GivenTime, type ReadColumn, type Start } from "./start-rules.ts";
import { tidy } from "./text-rules.ts";
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

/** What all lines of a sheet have in common. */
export interface LineContext {
  readonly header: Header;
  readonly school: School;
  readonly starts: readonly ReadColumn[];
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
  const { header, reader } = context;
  const line = new LineCells(header, row, cells, reader);
  if (isEmpty(line)) return undefined;
  const titleText = line.need("title");
  const coach = line.need("coach");
  const moments = momentsOf(line, sectionDay);
  const zone = line.optional("zone", reader.zone);
  // Without a day the time is read all the same: what is wrong with it is told too.
  const times = (moments.length === 0 ? dayless : moments).map((moment) => timeOf(line, context, moment, zone));
  const group = groupOf(line);
  const dates = datesOf(line, context);
  const remark = line.text("remark");
  if (remark !== undefined && aboutDates.test(remark)) {
    line.problems.push(tell.remarkAsked(line.place("remark"), tidy(remark)));
  }

  const title = titleText === undefined ? undefined : reader.title(titleText);
  const known =
    title === undefined || coach === undefined || group === undefined || dates === "wrong"
      ? undefined
      : { ...restOf(line, title, group.topic), ...dates, ...headOf(line, title, tidy(coach), group.group) };
  const read: ReadLine[] = [];
  const damaged: DamagedLine[] = [];
  for (const time of times) {
    const { weekdays, start, minutes } = time;
    if (
      known === undefined ||
      title === undefined ||
      start === undefined ||
      minutes === "wrong" ||
      weekdays.length === 0
    ) {
      damaged.push(damagedOf(line, time, title, coach, group?.group));
      continue;
    }
    const { truth, others, daysLater } = start;
    for (const weekday of weekdays) {
      const entry: TimetableLine = {
        ...known,
        weekday: ((weekday - 1 + daysLater) % 7) + 1,
        time: clockText(truth.minutes),
        timeZone: truth.zone,
        durationMinutes: minutes,
      };
      read.push({ line: entry, row, header, title, truth, others, daysLater });
    }
  }
  return { read, damaged, problems: times.length > 1 ? eachOnce(line.problems) : line.problems };
}

/** A line without title, coach, group and time is empty, whatever else is noted beside it. */
function isEmpty(line: LineCells): boolean {
  const { columns, dayColumns } = line.header;
  return (
    line.cell("title") === undefined &&
    line.cell("coach") === undefined &&
    line.cell("group") === undefined &&
    columns.starts.every((one) => line.cellAt(one.column) === undefined) &&
    dayColumns.every((one) => line.cellAt(one.column) === undefined)
  );
}

const dayless: readonly Moment[] = [{ weekdays: [] }];

interface MomentTime {
  readonly weekdays: readonly number[];
  readonly start: Start | undefined;
  readonly minutes: number | "wrong";
}

function timeOf(
  line: LineCells,
  { school, starts, truthColumn }: LineContext,
  { weekdays, timed }: Moment,
  zone: TimeZone | undefined,
): MomentTime {
  // Where only the day's cell could give the time, its absence is told once.
  if (weekdays.length === 0 && starts.length === 0) return { weekdays, start: undefined, minutes: 0 };
  const start = readStart({ line, starts, timed, zone, school, truthColumn });
  return { weekdays, start, minutes: readDuration(line, start, school) };
}

/** What a column says of a line is told once, however many days the line has. */
function eachOnce(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((problem) => [`${problem.cell} ${problem.code}`, problem])).values()];
}

function damagedOf(
  line: LineCells,
  { weekdays, start }: MomentTime,
  title: Title | undefined,
  coach: string | undefined,
  group: LineGroup | undefined,
): DamagedLine {
  return {
    cell: line.place("title"),
    ...(title === undefined ? {} : { titleKey: title.key }),
    ...(coach === undefined ? {} : { coach: tidy(coach) }),
    ...(group === undefined ? {} : { group }),
    ...(weekdays[0] === undefined ? {} : { weekday: weekdays[0] }),
    ...(start === undefined ? {} : { time: clockText(start.truth.minutes) }),
  };
}

type Writable<T> = { -readonly [Name in keyof T]: T[Name] };
type Rest = Pick<TimetableLine, "level" | "coachEmail" | "topic" | "assistant" | "language" | "meetingLink">;

/** What a line may say besides. */
function restOf(line: LineCells, title: Title, groupTopic: string | undefined): Rest {
  const rest: Writable<Rest> = {};
  const level = line.text("level") ?? title.level;
  if (level !== undefined) rest.level = tidy(level);
  const email = line.optional("email", readEmail);
  if (email !== undefined) rest.coachEmail = email;
  const topic = line.optional("topic", readTopic) ?? groupTopic;
  if (topic !== undefined) rest.topic = topic;
  const assistant = line.text("assistant");
  if (assistant !== undefined) rest.assistant = tidy(assistant);
  const language = line.optional("language", readLanguage, "notice");
  if (language !== undefined) rest.language = language;
  const meetingLink = line.optional("link", readMeetingLink);
  if (meetingLink !== undefined) rest.meetingLink = meetingLink;
  return rest;
}

function readTopic(text: string): string | undefined {
  return /^[1-9]\d{0,9}$/.exec(text.trim())?.[0];
}

function headOf(line: LineCells, title: Title, coach: string, group: LineGroup) {
  const courseKey = `${group.kind === "chat" ? group.chatId : group.link}|${title.key}`;
  return { cell: line.place("title"), courseKey, course: title.shown, coach, group };
}

function groupOf(line: LineCells): { readonly group: LineGroup; readonly topic?: string } | undefined {
  const cell = line.cell("group");
  if (cell === undefined) {
    line.problems.push(tell.missing(line.place("group"), "group"));
    return undefined;
  }
  const group = line.reader.group(cell);
  if (group.kind === "none") {
    line.problems.push(tell.notAGroup(line.place("group"), shownValue(cell), group.why === "digits lost"));
    return undefined;
  }
  if (group.kind === "link") {
    line.problems.push(tell.groupIsLink(line.place("group"), group.link));
    return { group };
  }
  const { chatId, topic } = group;
  if (group.mended === true) line.problems.push(tell.groupMended(line.place("group"), shownValue(cell), chatId));
  return { group: { kind: "chat", chatId }, ...(topic === undefined ? {} : { topic }) };
}

const always: Pick<TimetableLine, "startsOn" | "endsOn"> = {};

/** The first and last day of the class. A date that cannot be read leaves the line out: the class may be over. */
function datesOf(line: LineCells, context: LineContext): Pick<TimetableLine, "startsOn" | "endsOn"> | "wrong" {
  const from = dateOf("from", line, context);
  const until = dateOf("until", line, context);
  if (from === undefined && until === undefined) return always;
  if (from === "wrong" || until === "wrong") return "wrong";
  if (from !== undefined && until !== undefined && until < from) {
    line.problems.push(tell.datesReversed(line.place("until"), until, from));
    return "wrong";
  }
  return { ...(from === undefined ? {} : { startsOn: from }), ...(until === undefined ? {} : { endsOn: until }) };
}

function dateOf(
  role: "from" | "until",
  line: LineCells,
  { dateOrder, isOrderSure }: LineContext,
): string | undefined | "wrong" {
  const cell = line.cell(role);
  if (cell === undefined) return undefined;
  const date = readDate(cell, dateOrder);
  if (date.kind === "none") {
    line.problems.push(tell.dateUnreadable(line.place(role), role, shownValue(cell)));
    return "wrong";
  }
  if (date.isGuess && !isOrderSure) line.problems.push(tell.dateGuessed(line.place(role), shownValue(cell), date.day));
  return date.day;
}
