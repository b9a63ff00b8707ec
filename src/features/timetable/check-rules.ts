import type { TimeZone } from "#lib/ids.ts";

import * as tell from "./conflict-rules.ts";
import { daysOfCode } from "./day-rules.ts";
import { placeIn } from "./line-cells-rules.ts";
import type { ReadLine } from "./line-rules.ts";
import { remembering } from "./reader-rules.ts";
import type { Problem, TimetableLine } from "./shape-rules.ts";
import { sharing } from "./sharing-rules.ts";
import type { GivenTime } from "./start-rules.ts";
import { fold, inTextOrder } from "./text-rules.ts";

/** How far ahead the columns are compared, in weeks: a clock change that comes sooner is told now. */
const weeksAhead = 4;
const minutesPerWeek = 10_080;

/** Checks the lines of a workbook against themselves and each other; `courses` are those of more than one line. */
export function checkLines(
  lines: readonly ReadLine[],
  courses: readonly (readonly ReadLine[])[],
  today: Temporal.PlainDate,
): readonly Problem[] {
  return [
    ...checkColumns(lines, today),
    ...checkTitles(lines),
    ...checkCoaches(lines, courses),
    ...checkOverlaps(lines, today),
  ];
}

/** The minute on the time line of the first occurrence at or after `from`. */
function startOf(weekday: number, minutes: number, zone: TimeZone, from: Temporal.PlainDate): number {
  const date = from.add({ days: (weekday - from.dayOfWeek + 7) % 7 });
  const time = Temporal.PlainTime.from({ hour: Math.floor(minutes / 60), minute: minutes % 60 });
  return Math.round(date.toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds / 60_000);
}

type Verdict =
  | { readonly kind: "agree" | "slip" }
  /** Right in another season: it is the clocks that part the columns, not a slip in this line. */
  | { readonly kind: "clocks"; readonly from: Temporal.PlainDate };

/** Compares the truth with the other columns, week by week. */
function checkColumns(lines: readonly ReadLine[], today: Temporal.PlainDate): readonly Problem[] {
  const problems: Problem[] = [];
  const byClock = new Map<
    string,
    { readonly cell: string; readonly value: string; readonly date: Temporal.PlainDate }
  >();
  const verdictOn = comparing(today);
  for (const one of lines) {
    const { line, truth, others } = one;
    for (const given of others) {
      const verdict = verdictOn(line.weekday, truth, given);
      if (verdict.kind === "slip")
        problems.push(tell.columnsDisagree(placeIn(one, given.column), given.value, truth.value));
      if (verdict.kind !== "clocks") continue;
      const known = byClock.get(given.zone);
      if (known === undefined || Temporal.PlainDate.compare(verdict.from, known.date) < 0) {
        byClock.set(given.zone, { cell: placeIn(one, given.column), value: given.value, date: verdict.from });
      }
    }
  }
  for (const [zone, { cell, value, date }] of byClock) {
    problems.push(tell.clockChange(cell, value, zone, date));
  }
  return problems;
}

/** Compares each pair of times once: the same comes back on many lines, and a zone's rules are slow to ask. */
function comparing(today: Temporal.PlainDate) {
  const known = new Map<TimeZone, Map<TimeZone, Map<number, Verdict>>>();
  return (weekday: number, truth: GivenTime, given: GivenTime): Verdict => {
    const key = (weekday * 1_440 + truth.minutes) * 1_440 + given.minutes;
    const before = known.get(truth.zone)?.get(given.zone)?.get(key);
    if (before !== undefined) return before;
    const ofZone = known.getOrInsertComputed(truth.zone, () => new Map());
    const verdicts = ofZone.getOrInsertComputed(given.zone, () => new Map());
    return verdicts.getOrInsertComputed(key, () => compare(weekday, truth, given, today));
  };
}

function compare(weekday: number, truth: GivenTime, given: GivenTime, today: Temporal.PlainDate): Verdict {
  const differs = (from: Temporal.PlainDate) =>
    (startOf(weekday, given.minutes, given.zone, from) - startOf(weekday, truth.minutes, truth.zone, from)) % 1_440 !==
    0;
  const weeks = Array.from({ length: weeksAhead + 1 }, (_, week) => today.add({ weeks: week }));
  const wrongWeeks = weeks.filter(differs);
  const [first] = wrongWeeks;
  if (first === undefined) return { kind: "agree" };
  const seasons = [3, 6, 9].map((months) => today.add({ months }));
  const isSeason = wrongWeeks.length < weeks.length || seasons.some((date) => !differs(date));
  return isSeason ? { kind: "clocks", from: first } : { kind: "slip" };
}

