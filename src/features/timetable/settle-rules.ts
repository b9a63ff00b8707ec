import type { ReadLine } from "./line-rules.ts";
import type { TimetableLine } from "./shape-rules.ts";
import { inTextOrder } from "./text-rules.ts";

/**
 * What belongs to the course or to the coach is the same on all their lines: the title whose time agrees with
 * the columns, the address that most lines give.
 */
export function settled(lines: readonly ReadLine[]): readonly TimetableLine[] {
  const courses = Map.groupBy(lines, ({ line }) => line.courseKey);
  const coaches = Map.groupBy(lines, ({ line }) => line.coach);
  const titles = new Map([...courses].map(([key, theirs]) => [key, representative(theirs).line]));
  const emails = new Map(
    [...coaches].map(([coach, theirs]) => [coach, mostCommon(theirs.map(({ line }) => line.coachEmail))]),
  );
  return lines.map(({ line }) => {
    const course = titles.get(line.courseKey) ?? line;
    const email = emails.get(line.coach);
    if (course.course === line.course && course.level === line.level && email === line.coachEmail) return line;
    const { level: _level, coachEmail: _email, ...rest } = line;
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
  const [only] = lines;
  if (only !== undefined && lines.length === 1) return only;
  const sorted = lines.toSorted(
    (a, b) =>
      contradicts(a) - contradicts(b) ||
      inTextOrder(a.line.course, b.line.course) ||
      inTextOrder(a.line.level ?? "", b.line.level ?? ""),
  );
  return sorted[0] as ReadLine;
}

function mostCommon(values: readonly (string | undefined)[]): string | undefined {
  const given = values.filter((value) => value !== undefined);
  return [...Map.groupBy(given, (value) => value)].toSorted(
    ([a, as], [b, bs]) => bs.length - as.length || inTextOrder(a, b),
  )[0]?.[0];
}
