import type { Db } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import type { Actor } from "#features/audit/rules.ts";
import type { Instant } from "#lib/clock.ts";
import { failed, ok, type Result } from "#lib/failure.ts";

import { findCourse } from "./find-course.ts";
import { setDatesOfCourse, type CourseInForce } from "./store.ts";
import { datesReversed } from "./texts.ts";

/**
 * Sets the first and last day of a course (`YYYY-MM-DD` in its entries' zone, both included), in the caller's
 * transaction. `null` takes a day away, `undefined` leaves it. No import touches them.
 */
export async function setCourseDates({
  db,
  now,
  by,
  course: written,
  startsOn,
  endsOn,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly by: Actor;
  readonly course: string;
  readonly startsOn: string | null | undefined;
  readonly endsOn: string | null | undefined;
}): Promise<Result<CourseInForce>> {
  const found = await findCourse(db, written);
  if (!found.ok) return found;
  const { id, title } = found.value;
  const before = { startsOn: found.value.startsOn, endsOn: found.value.endsOn };
  const after = {
    startsOn: startsOn === undefined ? before.startsOn : startsOn,
    endsOn: endsOn === undefined ? before.endsOn : endsOn,
  };
  if (after.startsOn !== null && after.endsOn !== null && after.endsOn < after.startsOn) {
    return failed(datesReversed(after.startsOn, after.endsOn));
  }
  await setDatesOfCourse(db, id, after);
  await recordChange({ db, now, by, action: "course.dates", subject: title, before, after });
  return ok({ ...found.value, ...after });
}
