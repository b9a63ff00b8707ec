import { inTransaction, type Db } from "#database/open.ts";
import type { ParticipantStay, ZoomPort } from "#features/meetings/ports.ts";
import { findZoomIds } from "#features/meetings/store.ts";
import { listMembers, type Member } from "#features/roster/store.ts";
import { listEndedSessions, type SessionDetails } from "#features/sessions/store.ts";
import { isBefore, type Clock, type Instant } from "#lib/clock.ts";
import type { Failure } from "#lib/failure.ts";
import type { RunLog } from "#lib/run-log.ts";

import { recognise, verdictOn } from "./rules.ts";
import { addCollection, findCollected } from "./store.ts";
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
  until,
  log,
}: {
  readonly db: Db;
  readonly clock: Clock;
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
      await keep({ db, clock, log, session, stays: stays.value ?? [], members, place });
      figures.collected += 1;
    }
  }
  return figures;
}

async function keep({
  db,
  clock,
  log,
  session,
  stays,
  members,
  place,
}: {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: RunLog;
  readonly session: SessionDetails;
  readonly stays: readonly ParticipantStay[];
  readonly members: readonly Member[];
  readonly place: string;
}): Promise<void> {
  const known = members.filter((member) => member.groupId === session.groupId);
  const recognised = stays
    .filter((stay) => !isCoach(stay, session))
    .map((stay) => ({ ...stay, studentId: recognise(stay, known) }));
  const strangers = new Set(recognised.filter((stay) => stay.studentId === undefined).map((stay) => stay.name));
  if (strangers.size > 0) await log.info(notRecognised([...strangers]), place);

  const students = new Set(recognised.flatMap((stay) => (stay.studentId === undefined ? [] : [stay.studentId])));
  await inTransaction(db, async (tx) => {
    await addCollection(tx, {
      sessionId: session.id,
      collectedAt: clock.now(),
      stays: recognised.map((stay) => ({
        sessionId: session.id,
        stayId: stay.stayId,
        zoomName: stay.name,
        email: stay.email ?? null,
        studentId: stay.studentId ?? null,
        joinedAt: stay.joinedAt,
        leftAt: stay.leftAt,
      })),
      attendances: [...students].map((studentId) => ({
        sessionId: session.id,
        studentId,
        ...verdictOn(
          recognised.filter((stay) => stay.studentId === studentId),
          session,
        ),
      })),
    });
  });
}

/** The coach is in the meeting too, and is no student. */
function isCoach(stay: ParticipantStay, session: SessionDetails): boolean {
  return (
    stay.name === session.coachName ||
    (stay.email !== undefined && stay.email.toLowerCase() === session.coachEmail?.toLowerCase())
  );
}
