import { isBefore, type Clock, type Instant } from "#lib/clock.ts";

/** A clock that stands still until it is moved. */
export interface HandClock extends Clock {
  /** Moves the clock on and wakes the sleepers whose time has come. */
  advance(duration: Temporal.DurationLike): void;
}

/** A clock for tests of the simulator and of its client, set at `start` (an ISO instant). */
export function handClock(start: string): HandClock {
  let now = Temporal.Instant.from(start);
  const sleepers = new Set<{ readonly until: Instant; wake(): void }>();
  return {
    now: () => now,
    sleep(ms, signal) {
      if (ms <= 0 || signal?.aborted === true) return Promise.resolve();
      return new Promise((resolve) => {
        const sleeper = { until: now.add({ milliseconds: ms }), wake: resolve };
        sleepers.add(sleeper);
        signal?.addEventListener("abort", () => {
          sleepers.delete(sleeper);
          resolve();
        });
      });
    },
    advance(duration) {
      now = now.add(duration);
      for (const sleeper of sleepers) {
        if (isBefore(now, sleeper.until)) continue;
        sleepers.delete(sleeper);
        sleeper.wake();
      }
    },
  };
}

/** A clock on which nobody waits: whoever sleeps wakes at once, and the clock stands where they wanted to wake. */
export function skippingClock(start: string): HandClock {
  let now = Temporal.Instant.from(start);
  return {
    now: () => now,
    async sleep(ms) {
      const until = now.add({ milliseconds: Math.ceil(ms) });
      // Others who are at work now get their turn first.
      await Promise.resolve();
      if (isBefore(now, until)) now = until;
    },
    advance(duration) {
      now = now.add(duration);
    },
  };
}
