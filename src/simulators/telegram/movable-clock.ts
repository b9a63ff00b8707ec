import { setTimeout as waitReally } from "node:timers/promises";
import type { Clock, Instant } from "#lib/clock.ts";

/** A clock that stands still until it is moved, for tests of the simulator itself. */
export interface MovableClock extends Clock {
  /** Moves forward, waking whoever sleeps until then. */
  forward(ms: number): void;
}

/** Starts at `now`, an ISO instant such as `2026-03-02T07:00:00Z`. */
export function movableClock(now: string): MovableClock {
  let at: Instant = Temporal.Instant.from(now);
  const sleepers = new Set<{ readonly wakeAt: Instant; wake(): void }>();
  return {
    now: () => at,
    sleep(ms, signal) {
      const wakeAt = at.add({ milliseconds: ms });
      return new Promise((resolve) => {
        const sleeper = {
          wakeAt,
          wake: () => {
            sleepers.delete(sleeper);
            resolve();
          },
        };
        if (signal?.aborted === true) return resolve();
        signal?.addEventListener("abort", () => sleeper.wake(), { once: true });
        sleepers.add(sleeper);
      });
    },
    forward(ms) {
      at = at.add({ milliseconds: ms });
      for (const sleeper of sleepers) if (Temporal.Instant.compare(sleeper.wakeAt, at) <= 0) sleeper.wake();
    },
  };
}

/** Lets connections in flight make progress: waits, a few real milliseconds at a time, until `isTrue`. Throws after 5 s. */
export async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 1_000; tries++) {
    if (await isTrue()) return;
    await waitReally(5);
  }
  throw new Error("Waited 5 s for something that did not happen.");
}
