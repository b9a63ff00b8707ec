import { TestClock, enableClockOverride } from "pg-boss";

import { instantOf, toDate, type Clock, type Instant } from "#lib/clock.ts";

/**
 * A clock that moves only when it is told to, for this process, its job queue and its database together.
 *
 * Tests, the demo and the simulation use it. Whoever sleeps on it wakes when time passes.
 */
export class SimulatedClock implements Clock {
  /** The queue's own view of this clock. */
  readonly boss: TestClock;
  /** What each database connection must run, so that the queue's SQL reads this clock too. */
  readonly sessionStatements: readonly string[] = [enableClockOverride()];
  readonly #sleepers = new Map<symbol, number>();

  /** With `boss`, a view of the queue's that stands at the same instant. */
  constructor(start: Instant, boss = new TestClock(toDate(start))) {
    this.boss = boss;
  }

  now(): Instant {
    return instantOf(this.boss.now());
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) return;
    const sleeper = Symbol("sleeper");
    this.#sleepers.set(sleeper, this.boss.now() + ms);
    await new Promise<void>((wake) => {
      const timer = this.boss.setTimeout(wake, ms);
      signal?.addEventListener(
        "abort",
        () => {
          this.boss.clearTimeout(timer);
          wake();
        },
        { once: true },
      );
    });
    this.#sleepers.delete(sleeper);
  }

  /** How many sleep now. */
  sleeping(): number {
    return this.#sleepers.size;
  }

  /** When the first of them wakes. */
  nextWake(): Instant | undefined {
    return this.#sleepers.size === 0 ? undefined : instantOf(Math.min(...this.#sleepers.values()));
  }

  /** Jumps, forwards or backwards, as a machine that slept or whose clock was set. Fires nothing. */
  async jumpTo(instant: Instant): Promise<void> {
    await this.boss.setTime(toDate(instant));
  }

  /** Lets time pass, firing what falls due on the way. */
  async pass(ms: number): Promise<void> {
    await this.boss.tick(ms);
  }
}
