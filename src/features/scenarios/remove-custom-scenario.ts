import { inTransaction, type Db } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import type { Actor } from "#features/audit/rules.ts";
import type { Clock } from "#lib/clock.ts";
import { failed, ok, type Result } from "#lib/failure.ts";

import { askToCancel, findCustomScenario } from "./custom-store.ts";
import type { Schedules } from "./ports.ts";
import { holdScenario, listFollowers, markRemoved } from "./store.ts";
import { isFollowed, unknownScenario } from "./texts.ts";

/**
 * Removes a scenario that the school wrote: it no longer runs and is no longer listed, its schedule goes in the same
 * transaction, and a run under way is asked to end. Its runs, their log and its versions stay. It can be put back as it was
 * (`restoreCustomScenario`); code saved under its name brings it back without schedule and without permission.
 */
export async function removeCustomScenario({
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
}): Promise<Result<{ readonly ended: number }>> {
  return await inTransaction(db, async (tx) => {
    const row = await holdScenario(tx, name);
    const present = await findCustomScenario(tx, name);
    if (row === undefined || present === undefined) return failed(unknownScenario(name));
    const followers = await listFollowers(tx, name);
    if (followers.length > 0)
      return failed(
        isFollowed(
          name,
          followers.map((each) => each.name),
        ),
      );
    const now = clock.now();
    await markRemoved(tx, row, now);
    await schedules.remove(tx, name);
    const ended = await askToCancel(tx, name, now);
    const { version, permissions } = present;
    await recordChange({
      db: tx,
      now,
      by,
      action: "scenario.removed",
      subject: name,
      before: { version, permissions, enabled: row.enabled, cron: row.cron, after: row.after },
    });
    return ok({ ended });
  });
}
