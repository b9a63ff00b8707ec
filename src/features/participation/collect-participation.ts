import { allOrEach } from "#database/all-or-each.ts";
import { inTransaction, type Db } from "#database/open.ts";
import type { ZoomPort } from "#features/meetings/ports.ts";
import { readStays } from "#features/meetings/read-stays.ts";
import { findMeetings, findZoomIds } from "#features/meetings/store.ts";
import { findSessionDetails } from "#features/sessions/store.ts";
import { isBefore, type Clock, type Instant } from "#lib/clock.ts";
import type { Failure } from "#lib/failure.ts";
import type { RunLog } from "#lib/run-log.ts";

import { findCollected, listStays, putReviewed, readOpenSessions } from "./attendance-store.ts";
import { openDirectories, readAddresses } from "./open-directories.ts";
import type { Addresses } from "./match-rules.ts";
import { recountAttendance } from "./recount-attendance.ts";
import { tellsTheSame } from "./report-rules.ts";
import type { AttendanceRules } from "./rules.ts";
import { takeInStays, type StaysReport } from "./take-in-stays.ts";
import { neverReported, notKept, notReady, notRecognised, reportChanged } from "./texts.ts";

/** Zoom keeps the list of participants of a one-off meeting this long (facts: Zoom, Creating). */
const daysKept = 30;

/** A report that is not there after so long hardly comes: nobody was there, as long as Zoom says no other. */
const hoursOfPatience = 48;

/** What collecting did. */
export interface CollectionReport {
  readonly collected: number;
  readonly waiting: number;
  readonly failed: number;
  /** Of `failed`, the sessions of which Zoom told and the database would not keep it; they are asked about again. */
  readonly unkept: number;
  /** Set when Zoom could not be used: the rest was not tried. */
  readonly failure?: Failure;
}

/** How many sessions are worked on at a time. */
const sessionsAtOnce = 500;

/**
 * A report may change, and webhooks come late: so it is read again until Zoom has answered so many hours after the
 * session's end, however often it could not be asked meanwhile.
 */
const settledAfter = 24;
/** What was read so many hours ago is not read again: an evening's later tries are for what Zoom did not answer to. */
const hoursApart = 3;

/** For so long after a session a report that was never read is asked for again, in days. */
const daysAwaited = 7;

