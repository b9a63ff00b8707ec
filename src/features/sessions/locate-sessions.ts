import type { Db } from "#database/open.ts";
import { findCourse } from "#features/timetable/find-course.ts";
import { listEntriesInForce, type EntryInForce } from "#features/timetable/store.ts";
import { failed, ok, type Result } from "#lib/failure.ts";

import { daysOfRange, occurrenceOn } from "./plan-rules.ts";
import type { Occurrence } from "./rules.ts";
import { noSessionThen, severalSessionsThen } from "./texts.ts";

/** Which sessions of the timetable a person means. */
export interface SessionsMeant {
  /** The course's id or a few words of its title. */
  readonly course: string;
  /** First and last day in the entry's zone (`YYYY-MM-DD`), both included. */
  readonly from: string;
  readonly until: string;
  /** Local start `HH:MM` in the entry's zone, when the course has several that day. */
  readonly time?: string | undefined;
}

/** A session of the timetable, planned already or not yet. */
export interface LocatedSession {
  readonly entry: EntryInForce;
  readonly occurrence: Occurrence;
}

/** Finds the sessions of a course on the given days; also those that are months ahead and have no row yet. */
export async function locateSessions(db: Db, meant: SessionsMeant): Promise<Result<readonly LocatedSession[]>> {
  const course = await findCourse(db, meant.course);
  if (!course.ok) return course;
  const entries = (await listEntriesInForce(db)).filter((entry) => entry.courseId === course.value.id);
  const found = daysOfRange(meant.from, meant.until).flatMap((date) =>
    entries.flatMap((entry) => {
      const occurrence = occurrenceOn(entry, date);
      const fits = meant.time === undefined || meant.time === entry.time;
      return occurrence !== undefined && fits ? [{ entry, occurrence }] : [];
    }),
  );
  const { title } = course.value;
  const times = found.map(({ entry }) => entry.time);
  if (found.length === 0) return failed(noSessionThen(title, meant.from, meant.until, entries));
  if (meant.from === meant.until && found.length > 1) return failed(severalSessionsThen(title, meant.from, times));
  return ok(found);
}
