import type { TimeZone } from "#lib/ids.ts";

import { daysOfCode } from "./day-rules.ts";
import type { GivenTime, ReadLine } from "./line-rules.ts";
import type { Problem, TimetableLine } from "./shape-rules.ts";
import { fold } from "./text-rules.ts";
import * as tell from "./problem-rules.ts";

/** How far ahead the columns are compared, in weeks: a clock change that comes sooner is told now. */
const weeksAhead = 4;

/** Checks the lines of a sheet against themselves and each other. */
export function checkLines(lines: readonly ReadLine[], today: Temporal.PlainDate): readonly Problem[] {
  return [...checkColumns(lines, today), ...checkTitles(lines), ...checkCoaches(lines), ...checkOverlaps(lines, today)];
}

/** The minute on the time line of a line's first occurrence at or after `from`. */
function startOf(
  line: Pick<TimetableLine, "weekday">,
  minutes: number,
  zone: TimeZone,
  from: Temporal.PlainDate,
): number {
  const date = from.add({ days: (line.weekday - from.dayOfWeek + 7) % 7 });
  const time = Temporal.PlainTime.from({ hour: Math.floor(minutes / 60), minute: minutes % 60 });
  return Math.round(date.toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds / 60_000);
}

/** Compares the truth with the other columns, week by week. */
function checkColumns(lines: readonly ReadLine[], today: Temporal.PlainDate): readonly Problem[] {
  const problems: Problem[] = [];
  const byClock = new Map<string, { readonly given: GivenTime; readonly date: Temporal.PlainDate }>();
  for (const { line, truth, others } of lines) {
    for (const given of others) {
      const differs = (from: Temporal.PlainDate) =>
        (startOf(line, given.minutes, given.zone, from) - startOf(line, truth.minutes, truth.zone, from)) % 1_440 !== 0;
      const weeks = Array.from({ length: weeksAhead + 1 }, (_, week) => today.add({ weeks: week }));
      const wrongWeeks = weeks.filter(differs);
      const [first] = wrongWeeks;
      if (first === undefined) continue;
      // Right in another season: it is the clocks that part the columns, not a slip in this line.
      const seasons = [3, 6, 9].map((months) => today.add({ months }));
      if (wrongWeeks.length < weeks.length || seasons.some((date) => !differs(date))) {
        const known = byClock.get(given.zone);
        if (known === undefined || Temporal.PlainDate.compare(first, known.date) < 0)
          byClock.set(given.zone, { given, date: first });
      } else problems.push(tell.columnsDisagree(given.cell, given.value, truth.value));
    }
  }
  for (const { given, date } of byClock.values())
    problems.push(tell.clockChange(given.cell, given.value, given.zone, date));
  return problems;
}

/** Compares what the titles say with the columns, which always win. */
function checkTitles(lines: readonly ReadLine[]): readonly Problem[] {
  const timed = lines.filter((one) => one.title.minutes !== undefined);
  const agree = timed.filter((one) => one.title.minutes === one.truth.minutes).length;
  // When most titles follow another column, that is how this school writes them.
  const usual = agree * 2 >= timed.length;
  const problems: Problem[] = [];
  for (const { line, title, titleCell, truth, others } of timed) {
    const inOther = others.find((given) => given.minutes === title.minutes);
    if (title.minutes !== truth.minutes && usual) {
      problems.push(
        inOther === undefined
          ? tell.titleContradicts(titleCell, title.shown, truth.value)
          : tell.titleInOtherZone(titleCell, title.shown, truth.value, inOther.value),
      );
    }
    if (title.days !== undefined && !daysOfCode(title.days).has(line.weekday)) {
      problems.push(tell.titleDay(titleCell, title.shown, title.days));
    }
  }
  return problems;
}

/** A course whose lines have two coaches: a substitute, or a slip. The one whom the title names is the coach. */
function checkCoaches(lines: readonly ReadLine[]): readonly Problem[] {
  const problems: Problem[] = [];
  for (const course of Map.groupBy(lines, ({ line }) => line.courseKey).values()) {
    const coaches = [...Map.groupBy(course, ({ line }) => line.coach)].toSorted(
      ([a, as], [b, bs]) => bs.length - as.length || named(course, b) - named(course, a) || (a < b ? -1 : 1),
    );
    const [usual] = coaches[0] ?? [];
    if (usual === undefined || coaches.length < 2) continue;
    for (const { line, coachCell } of course) {
      if (line.coach !== usual) problems.push(tell.otherCoach(coachCell, line.coach, usual, line.course));
    }
  }
  return problems;
}

function named(course: readonly ReadLine[], coach: string): number {
  return course.filter(({ title }) => title.coach !== undefined && fold(title.coach) === fold(coach)).length;
}

/** A coach, or a group, in two classes at once in the coming week. */
function checkOverlaps(lines: readonly ReadLine[], today: Temporal.PlainDate): readonly Problem[] {
  const timed = lines.map((one) => ({ ...one, start: startOf(one.line, one.truth.minutes, one.truth.zone, today) }));
  const problems: Problem[] = [];
  for (const [coach, theirs] of Map.groupBy(timed, ({ line }) => fold(line.coach))) {
    if (coach !== "") problems.push(...overlapsOf(theirs, tell.coachTwice));
  }
  for (const theirs of Map.groupBy(timed, ({ line }) => JSON.stringify(line.group)).values()) {
    // One coach twice in one group is told once, as the coach's.
    problems.push(...overlapsOf(theirs, tell.groupTwice, (a, b) => fold(a.line.coach) !== fold(b.line.coach)));
  }
  return problems;
}

type Timed = ReadLine & { readonly start: number };

function overlapsOf(
  lines: readonly Timed[],
  word: (cell: string, line: TimetableLine, other: TimetableLine) => Problem,
  counts: (a: Timed, b: Timed) => boolean = () => true,
): readonly Problem[] {
  const problems: Problem[] = [];
  const sorted = lines.toSorted((a, b) => a.start - b.start || a.row - b.row);
  let earlier: Timed | undefined;
  for (const later of sorted) {
    if (earlier !== undefined && later.start < endOf(earlier) && counts(earlier, later)) {
      problems.push(word(later.coachCell, later.line, earlier.line));
    }
    // The class that lasts longest so far is the one that a later class can run into.
    if (earlier === undefined || endOf(later) > endOf(earlier)) earlier = later;
  }
  return problems;
}

function endOf(one: Timed): number {
  return one.start + one.line.durationMinutes;
}
