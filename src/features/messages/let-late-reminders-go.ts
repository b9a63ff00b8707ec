import { inTransaction, type Db } from "#database/open.ts";
import type { Instant } from "#lib/clock.ts";

import type { WakeSender } from "./ports.ts";
import { letGoDue } from "./store.ts";

/**
 * Lets the reminders go whose hour has passed, for a day whose run has passed too: of a class that was added or put
 * to this evening, or whose room could be made only now. No later run would let them go before the class has begun.
 * Gives how many.
 */
export async function letLateRemindersGo({
  db,
  now,
  wake,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly wake: WakeSender;
}): Promise<number> {
  return await inTransaction(db, async (tx) => {
    const released = await letGoDue(tx, "reminder", now);
    if (released > 0) await wake(tx, now);
    return released;
  });
}
