import type { ByHand } from "./by-hand.ts";
import type { SimulatedCourse } from "./lines.ts";
import { ends, isIn, tell, type Ask, type Broken, type Span } from "./promise.ts";

/** What the workbook held from an instant on: the school's own word, whatever Carillon made of it. */
export interface Lines {
  readonly from: Temporal.Instant;
  readonly courses: readonly SimulatedCourse[];
}

/** The school's own word about its hours. */
export interface SchoolsWord {
  readonly workbooks: readonly Lines[];
  readonly byHand: readonly ByHand[];
  /** The first one is the school's. */
  readonly zones: readonly string[];
}

/** What the workbook held at an instant. */
export function coursesAt({ workbooks }: SchoolsWord, at: Temporal.Instant): readonly SimulatedCourse[] {
  return workbooks.findLast(({ from }) => Temporal.Instant.compare(from, at) <= 0)?.courses ?? [];
}

/** How the title of a course ends: its group's id by which it is known. */
export function markOf(chatId: string): string {
  return ` - ${chatId.slice(-4)}`;
}

/** When a course is taught on the given days, and at whatever hour people chose for it, by what was decided until `at`. */
export function startsOf(
  course: SimulatedCourse,
  days: readonly Temporal.PlainDate[],
  at: Temporal.Instant,
  byHand: readonly ByHand[],
): readonly Temporal.Instant[] {
  const decided = byHand.filter(
    (one) => Temporal.Instant.compare(one.at, at) <= 0 && (one.chatId === undefined || one.chatId === course.chatId),
  );
  const isOff = (day: string) => decided.some(({ off }) => off !== undefined && off.from <= day && day <= off.until);
  const planned = days
    .filter((day) => course.weekdays.includes(day.dayOfWeek) && !isOff(day.toString()))
    .map((day) => day.toZonedDateTime("UTC").add({ minutes: course.minutes }).toInstant());
  return [...planned, ...decided.flatMap(({ on }) => on ?? [])];
}

/**
 * The classes that took place are those of the workbook and of the people: none was lost on the way, none was made up.
 * Without a workbook there is nothing to compare with.
 */
export async function wrongSessions(ask: Ask, evidence: SchoolsWord & Span): Promise<readonly Broken[]> {
  if (evidence.workbooks.length === 0) return [];
  const rows = await ask(
    `select ' - ' || right(c.title, 4) || ' ' || extract(epoch from s.starts_at)::bigint as place
       from sessions s join courses c on c.id = s.course_id
      where s.status <> 'cancelled' and s.starts_at >= $1 and s.starts_at < $2`,
    ends(evidence),
  );
  const held = new Set(rows.map((row) => row["place"] ?? ""));
  const wanted = new Set(wantedIn(evidence));
  return [
    ...tell(
      "each class of the workbook and of the people takes place",
      [...wanted].filter((one) => !held.has(one)).map(shown),
    ),
    ...tell("no class takes place that nobody wanted", [...held].filter((one) => !wanted.has(one)).map(shown)),
  ];
}

function shown(place: string): object {
  const [, mark, seconds] = /^ - (\S+) (\d+)$/.exec(place) ?? [];
  return { course: mark, startsAt: Temporal.Instant.fromEpochMilliseconds(Number(seconds) * 1_000).toString() };
}

function wantedIn(evidence: SchoolsWord & Span): readonly string[] {
  const first = dayOf(evidence.from);
  const days = Array.from({ length: first.until(dayOf(evidence.until)).days + 1 }, (_, later) =>
    first.add({ days: later }),
  );
  return days.flatMap((day) => {
    // The workbook of a day is the one of its morning: people edit it on Saturday night.
    const morning = day.toZonedDateTime({ timeZone: "UTC", plainTime: "08:00" }).toInstant();
    return coursesAt(evidence, morning).flatMap((course) =>
      startsOf(course, [day], evidence.until, evidence.byHand)
        .filter((start) => isIn(start, evidence) && dayOf(start).equals(day))
        .map((start) => `${markOf(course.chatId)} ${start.epochMilliseconds / 1_000}`),
    );
  });
}

/** The day in UTC, which is the school's own. */
function dayOf(at: Temporal.Instant): Temporal.PlainDate {
  return at.toZonedDateTimeISO("UTC").toPlainDate();
}
