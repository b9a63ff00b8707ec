import { TestClock } from "pg-boss";

import { systemClock } from "#lib/clock.ts";

type Target = Parameters<TestClock["attach"]>[0];

/**
 * The clock of one of several processes on one database: whoever leads them keeps the database's time, so this one only
 * moves its own timers, and takes nothing away when it ends. As the clock that leads, it waits until the queue's own
 * statements are done: time that ran ahead of them would let an hour pass that the queue had not yet looked at.
 */
export class FollowingClock extends TestClock {
  readonly #targets = new Set<Target>();

  override async attach(target: Target): Promise<AsyncDisposable> {
    this.#targets.add(target);
    return { [Symbol.asyncDispose]: async () => void this.#targets.delete(target) };
  }

  override async tick(ms: number): Promise<void> {
    await super.tick(ms);
    for (;;) {
      await systemClock.sleep(0);
      const waited = await Promise.all([...this.#targets].map(async ({ idle }) => (await idle?.()) ?? false));
      if (!waited.includes(true)) return;
    }
  }
}
