import { inTransaction, type Db } from "#database/open.ts";
import type { ZoomPort } from "#features/meetings/ports.ts";
import { findZoomIds } from "#features/meetings/store.ts";
import { listMembers } from "#features/roster/store.ts";
import { listEndedSessions } from "#features/sessions/store.ts";
import { isBefore, type Clock, type Instant } from "#lib/clock.ts";
import type { Failure } from "#lib/failure.ts";
import type { RunLog } from "#lib/run-log.ts";

import { findCollected } from "./attendance-store.ts";
import type { AttendanceRules } from "./rules.ts";
import { takeInStays } from "./take-in-stays.ts";
import { notReady, notRecognised } from "./texts.ts";

/** Zoom keeps the list of participants of a one-off meeting this long (facts: Zoom, Creating). */
const daysKept = 30;

/** A report that is not there after so long never comes: the meeting was not held. */
const hoursOfPatience = 48;

/** What collecting did. */
export interface CollectionReport {
  readonly collected: number;
  readonly waiting: number;
  readonly failed: number;
  /** Set when Zoom could not be used: the rest was not tried. */
  readonly failure?: Failure;
}

/**
 * Reads from Zoom who was in each session that ended by `until` and was not read yet.
 *
 * Raw stays are kept beside the verdicts, so a name that is matched later can still be counted.
 */
export async function collectParticipation({
  db,
  clock,
  zoom,
  rules,
  until,
  log,
}: {
  readonly db: Db;
  readonly clock: Clock;
  readonly rules: AttendanceRules;
  readonly zoom: ZoomPort;
  readonly until: Instant;
  readonly log: RunLog;
}): Promise<CollectionReport> {
  const ended = await listEndedSessions(db, until.subtract({ hours: 24 * daysKept }), until);
  const ids = ended.map((session) => session.id);
  const done = await findCollected(db, ids);
  const zoomIds = await findZoomIds(db, ids);
  const open = ended.filter((session) => !done.has(session.id) && zoomIds.has(session.id));
  const members = await listMembers(db, [
    ...new Set(open.flatMap((one) => (one.groupId === null ? [] : [one.groupId]))),
  ]);

  const figures = { collected: 0, waiting: 0, failed: 0 };
  for (const session of open) {
    const zoomId = zoomIds.get(session.id);
    if (zoomId === undefined) continue;
    const stays = await zoom.listStays(zoomId);
    const place = `${session.courseTitle} ${session.date}`;
    if (stays.kind === "unreachable") {
      await log.failure({ ...stays.failure, place });
      return { ...figures, failed: figures.failed + 1, failure: stays.failure };
    }
    if (stays.kind === "refused") {
      await log.failure({ ...stays.failure, place });
      figures.failed += 1;
    } else if (stays.value === undefined && isBefore(until, session.endsAt.add({ hours: hoursOfPatience }))) {
      await log.info(notReady, place);
      figures.waiting += 1;
    } else {
      const known = members.filter((member) => member.groupId === session.groupId);
      const report = { rules, now: clock.now(), session, stays: stays.value ?? [], members: known };
      const strangers = await inTransaction(db, async (tx) => await takeInStays({ db: tx, ...report }));
      if (strangers.length > 0) await log.info(notRecognised(strangers), place);
      figures.collected += 1;
    }
  }
  return figures;
}
