import type { Db } from "#database/open.ts";
import type { Bilingual } from "#lib/bilingual.ts";
import type { Clock, Instant } from "#lib/clock.ts";
import type { RunLog } from "#lib/run-log.ts";

import type { Cause, RunReport } from "./rules.ts";

/** What a job asks for; the job's id is the run's id. */
export interface RunRequest {
  readonly scenario: string;
  readonly cause: "schedule" | "chain" | "manual" | "retry";
  readonly parentRunId?: string;
  /** How often it was already tried again because a service was not reachable. */
  readonly retries?: number;
  /** The occurrence to answer for (ISO instant), when it is tried again. */
  readonly slot?: string;
  /** For `update_courses`: a file to read instead of the school's workbook. */
  readonly workbook?: string;
}

/** Puts a run into the queue, inside the caller's transaction: it is there exactly when the cause is. */
export type EnqueueRun = (
  tx: Db,
  request: RunRequest,
  options?: { readonly startAfter?: Instant; readonly id?: string },
) => Promise<void>;

/** Tells the school's admin that something failed, inside the caller's transaction. */
export type TellAdmin = (tx: Db, alarm: { readonly subject: string; readonly text: Bilingual }) => Promise<void>;

/** Keeps the engine's schedules equal to the scenarios' rows, inside the caller's transaction. */
export interface Schedules {
  set(tx: Db, scenario: string, cron: string): Promise<void>;
  remove(tx: Db, scenario: string): Promise<void>;
}

/** What a scenario's function is given. */
export interface RunContext {
  readonly runId: string;
  readonly cause: Cause;
  /** The occurrence it answers for; for a run by hand, its start. */
  readonly slot: Instant;
  readonly clock: Clock;
  readonly log: RunLog;
  readonly request: RunRequest;
}

/** The function that does a scenario's work. A throw is a surprise and fails the run. */
export type ScenarioFunction = (context: RunContext) => Promise<RunReport>;
