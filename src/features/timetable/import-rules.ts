import type { Language } from "#lib/bilingual.ts";

import type { DamagedLine, Problem, TimetableLine } from "./shape-rules.ts";

/** What an import did to the timetable in force. */
export interface ImportFigures {
  /** Lines of the sheet that were understood. */
  readonly entries: number;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly unchanged: number;
  /** Lines that were left out because of an error. */
  readonly leftOut: number;
}

/** How many lines an error left out: several errors in one line count once. */
export function linesLeftOut(problems: readonly Problem[]): number {
  const errors = problems.filter((problem) => problem.severity === "error");
  return new Set(errors.map((problem) => rowOf(problem.cell))).size;
}

/**
 * The entries that leave the timetable: those that the workbook no longer holds, save those whose line is
 * still there but has an error. Nobody took them out, so last week's entry stays.
 *
 * A damaged line keeps one entry: the one that it is most like in what could be read of it, and at least in its
 * title or its group, wherever it stands in the sheet now. A line of which neither could be read keeps the
 * entry of its row.
 */
export function entriesThatLeave<Entry extends TimetableLine>(
  removed: readonly Entry[],
  damaged: readonly DamagedLine[],
): readonly Entry[] {
  let leaving = removed;
  for (const line of damaged) {
    const likest = leaving
      .map((entry) => ({ entry, likeness: likenessOf(line, entry) }))
      .filter((one) => one.likeness > 0)
      .toSorted((a, b) => b.likeness - a.likeness)[0];
    if (likest !== undefined) leaving = leaving.filter((entry) => entry !== likest.entry);
  }
  return leaving;
}

/** How much of a damaged line is the entry's; 0 when it is not known to be the same class. */
function likenessOf(line: DamagedLine, entry: TimetableLine): number {
  const sameTitle = line.titleKey !== undefined && entry.courseKey.endsWith(`|${line.titleKey}`);
  const sameGroup = line.group !== undefined && JSON.stringify(line.group) === JSON.stringify(entry.group);
  const sameRow = rowOf(line.cell) === rowOf(entry.cell);
  const isNameless = line.titleKey === undefined && line.group === undefined;
  if (!sameTitle && !sameGroup && !(isNameless && sameRow)) return 0;
  return (
    Number(sameTitle) * 8 +
    Number(sameGroup) * 8 +
    Number(line.weekday === entry.weekday) * 4 +
    Number(line.time === entry.time) * 3 +
    Number(line.coach === entry.coach) * 2 +
    Number(sameRow)
  );
}

/** `Fix Schedule!G31` → `Fix Schedule!31`. */
function rowOf(cell: string): string {
  return cell.replace(/![A-Z]+(\d+)$/, "!$1");
}

/** What an import changed, so that it can be taken back: rows as they were before it. */
export interface ImportChanges {
  /** Entries that came into force with it. */
  readonly added: readonly string[];
  /** Entries that it changed or took out of force. */
  readonly entries: readonly { readonly id: string; readonly content: EntryContent }[];
  readonly courses: readonly CourseContent[];
  readonly emails: readonly { readonly id: string; readonly email: string | null }[];
}

/** What a line of the timetable says, as its row holds it. */
export interface EntryContent {
  readonly courseId: string;
  readonly coachId: string;
  readonly assistant: string | null;
  readonly weekday: number;
  readonly time: string;
  readonly timeZone: string;
  readonly durationMinutes: number;
  readonly groupLink: string | null;
  readonly topic: string | null;
  readonly language: Language | null;
  readonly meetingLink: string | null;
  readonly startsOn: string | null;
  readonly endsOn: string | null;
  readonly cell: string;
}

/** A course as its row holds it, without what people set. */
export interface CourseContent {
  readonly id: string;
  readonly key: string;
  readonly title: string;
  readonly level: string | null;
  readonly groupId: string | null;
}

/** The e-mails that an import changed, as they were before it. */
export function formerEmails(before: ImportChanges["emails"], after: ImportChanges["emails"]): ImportChanges["emails"] {
  const now = new Map(after.map(({ id, email }) => [id, email]));
  return before.filter(({ id, email }) => now.get(id) !== email);
}

/** Does a course say the same? */
export function sameCourse(a: CourseContent, b: CourseContent): boolean {
  return a.key === b.key && a.title === b.title && a.level === b.level && a.groupId === b.groupId;
}

/**
 * Courses that only changed their key (a new title, another group): old key to new key.
 *
 * Such a course keeps its row, and with it its dates and its calendar: all its lines went to one other course
 * that did not exist before, and none of the new lines is its own.
 */
export function renamedCourses(
  pairs: readonly {
    readonly before: Pick<TimetableLine, "courseKey">;
    readonly after: Pick<TimetableLine, "courseKey">;
  }[],
  current: readonly Pick<TimetableLine, "courseKey">[],
  next: readonly Pick<TimetableLine, "courseKey">[],
): ReadonlyMap<string, string> {
  const known = new Set(current.map((line) => line.courseKey));
  const wanted = new Set(next.map((line) => line.courseKey));
  const renamed = new Map<string, string>();
  const taken = new Set<string>();
  for (const { before, after } of pairs) {
    const [from, to] = [before.courseKey, after.courseKey];
    if (from === to || wanted.has(from) || known.has(to) || renamed.has(from) || taken.has(to)) continue;
    renamed.set(from, to);
    taken.add(to);
  }
  return renamed;
}

/** More than this part of the timetable gone at once is more likely a wrong file than a decision. */
const guardedPart = 1 / 3;

/** Does an import remove so much that a person has to agree first? */
export function needsAgreement(inForce: number, removed: number): boolean {
  return removed > inForce * guardedPart;
}
