import type { Db } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import type { Actor } from "#features/audit/rules.ts";
import { ensureCoaches } from "#features/roster/store.ts";
import { findCourse } from "#features/timetable/find-course.ts";
import { isBefore, type Instant } from "#lib/clock.ts";
import { failed, ok, type Result } from "#lib/failure.ts";
import { newId, type TimeZone } from "#lib/ids.ts";

import type { KeptDecision } from "./decide-sessions.ts";
import { hasExtra, putException } from "./exception-store.ts";
import { extraSessionId } from "./plan-rules.ts";
import { extraTwice, startInThePast } from "./texts.ts";

/**
 * Adds a session that no line of the timetable holds, in the caller's transaction. Without coach or length it
 * takes those of the course.
 */
export async function addExtraSession({
  db,
  now,
  by,
  zone,
  course: written,
  startsAt,
  durationMinutes,
  coach,
  reason,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly by: Actor;
  /** The school's: the day of the session is told in it. */
  readonly zone: TimeZone;
  readonly course: string;
  readonly startsAt: Instant;
  readonly durationMinutes?: number | undefined;
  readonly coach?: string | undefined;
  readonly reason?: string | undefined;
}): Promise<Result<KeptDecision>> {
  if (!isBefore(now, startsAt)) return failed(startInThePast(startsAt));
  const found = await findCourse(db, written);
  if (!found.ok) return found;
  const course = found.value;
  if (await hasExtra(db, course.id, startsAt)) return failed(extraTwice(course.title));
  const coachId = coach === undefined ? course.coachId : (await ensureCoaches(db, [{ name: coach }], now)).get(coach);
  const date = startsAt.toZonedDateTimeISO(zone).toPlainDate().toString();
  const row = {
    id: newId(),
    kind: "extra" as const,
    entryId: null,
    courseId: course.id,
    date,
    startsAt,
    durationMinutes: durationMinutes ?? course.durationMinutes,
    coachId: coachId ?? course.coachId,
    reason: reason ?? null,
    by,
    createdAt: now,
  };
  const number = await putException(db, row);
  const after = { startsAt: startsAt.toString(), minutes: row.durationMinutes, coachId: row.coachId, reason };
  await recordChange({ db, now, by, action: "session.extra", subject: `${course.title} ${date}`, after });
  return ok({ number, sessionId: extraSessionId(row.id), courseTitle: course.title, date, startsAt });
}
