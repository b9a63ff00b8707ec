import { inTransaction, type Db } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import type { Actor } from "#features/audit/rules.ts";
import type { Instant } from "#lib/clock.ts";

import { addHold, dropHold } from "./hold-store.ts";

/**
 * Holds the rankings that end on a day, or lets them go: they are computed and written all the same, and their messages wait
 * in the outbox, held, until somebody looked at them. Does nothing to what was written already; says whether it changed
 * anything.
 */
export async function holdRankings({
  db,
  now,
  by,
  day,
  held,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly by: Actor;
  /** `YYYY-MM-DD`, in the school's zone. */
  readonly day: string;
  readonly held: boolean;
}): Promise<boolean> {
  return await inTransaction(db, async (tx) => {
    const isDone = held ? await addHold(tx, { day, by, at: now }) : await dropHold(tx, day);
    if (!isDone) return false;
    await recordChange({ db: tx, now, by, action: held ? "ranking.hold" : "ranking.resume", subject: day });
    return true;
  });
}
