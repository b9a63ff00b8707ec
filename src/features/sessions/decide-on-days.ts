import type { Db } from "#database/open.ts";
import type { Actor } from "#features/audit/rules.ts";
import { findCourse } from "#features/timetable/find-course.ts";
import type { Instant } from "#lib/clock.ts";
import { failed, ok, type Result } from "#lib/failure.ts";
import type { TimeZone } from "#lib/ids.ts";

import { decideExtraSession } from "./decide-extra-session.ts";
import { decideSessions, type KeptDecision, type SessionDecision } from "./decide-sessions.ts";
import { listExtrasOf } from "./exception-store.ts";
import { locateSessions, type SessionsMeant } from "./locate-sessions.ts";
import { extraSessionId } from "./plan-rules.ts";
import { findSessionDetails } from "./store.ts";
import { moveOneOnly, severalSessionsThen } from "./texts.ts";

/**
 * Keeps a decision about the sessions of a course on the days that a person names, in the caller's transaction: those of
 * the timetable and the extra ones, each in its way (decision 131).
 *
 * An extra session that was taken off comes back with `kept`, where the timetable has none on these days.
 */
export async function decideOnDays({
  db,
  now,
  by,
  zone,
  meant,
  decision,
  reason,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly by: Actor;
  /** The school's: days and hours of extra sessions are told in it. */
  readonly zone: TimeZone;
  readonly meant: SessionsMeant;
  readonly decision: SessionDecision;
  readonly reason: string | undefined;
}): Promise<Result<readonly KeptDecision[]>> {
  const course = await findCourse(db, meant.course);
  if (!course.ok) return course;
  const located = await locateSessions(db, meant);
  const isNone = !located.ok && located.failure.code === "sessions.none-then";
  if (!located.ok && !isNone) return located;
  const isBack = decision.kind === "kept";
  const timeOf = (startsAt: Instant | null) =>
    startsAt?.toZonedDateTimeISO(zone).toPlainTime().toString({ smallestUnit: "minute" }) ?? "";
  const extras =
    isBack && !isNone
      ? []
      : (await listExtrasOf(db, course.value.id)).filter(
          ({ date, startsAt, removedAt }) =>
            meant.from <= date &&
            date <= meant.until &&
            (meant.time === undefined || meant.time === timeOf(startsAt)) &&
            (removedAt !== null) === isBack,
        );
  const wish = { db, now, by, decision, reason };
  if (extras.length === 0) return await decideSessions({ ...wish, meant });

  const times = located.ok ? located.value.map(({ entry }) => entry.time) : [];
  const all = [...times, ...extras.map(({ startsAt }) => timeOf(startsAt))];
  if (all.length > 1) {
    if (meant.from === meant.until) return failed(severalSessionsThen(course.value.title, meant.from, all));
    if (decision.kind === "moved") return failed(moveOneOnly);
  }
  const kept = located.ok ? await decideSessions({ ...wish, meant }) : ok([]);
  if (!kept.ok) return kept;
  const decided = [...kept.value];
  for (const session of await findSessionDetails(
    db,
    extras.map(({ id }) => extraSessionId(id)),
  )) {
    const one = await decideExtraSession({ ...wish, zone, session });
    if (!one.ok) return one;
    decided.push(...one.value);
  }
  return ok(decided);
}
