import { inTransaction, isPassing, type Db } from "#database/open.ts";
import type { Clock, Instant } from "#lib/clock.ts";
import type { Failure } from "#lib/failure.ts";
import type { TimeZone } from "#lib/ids.ts";
import type { RunLog } from "#lib/run-log.ts";

import type { EnqueueRun, Performed, RunContext, RunRequest, ScenarioFunction, TellAdmin } from "./ports.ts";
import { causeFor, noFigures, outcomeOf, slotAt, startsFollowers, type Outcome } from "./rules.ts";
import {
  addLogEntry,
  addRun,
  endRun,
  findRun,
  findRunOfSlot,
  findScenario,
  listFollowers,
  restartRun,
  type RunRow,
  type ScenarioRow,
} from "./store.ts";
import { alarm, cutOffAlarm, disabled, partialAlarm, surprise, takenUpAgain, triedAgain } from "./texts.ts";

/** How often a run that could not reach a service is tried again by itself. */
const mostRetries = 12;

/** A run that starts over for so many a time is told: what cuts it off does not pass by itself. */
const attemptTold = 5;

/**
 * Runs a scenario and records what it did.
 *
 * The job's id is the run's id, so a job that comes back after a crash takes its run up again, and a slot
 * of the schedule that already has a run is left alone. The end of the run, the jobs of the scenarios that
 * follow it and the word to the admin are committed together.
 */
export async function runScenario({
  db,
  clock,
  closing,
  zone,
  jobId,
  request,
  perform,
  enqueue,
  tellAdmin,
}: {
  readonly db: Db;
  readonly clock: Clock;
  /** Aborted when the process is told to end: what is thrown from then on is no failure of the scenario's. */
  readonly closing?: AbortSignal;
  readonly zone: TimeZone;
  readonly jobId: string;
  readonly request: RunRequest;
  readonly perform: ScenarioFunction;
  readonly enqueue: EnqueueRun;
  readonly tellAdmin: TellAdmin;
}): Promise<Outcome | "already done"> {
  const scenario = await findScenario(db, request.scenario);
  if (scenario === undefined) return "already done";
  const run = await openRun({ db, now: clock.now(), zone, jobId, request, scenario });
  if (run === undefined) return "already done";

  const log = logOf(db, clock, run.id);
  if (run.attempt > 1) await log.warning(takenUpAgain(run.attempt));
  if (run.attempt === attemptTold) {
    const text = cutOffAlarm(scenario.title, run.attempt);
    await inTransaction(db, async (tx) => await tellAdmin(tx, { subject: `${run.id} cut off`, text }));
  }
  const context: RunContext = {
    runId: run.id,
    cause: run.cause,
    attempt: run.attempt,
    slot: request.slot === undefined ? (run.slot ?? run.startedAt) : Temporal.Instant.from(request.slot),
    clock,
    log,
    request,
  };
  const report =
    scenario.enabled || request.cause === "manual"
      ? await performSafely(perform, context, closing)
      : { figures: noFigures, skipped: disabled };
  const parts = { db, clock, run, scenario, request, log, enqueue, tellAdmin };
  try {
    return await closeRun({ ...parts, report });
  } catch (error) {
    // Its transaction was rolled back, so nothing of what the scenario wanted is there.
    if (report.commit === undefined || isPassing(error)) throw error;
    const failure = error instanceof Undone ? error.failure : surprise(error);
    return await closeRun({ ...parts, report: { figures: noFigures, failure } });
  }
}

/** What a scenario wanted could not be done; thrown so that the transaction takes the rest of it back. */
class Undone extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.code);
    this.failure = failure;
  }
}

