import { TestClock } from "pg-boss";

/**
 * The clock of one of several processes on one database: whoever leads them keeps the database's time, so this one only
 * moves its own timers, and takes nothing away when it ends.
 */
export class FollowingClock extends TestClock {
  override async attach(): Promise<AsyncDisposable> {
    return { [Symbol.asyncDispose]: async () => undefined };
  }
}