/**
 * Reads from Zoom who was in each session that ended by `until`: those not read yet, once more those that were read within a
 * day of their end, whose report may have changed since, and for a week those of which there was no report.
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
  readonly zoom: Pick<ZoomPort, "listStays">;
  readonly until: Instant;
  readonly log: RunLog;
}): Promise<CollectionReport> {
  const open = {
    from: until.subtract({ hours: 24 * daysKept }),
    until,
    settledAfter,
    notSince: until.subtract({ hours: hoursApart }),
    awaited: until.subtract({ hours: 24 * daysAwaited }),
    atOnce: sessionsAtOnce,
  };
  const sums = { collected: 0, waiting: 0, failed: 0, unkept: 0 };
  const addresses = await readAddresses(db);
  for await (const ids of readOpenSessions(db, open)) {
    const some = await collectSome({ db, clock, zoom, rules, until, log, addresses }, ids);
    sums.collected += some.collected;
    sums.waiting += some.waiting;
    sums.failed += some.failed;
    sums.unkept += some.unkept;
    if (some.failure !== undefined) return { ...sums, failure: some.failure };
  }
  return sums;
}

/** Collects some sessions: Zoom is asked about several at once, and what it says is taken in together. */
async function collectSome(
  {
    db,
    clock,
    zoom,
    rules,
    until,
    log,
    addresses,
  }: {
    readonly db: Db;
    readonly clock: Clock;
    readonly rules: AttendanceRules;
    readonly zoom: Pick<ZoomPort, "listStays">;
    readonly until: Instant;
    readonly log: RunLog;
    readonly addresses: Addresses;
  },
  ids: readonly string[],
): Promise<CollectionReport> {
  const open = await findSessionDetails(db, ids);
  const done = await findCollected(db, ids);
  const zoomIds = await findZoomIds(db, ids);
  const directoryOf = await openDirectories(
    db,
    open.flatMap((session) => session.groupId ?? []),
    addresses,
  );
  const held = open.flatMap((session) => {
    const zoomId = zoomIds.get(session.id);
    return zoomId === undefined ? [] : [{ session, zoomId }];
  });
  const answers = await readStays({ db, clock, zoom, held });

  const kept = Map.groupBy(await listStays(db, [...done.keys()]), (row) => row.sessionId);
  const meetings = await findMeetings(db, [...done.keys()]);
  const unchanged: { readonly session: { readonly id: string }; readonly place: string }[] = [];
  const reviewed: string[] = [];
  const told: (StaysReport & { readonly again: boolean; readonly place: string })[] = [];
  const figures = { collected: 0, waiting: 0, failed: 0, unkept: 0 };
  let silence: { readonly failure: Failure; readonly place: string } | undefined;
  for (const [index, { session }] of held.entries()) {
    const stays = answers[index];
    if (stays === undefined) continue;
    const before = done.get(session.id);
    const again = before !== undefined;
    const place = `${session.courseTitle} ${session.date}`;
    if (stays.kind === "unreachable") {
      silence ??= { failure: stays.failure, place };
      continue;
    }
    const isAskedTooOften = stays.kind === "refused" && stays.retryAfterMs !== undefined;
    if (again && !isAskedTooOften) reviewed.push(session.id);
    // What was read before stands when Zoom says no, or nothing, the second time.
    if (again && (stays.kind !== "done" || stays.value === undefined || stays.value.stays.length === 0)) continue;
    // What the webhooks told was in the report already, and they know less than it.
    if (before?.byReport === true && stays.kind === "done" && stays.value?.byReport === false) continue;
    if (stays.kind === "refused") {
      await log.failure({ ...stays.failure, place });
      figures.failed += 1;
    } else if (stays.value === undefined && isBefore(until, session.endsAt.add({ hours: hoursOfPatience }))) {
      await log.info(notReady, place);
      figures.waiting += 1;
    } else if (
      again &&
      stays.value !== undefined &&
      stays.value.byReport === before.byReport &&
      tellsTheSame(stays.value.stays, kept.get(session.id) ?? [], session, meetings.get(session.id)?.hostEmail)
    ) {
      unchanged.push({ session, place });
    } else {
      if (stays.value === undefined) await log.warning(neverReported, place);
      const report = stays.value ?? { stays: [], byReport: false };
      told.push({ session, ...report, directory: directoryOf(session.groupId), again, place });
    }
  }
  const now = clock.now();
  const unkept = new Set<string>();
  const failed = async (of: (typeof unchanged)[number], failure: Failure) => {
    unkept.add(of.session.id);
    await log.failure({ ...failure, ...notKept(of.place), place: of.place });
  };
  const takenIn = await allOrEach({
    things: told,
    work: async (reports) => await inTransaction(db, async (tx) => await takeInStays({ db: tx, rules, now, reports })),
    failed,
  });
  // The stays of these are as they were; the rules of the school may have changed since.
  await allOrEach({
    things: unchanged,
    work: async (some) => {
      const sessionIds = some.map(({ session }) => session.id);
      await inTransaction(db, async (tx) => await recountAttendance({ db: tx, rules, now, sessionIds }));
      return [];
    },
    failed,
  });
  await putReviewed(
    db,
    reviewed.filter((id) => !unkept.has(id)),
    now,
  );
  for (const [{ again, place }, { strangers, changed }] of takenIn) {
    if (!again) figures.collected += 1;
    if (again && changed > 0) await log.info(reportChanged(changed), place);
    if (!again && strangers > 0) await log.info(notRecognised(strangers), place);
  }
  figures.unkept = unkept.size;
  figures.failed += unkept.size;
  if (silence === undefined) return figures;
  await log.failure({ ...silence.failure, place: silence.place });
  return { ...figures, failed: figures.failed + 1, failure: silence.failure };
}