async function openRun({
  db,
  now,
  zone,
  jobId,
  request,
  scenario,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly zone: TimeZone;
  readonly jobId: string;
  readonly request: RunRequest;
  readonly scenario: ScenarioRow;
}): Promise<RunRow | undefined> {
  const slot = request.cause === "schedule" && scenario.cron !== null ? slotAt(scenario.cron, zone, now) : undefined;
  const cause = slot !== undefined ? causeFor(slot, now) : request.cause === "retry" ? "catch-up" : request.cause;
  const added = await addRun(db, {
    id: jobId,
    scenario: scenario.name,
    cause,
    slot: slot ?? null,
    parentRunId: request.parentRunId ?? null,
    askedBy: request.by ?? null,
    startedAt: now,
    figures: noFigures,
    attempt: 1,
  });
  if (added) return await findRun(db, jobId);

  // A job that comes back after a crash, or the second job of one slot: the first run decides.
  const earlier =
    (await findRun(db, jobId)) ?? (slot === undefined ? undefined : await findRunOfSlot(db, scenario.name, slot));
  if (earlier === undefined || earlier.endedAt !== null) return undefined;
  await restartRun(db, earlier.id);
  return { ...earlier, attempt: earlier.attempt + 1 };
}

/** The same work again, for the same occurrence; it follows no run, so it has no parent. */
function retryOf(request: RunRequest, run: RunRow, retries: number): RunRequest {
  return {
    scenario: run.scenario,
    cause: "retry",
    retries,
    slot: request.slot ?? (run.slot ?? run.startedAt).toString(),
    ...(request.workbook === undefined ? {} : { workbook: request.workbook }),
    ...(request.agreed === undefined ? {} : { agreed: request.agreed }),
    ...(request.by === undefined ? {} : { by: request.by }),
  };
}

async function performSafely(
  perform: ScenarioFunction,
  context: RunContext,
  closing: AbortSignal | undefined,
): Promise<Performed> {
  try {
    return await perform(context);
  } catch (error) {
    // Nothing can be recorded now; the job comes back and takes the run up again.
    if (isPassing(error) || closing?.aborted === true) throw error;
    return { figures: noFigures, failure: surprise(error) };
  }
}

async function closeRun({
  db,
  clock,
  run,
  scenario,
  request,
  report,
  log,
  enqueue,
  tellAdmin,
}: {
  readonly db: Db;
  readonly clock: Clock;
  readonly run: RunRow;
  readonly scenario: ScenarioRow;
  readonly request: RunRequest;
  readonly report: Performed;
  readonly log: RunLog;
  readonly enqueue: EnqueueRun;
  readonly tellAdmin: TellAdmin;
}): Promise<Outcome> {
  const outcome = outcomeOf(report);
  if (report.failure !== undefined) await log.failure(report.failure);
  if (report.skipped !== undefined) await log.info(report.skipped);
  const retries = request.retries ?? 0;
  const retryIn = retries < mostRetries ? report.retryInMinutes : undefined;
  if (retryIn !== undefined) await log.info(triedAgain(retryIn));

  await inTransaction(db, async (tx) => {
    const undone = await report.commit?.(tx);
    if (undone !== undefined) throw new Undone(undone);
    const now = clock.now();
    await endRun(tx, run.id, {
      endedAt: now,
      outcome,
      figures: report.figures,
      failure: report.failure ?? null,
    });
    if (startsFollowers(outcome)) {
      for (const follower of await listFollowers(tx, scenario.name)) {
        await enqueue(tx, { scenario: follower.name, cause: "chain", parentRunId: run.id });
      }
    }
    if (retryIn !== undefined) {
      await enqueue(tx, retryOf(request, run, retries + 1), { startAfter: now.add({ minutes: retryIn }) });
    }
    // One word for a trouble that lasts, not one for each try.
    if (retries > 0) return;
    if (report.failure !== undefined) {
      await tellAdmin(tx, { subject: run.id, text: alarm(scenario.title, report.failure) });
    } else if (outcome === "partial") {
      await tellAdmin(tx, { subject: run.id, text: partialAlarm(scenario.title, report.figures.failed) });
    }
  });
  return outcome;
}

function logOf(db: Db, clock: Clock, runId: string): RunLog {
  return {
    async info(message, place) {
      await addLogEntry(db, { runId, at: clock.now(), level: "info", message, place });
    },
    async warning(message, place) {
      await addLogEntry(db, { runId, at: clock.now(), level: "warning", message, place });
    },
    async failure(failure) {
      await addLogEntry(db, {
        runId,
        at: clock.now(),
        level: "error",
        message: failure.what,
        place: failure.place,
        remedy: failure.remedy,
        cause: failure.cause,
      });
    },
  };
}
