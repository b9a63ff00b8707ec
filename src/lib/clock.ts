import { setImmediate as turnReally, setTimeout as sleepReally } from "node:timers/promises";

/** A moment on the time line, whatever the zone. */
export type Instant = Temporal.Instant;

/**
 * The only source of "now" and of waiting.
 *
 * The real one reads the machine; tests, the demo and the simulation hand in one that they move.
 */
export interface Clock {
  now(): Instant;
  /** Resolves after `ms` milliseconds of this clock's time, or as soon as `signal` aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Temporal.Now.instant(),
  async sleep(ms, signal) {
    try {
      await sleepReally(Math.max(0, ms), undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      if (signal?.aborted !== true) throw error;
    }
  },
};

/** Resolves when the process has looked once at everything that came in: no time, but a turn for all others. */
export async function eventTurn(): Promise<void> {
  await turnReally();
}

/** For libraries that still speak `Date`. */
export function toDate(instant: Instant): Date {
  return new Date(instant.epochMilliseconds);
}

/** From libraries that still speak `Date`. */
export function fromDate(date: Date): Instant {
  return Temporal.Instant.fromEpochMilliseconds(date.getTime());
}

/** Epoch milliseconds, for arithmetic and for the simulators. */
export function instantOf(epochMilliseconds: number): Instant {
  return Temporal.Instant.fromEpochMilliseconds(epochMilliseconds);
}

/** True when `a` is strictly earlier than `b`. */
export function isBefore(a: Instant, b: Instant): boolean {
  return Temporal.Instant.compare(a, b) < 0;
}
