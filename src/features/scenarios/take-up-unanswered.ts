import { inTransaction, type Db } from "#database/open.ts";
import { isBefore, type Instant } from "#lib/clock.ts";
import { idFrom, type TimeZone } from "#lib/ids.ts";

import type { EnqueueRun } from "./ports.ts";
import { slotAt } from "./rules.ts";
import { listRuns, listScenarios } from "./store.ts";

/** An occurrence older than a week is no news any more, and its run may have been forgotten, in hours. */
const newsHours = 7 * 24;

/**
 * Asks for a run of each schedule's last occurrence that has none, at an engine's start.
 *
 * The queue's clerk notes that it looked at the hours before it puts the jobs in, and whoever is killed between the two
 * leaves an occurrence that nobody looks at again. A job too many does nothing: the occurrence has one run.
 */
export async function takeUpUnanswered({
  db,
  zone,
  now,
  enqueue,
}: {
  readonly db: Db;
  readonly zone: TimeZone;
  readonly now: Instant;
  readonly enqueue: EnqueueRun;
}): Promise<readonly string[]> {
  const taken: string[] = [];
  for (const { name, enabled, cron, createdAt, editedAt } of await listScenarios(db)) {
    if (!enabled || cron === null) continue;
    const slot = slotAt(cron, zone, now);
    if (isBefore(slot, now.subtract({ hours: newsHours }))) continue;
    // A schedule owes nothing of before it was so, nor what a run since then has done.
    const [last] = await listRuns(db, { scenario: name, limit: 1 });
    if (isBefore(slot, editedAt ?? createdAt) || (last !== undefined && !isBefore(last.startedAt, slot))) continue;
    // Of several that start together one asks.
    const id = idFrom("unanswered", name, slot.toString());
    await inTransaction(db, async (tx) => await enqueue(tx, { scenario: name, cause: "schedule" }, { id }));
    taken.push(name);
  }
  return taken;
}
