import { TestClock, enableClockOverride, type ClockTimer } from "pg-boss";

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
  constructor(start: Instant, boss: TestClock = new WatchedTestClock(toDate(start))) {
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

  /**
   * When the first timer fires, the queue's own included, or the first one `after` an instant; `undefined` with a view of
   * the queue's that was handed in.
   */
  nextTimer(after?: Instant): Instant | undefined {
    const due = this.boss instanceof WatchedTestClock ? this.boss.nextDue(after?.epochMilliseconds) : undefined;
    return due === undefined ? undefined : instantOf(due);
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

interface Timer {
  due: number;
  readonly interval: number | undefined;
}

/** The queue's test clock, which also tells when its next timer fires. */
class WatchedTestClock extends TestClock {
  readonly #timers = new Map<ClockTimer, Timer>();

  override setTimeout(fire: () => void, ms: number): ClockTimer {
    const handle = super.setTimeout(() => {
      this.#timers.delete(handle);
      fire();
    }, ms);
    this.#timers.set(handle, { due: this.now() + Math.max(ms, 0), interval: undefined });
    return handle;
  }

  override setInterval(fire: () => void, ms: number): ClockTimer {
    const interval = Math.max(ms, 1);
    const timer: Timer = { due: this.now() + interval, interval };
    const handle = super.setInterval(() => {
      timer.due += interval;
      fire();
    }, ms);
    this.#timers.set(handle, timer);
    return handle;
  }

  override clearTimeout(handle: ClockTimer): void {
    this.#timers.delete(handle);
    super.clearTimeout(handle);
  }

  override async setTime(time: Parameters<TestClock["setTime"]>[0]): Promise<void> {
    await super.setTime(time);
    // What a jump skipped fires at the next tick.
    for (const timer of this.#timers.values()) timer.due = Math.max(timer.due, this.now());
  }

  nextDue(after = Number.NEGATIVE_INFINITY): number | undefined {
    const dues = [...this.#timers.values()].map((timer) => timer.due).filter((due) => due > after);
    return dues.length === 0 ? undefined : Math.min(...dues);
  }
}
