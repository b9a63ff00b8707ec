import type { ReadLine } from "./line-rules.ts";
import type { TimetableLine } from "./shape-rules.ts";
import { sharing } from "./sharing-rules.ts";
import { inTextOrder } from "./text-rules.ts";

/**
 * What belongs to the course or to the coach is the same on all their lines: the title whose time agrees with
 * the columns, the address that most lines give. `courses` are those of more than one line.
 */
export function settled(
  lines: readonly ReadLine[],
  courses: readonly (readonly ReadLine[])[],
): readonly TimetableLine[] {
  const titles = new Map<string, TimetableLine>();
  for (const course of courses) {
    const { line } = representative(course);
    titles.set(line.courseKey, line);
  }
  const emails = new Map<string, string | undefined>();
  for (const theirs of sharing(lines, ({ line }) => line.coach)) {
    emails.set(theirs[0]?.line.coach ?? "", mostCommon(theirs.map(({ line }) => line.coachEmail)));
  }
  return lines.map(({ line }) => {
    const course = titles.get(line.courseKey) ?? line;
    const email = emails.get(line.coach) ?? line.coachEmail;
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
  if (given.every((value) => value === given[0])) return given[0];
  return [...Map.groupBy(given, (value) => value)].toSorted(
    ([a, as], [b, bs]) => bs.length - as.length || inTextOrder(a, b),
  )[0]?.[0];
}