/** Compares what the titles say with the columns, which always win. */
function checkTitles(lines: readonly ReadLine[]): readonly Problem[] {
  const timed = lines.filter((one) => one.title.minutes !== undefined);
  const agree = timed.filter((one) => one.title.minutes === one.truth.minutes).length;
  // When most titles follow another column, that is how this school writes them.
  const usual = agree * 2 >= timed.length;
  const problems: Problem[] = [];
  const daysOf = remembering(daysOfCode);
  for (const one of timed) {
    const { line, title, truth, others, daysLater } = one;
    if (title.minutes !== truth.minutes && usual) {
      const inOther = others.find((given) => given.minutes === title.minutes);
      problems.push(
        inOther === undefined
          ? tell.titleContradicts(placeIn(one, "title"), title.shown, truth.value)
          : tell.titleInOtherZone(placeIn(one, "title"), title.shown, truth.value, inOther.value),
      );
    }
    const weekday = ((line.weekday - 1 - daysLater + 7) % 7) + 1;
    if (title.days !== undefined && !daysOf(title.days).has(weekday)) {
      problems.push(tell.titleDay(placeIn(one, "title"), title.shown, title.days));
    }
  }
  return problems;
}

/** A course whose lines have two coaches: a substitute, or a slip. The one whom the title names is the coach. */
function checkCoaches(lines: readonly ReadLine[], courses: readonly (readonly ReadLine[])[]): readonly Problem[] {
  const problems: Problem[] = [];
  // A title that begins with the name of one coach of the school, on a line that another one holds.
  const folded = remembering(fold);
  const coaches = new Set(lines.map(({ line }) => folded(line.coach)));
  const usual = new Map<string, string>();
  for (const course of courses) {
    const [first] = course;
    if (first !== undefined) usual.set(first.line.courseKey, usualCoach(course) ?? first.line.coach);
  }
  for (const one of lines) {
    const { line, title } = one;
    const coach = usual.get(line.courseKey) ?? line.coach;
    if (line.coach !== coach) problems.push(tell.otherCoach(placeIn(one, "coach"), line.coach, coach, line.course));
    else if (
      title.coach !== undefined &&
      title.coach !== line.coach &&
      coaches.has(folded(title.coach)) &&
      folded(title.coach) !== folded(line.coach)
    ) {
      problems.push(tell.titleCoach(placeIn(one, "title"), title.shown, title.coach, line.coach));
    }
  }
  return problems;
}

/** Who holds most of a course's lines; of equals, the one whom more titles name. */
function usualCoach(course: readonly ReadLine[]): string | undefined {
  const held = [...Map.groupBy(course, ({ line }) => line.coach)].toSorted(
    ([a, as], [b, bs]) => bs.length - as.length || named(course, b) - named(course, a) || inTextOrder(a, b),
  );
  return held[0]?.[0];
}

function named(course: readonly ReadLine[], coach: string): number {
  return course.filter(({ title }) => title.coach !== undefined && fold(title.coach) === fold(coach)).length;
}

/** A coach, or a group, in two classes at once in the coming week. */
function checkOverlaps(lines: readonly ReadLine[], today: Temporal.PlainDate): readonly Problem[] {
  const starts = new Map<TimeZone, Map<number, number>>();
  const timed = lines.map((one): Timed => {
    const { weekday } = one.line;
    const { minutes, zone } = one.truth;
    const start = starts
      .getOrInsertComputed(zone, () => new Map())
      .getOrInsertComputed(weekday * 1_440 + minutes, () => startOf(weekday, minutes, zone, today));
    return { one, start, end: start + one.line.durationMinutes };
  });
  const problems: Problem[] = [];
  const folded = remembering(fold);
  const held = timed.filter(({ one }) => folded(one.line.coach) !== "");
  for (const theirs of sharing(held, ({ one }) => folded(one.line.coach))) {
    problems.push(...overlapsOf(theirs, tell.coachTwice));
  }
  for (const theirs of sharing(timed, groupOf)) {
    // One coach twice in one group is told once, as the coach's.
    problems.push(...overlapsOf(theirs, tell.groupTwice, (a, b) => folded(a.coach) !== folded(b.coach)));
  }
  return problems;
}

interface Timed {
  readonly one: ReadLine;
  /** Minutes on the time line, in the coming week. */
  readonly start: number;
  readonly end: number;
}

function overlapsOf(
  lines: readonly Timed[],
  word: (cell: string, line: TimetableLine, other: TimetableLine) => Problem,
  counts: (a: TimetableLine, b: TimetableLine) => boolean = () => true,
): readonly Problem[] {
  const problems: Problem[] = [];
  const sorted = lines.toSorted((a, b) => a.start - b.start || a.one.row - b.one.row);
  // What runs over the end of the week meets the first classes of the next.
  let running = sorted
    .filter((each) => each.end > (sorted[0]?.start ?? 0) + minutesPerWeek)
    .map((each) => ({ ...each, start: each.start - minutesPerWeek, end: each.end - minutesPerWeek }));
  for (const later of sorted) {
    running = running.filter((each) => each.end > later.start);
    const { line } = later.one;
    const met = running.find(
      ({ one }) => one !== later.one && counts(one.line, line) && inForceTogether(one.line, line),
    );
    if (met !== undefined) problems.push(word(placeIn(later.one, "coach"), line, met.one.line));
    running.push(later);
  }
  return problems;
}

/** False when one class has ended for good before the other begins. */
function inForceTogether(a: TimetableLine, b: TimetableLine): boolean {
  return (a.startsOn ?? "") <= (b.endsOn ?? "9999") && (b.startsOn ?? "") <= (a.endsOn ?? "9999");
}

function groupOf({ one: { line } }: Timed): string {
  return line.group.kind === "chat" ? line.group.chatId : line.group.link;
}
