import { inTransaction, type Db } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import type { Actor } from "#features/audit/rules.ts";
import type { Clock } from "#lib/clock.ts";
import { failed, ok, type Result } from "#lib/failure.ts";

import { findCustomScenario } from "./custom-store.ts";
import type { Schedules } from "./ports.ts";
import { findScenario, holdRemoved, putBack } from "./store.ts";
import { notRemoved } from "./texts.ts";

/**
 * Puts a scenario back that was removed: with its code, permissions, limits and schedule as they were. A run that was asked
 * to end has ended all the same. Where the scenario that it followed is gone too, it follows none.
 */
export async function restoreCustomScenario({
  db,
  clock,
  schedules,
  name,
  by,
}: {
  readonly db: Db;
  readonly clock: Clock;
  readonly schedules: Schedules;
  readonly name: string;
  readonly by: Actor;
}): Promise<Result<null>> {
  return await inTransaction(db, async (tx) => {
    const removed = await holdRemoved(tx, name);
    if (removed === undefined || removed.removedFrom === null) return failed(notRemoved(name));
    const { enabled, cron, after: followed } = removed.removedFrom;
    const isThere = followed !== null && (await findScenario(tx, followed)) !== undefined;
    const after = { enabled, cron, after: isThere ? followed : null };
    const now = clock.now();
    await putBack(tx, name, after, now);
    if (enabled && cron !== null) await schedules.set(tx, name, cron);
    const present = await findCustomScenario(tx, name);
    const { version, permissions } = present ?? {};
    await recordChange({
      db: tx,
      now,
      by,
      action: "scenario.restore",
      subject: name,
      after: { version, permissions, ...after },
    });
    return ok(null);
  });
}
