import type { Db } from "#database/open.ts";
import type { Bilingual } from "#lib/bilingual.ts";
import type { Clock, Instant } from "#lib/clock.ts";
import type { Failure, Result } from "#lib/failure.ts";
import type { RunLog } from "#lib/run-log.ts";

import type { PythonEnd, Walls } from "./python-rules.ts";
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
  /** For `update_courses`: the person agreed that more than a third of the entries go. */
  readonly agreed?: boolean;
  /** Who asks, when a person does. */
  readonly by?: string;
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

/** Tells an outside monitoring service that all is well. */
export type Heartbeat = () => Promise<Result<undefined>>;

/** What a scenario's function is given. */
export interface RunContext {
  readonly runId: string;
  readonly cause: Cause;
  /** 1, and one more each time a crash made it start over. */
  readonly attempt: number;
  /** The occurrence it answers for; for a run by hand, its start. */
  readonly slot: Instant;
  readonly clock: Clock;
  readonly log: RunLog;
  readonly request: RunRequest;
}

/** A report with what is to be done in the transaction that ends the run. */
export interface Performed extends RunReport {
  /** All of it is done with the run's end, or, when it gives a failure or throws, none of it and the run has failed. */
  readonly commit?: (tx: Db) => Promise<Failure | undefined>;
}

/** The function that does a scenario's work. A throw is a surprise and fails the run. */
export type ScenarioFunction = (context: RunContext) => Promise<Performed>;

/** The answer to one call of a scenario: a value, or a Python error with its words. */
export type CallAnswer =
  | { readonly value: unknown }
  | { readonly error: "permission" | "limit" | "value" | "lookup"; readonly text: string };

/** What a scenario asks or says while it runs; every value is as it came over the pipe, and not yet judged. */
export interface PythonListener {
  /** Answers a call. A throw is a surprise: the process is ended and the throw goes on. */
  answer(op: string, given: Readonly<Record<string, unknown>>): Promise<CallAnswer>;
  /** A line of the log, in order with the calls. */
  log(level: "info" | "warning" | "error", text: string): Promise<void>;
}

/** Python behind its walls. Each order gets a process of its own, which is never used again. */
export interface PythonPort {
  run(
    work: {
      readonly source: string;
      /** What the code finds: the school's name, language, zone, and the models. */
      readonly surroundings: Readonly<Record<string, unknown>>;
      readonly timeZone: string;
      readonly now: Instant;
      readonly walls: Walls;
      /** Asked twice a second; `true` ends the run. */
      readonly isCancelled: () => Promise<boolean>;
      readonly signal: AbortSignal;
    },
    listener: PythonListener,
  ): Promise<PythonEnd>;
  /** Whether the code is Python and defines `run_scenario`; it is never run. */
  check(source: string): Promise<PythonEnd>;
  /** Makes a process ready for the next order, where the school wants one to stand by. */
  warm(): Promise<void>;
  close(): Promise<void>;
}
