import type { TimeZone } from "#lib/ids.ts";

import * as tell from "./conflict-rules.ts";
import { daysOfCode } from "./day-rules.ts";
import { placeIn, type ReadLine } from "./line-rules.ts";
import { remembering } from "./reader-rules.ts";
import type { Problem, TimetableLine } from "./shape-rules.ts";
import type { GivenTime } from "./start-rules.ts";
import { fold, inTextOrder } from "./text-rules.ts";

/** How far ahead the columns are compared, in weeks: a clock change that comes sooner is told now. */
const weeksAhead = 4;
const minutesPerWeek = 10_080;

/** Checks the lines of a workbook against themselves and each other. */
export function checkLines(lines: readonly ReadLine[], today: Temporal.PlainDate): readonly Problem[] {
  return [...checkColumns(lines, today), ...checkTitles(lines), ...checkCoaches(lines), ...checkOverlaps(lines, today)];
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
  // The same pair of times comes back on many lines, and a zone's rules are slow to ask.
  const verdicts = new Map<string, Verdict>();
  for (const one of lines) {
    const { line, truth, others } = one;
    for (const given of others) {
      const key = `${line.weekday} ${truth.minutes} ${truth.zone} ${given.minutes} ${given.zone}`;
      const verdict = verdicts.get(key) ?? compare(line.weekday, truth, given, today);
      verdicts.set(key, verdict);
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
  for (const one of timed) {
    const { line, title, truth, others, daysLater } = one;
    const inOther = others.find((given) => given.minutes === title.minutes);
    if (title.minutes !== truth.minutes && usual) {
      problems.push(
        inOther === undefined
          ? tell.titleContradicts(placeIn(one, "title"), title.shown, truth.value)
          : tell.titleInOtherZone(placeIn(one, "title"), title.shown, truth.value, inOther.value),
      );
    }
    const weekday = ((line.weekday - 1 - daysLater + 7) % 7) + 1;
    if (title.days !== undefined && !daysOfCode(title.days).has(weekday)) {
      problems.push(tell.titleDay(placeIn(one, "title"), title.shown, title.days));
    }
  }
  return problems;
}

/** A course whose lines have two coaches: a substitute, or a slip. The one whom the title names is the coach. */
function checkCoaches(lines: readonly ReadLine[]): readonly Problem[] {
  const problems: Problem[] = [];
  // A title that begins with the name of one coach of the school, on a line that another one holds.
  const folded = remembering(fold);
  const coaches = new Set(lines.map(({ line }) => folded(line.coach)));
  for (const course of Map.groupBy(lines, ({ line }) => line.courseKey).values()) {
    const usual = usualCoach(course);
    for (const one of course) {
      const { line, title } = one;
      if (usual !== undefined && line.coach !== usual)
        problems.push(tell.otherCoach(placeIn(one, "coach"), line.coach, usual, line.course));
      else if (
        title.coach !== undefined &&
        coaches.has(folded(title.coach)) &&
        folded(title.coach) !== folded(line.coach)
      ) {
        problems.push(tell.titleCoach(placeIn(one, "title"), title.shown, title.coach, line.coach));
      }
    }
  }
  return problems;
}

/** Who holds most of a course's lines; of equals, the one whom more titles name. */
function usualCoach(course: readonly ReadLine[]): string | undefined {
  if (course.length === 1) return course[0]?.line.coach;
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
  const starts = new Map<string, number>();
  const timed = lines.map((one): Timed => {
    const { weekday } = one.line;
    const { minutes, zone } = one.truth;
    const key = `${weekday} ${minutes} ${zone}`;
    const start = starts.get(key) ?? startOf(weekday, minutes, zone, today);
    starts.set(key, start);
    return { one, start, end: start + one.line.durationMinutes };
  });
  const problems: Problem[] = [];
  const folded = remembering(fold);
  for (const [coach, theirs] of Map.groupBy(timed, ({ one }) => folded(one.line.coach))) {
    if (coach !== "") problems.push(...overlapsOf(theirs, tell.coachTwice));
  }
  for (const theirs of Map.groupBy(timed, groupOf).values()) {
    // One coach twice in one group is told once, as the coach's.
    problems.push(...overlapsOf(theirs, tell.groupTwice, (a, b) => fold(a.coach) !== fold(b.coach)));
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
  if (lines.length < 2) return [];
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
