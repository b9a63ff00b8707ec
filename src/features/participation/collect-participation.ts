import { inTransaction, type Db } from "#database/open.ts";
import type { ZoomPort } from "#features/meetings/ports.ts";
import { readStays } from "#features/meetings/read-stays.ts";
import { findZoomIds } from "#features/meetings/store.ts";
import { listEndedSessions } from "#features/sessions/store.ts";
import { isBefore, type Clock, type Instant } from "#lib/clock.ts";
import type { Failure } from "#lib/failure.ts";
import type { RunLog } from "#lib/run-log.ts";

import { findCollected } from "./attendance-store.ts";
import { openDirectories } from "./open-directories.ts";
import type { AttendanceRules } from "./rules.ts";
import { takeInStays } from "./take-in-stays.ts";
import { notReady, notRecognised, reportChanged } from "./texts.ts";

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

/** For so long after a session Zoom's report is read again, since it may still change. */
const hoursOfReview = 48;

/**
 * Reads from Zoom who was in each session that ended by `until`: those not read yet, and once more those of the last
 * two days, whose report may have changed since.
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
  const reviewed = until.subtract({ hours: hoursOfReview });
  const open = ended.filter((session) => !done.has(session.id) || isBefore(reviewed, session.endsAt));
  const directoryOf = await openDirectories(
    db,
    open.flatMap((session) => session.groupId ?? []),
  );

  const figures = { collected: 0, waiting: 0, failed: 0 };
  for (const session of open) {
    const zoomId = zoomIds.get(session.id);
    if (zoomId === undefined) continue;
    const again = done.has(session.id);
    const stays = await readStays({ db, clock, zoom, zoomId, session });
    const place = `${session.courseTitle} ${session.date}`;
    if (stays.kind === "unreachable") {
      await log.failure({ ...stays.failure, place });
      return { ...figures, failed: figures.failed + 1, failure: stays.failure };
    }
    // What was read before stands when Zoom says no, or nothing, the second time.
    if (again && (stays.kind !== "done" || stays.value === undefined || stays.value.length === 0)) continue;
    if (stays.kind === "refused") {
      await log.failure({ ...stays.failure, place });
      figures.failed += 1;
    } else if (stays.value === undefined && isBefore(until, session.endsAt.add({ hours: hoursOfPatience }))) {
      await log.info(notReady, place);
      figures.waiting += 1;
    } else {
      const report = { rules, now: clock.now(), session, stays: stays.value ?? [] };
      const directory = directoryOf(session.groupId);
      const { strangers, changed } = await inTransaction(
        db,
        async (tx) => await takeInStays({ db: tx, ...report, directory }),
      );
      if (again && changed > 0) await log.info(reportChanged(changed), place);
      if (!again && strangers > 0) await log.info(notRecognised(strangers), place);
      if (!again) figures.collected += 1;
    }
  }
  return figures;
}
