import type { TimetableLine } from "./shape-rules.ts";
import { fold, inTextOrder } from "./text-rules.ts";

/** The fields of a line that a change can be about. */
export const comparedFields = [
  "course",
  "level",
  "coach",
  "coachEmail",
  "weekday",
  "time",
  "timeZone",
  "durationMinutes",
  "group",
  "topic",
  "assistant",
  "language",
  "meetingLink",
  "startsOn",
  "endsOn",
] as const;

/** A field in which two lines differ. */
export type ComparedField = (typeof comparedFields)[number];

/** What becomes of the timetable in force. */
export interface TimetableDiff<Current extends TimetableLine> {
  readonly added: readonly TimetableLine[];
  readonly changed: readonly {
    readonly before: Current;
    readonly after: TimetableLine;
    readonly fields: readonly ComparedField[];
  }[];
  readonly removed: readonly Current[];
  readonly unchanged: readonly { readonly before: Current; readonly after: TimetableLine }[];
}

type Key = (line: TimetableLine) => string;

/**
 * By what a line is known again, surest first: so one changed cell is one change, not one line gone and
 * another come.
 */
const passes: readonly Key[] = [
  (line) => [line.courseKey, line.weekday, line.time, line.timeZone, line.coach].join("|"),
  (line) => [line.courseKey, line.weekday, line.time, line.timeZone].join("|"),
  (line) => [line.courseKey, line.weekday].join("|"),
  (line) => [JSON.stringify(line.group), line.weekday, line.time].join("|"),
  (line) => [fold(line.course), line.weekday, line.time].join("|"),
  (line) => line.courseKey,
];

/** Compares the timetable in force with a workbook's lines. The order of neither matters. */
export function diffTimetable<Current extends TimetableLine>(
  current: readonly Current[],
  next: readonly TimetableLine[],
): TimetableDiff<Current> {
  let before = inOrder(current);
  let after = inOrder(next);
  const pairs: { readonly before: Current; readonly after: TimetableLine }[] = [];
  for (const key of passes) {
    const waiting = Map.groupBy(before, key);
    after = after.filter((line) => {
      const match = waiting.get(key(line))?.shift();
      if (match !== undefined) pairs.push({ before: match, after: line });
      return match === undefined;
    });
    before = inOrder([...waiting.values()].flat());
    if (after.length === 0) break;
  }
  const compared = pairs.map((pair) => ({ ...pair, fields: changedFields(pair.before, pair.after) }));
  return {
    added: after,
    removed: before,
    changed: compared.filter((pair) => pair.fields.length > 0),
    unchanged: compared
      .filter((pair) => pair.fields.length === 0)
      .map(({ before: old, after: line }) => ({ before: old, after: line })),
  };
}

function changedFields(before: TimetableLine, after: TimetableLine): readonly ComparedField[] {
  return comparedFields.filter((field) =>
    field === "group" ? JSON.stringify(before.group) !== JSON.stringify(after.group) : before[field] !== after[field],
  );
}

/** An order of the lines themselves, so that the order of the sheet's rows changes nothing. */
function inOrder<Line extends TimetableLine>(lines: readonly Line[]): readonly Line[] {
  const keyed = lines.map((line) => ({ line, key: orderKey(line) }));
  return keyed.toSorted((a, b) => inTextOrder(a.key, b.key)).map(({ line }) => line);
}

function orderKey(line: TimetableLine): string {
  const { weekday, time, timeZone, courseKey, coach, durationMinutes, assistant } = line;
  return [weekday, time, timeZone, courseKey, coach, durationMinutes, assistant ?? ""].join("|");
}
