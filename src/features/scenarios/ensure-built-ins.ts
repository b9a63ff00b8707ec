import { inTransaction, type Db } from "#database/open.ts";
import type { Clock } from "#lib/clock.ts";

import type { Schedules } from "./ports.ts";
import { builtIns } from "./rules.ts";
import { addScenarioIfMissing, listScenarios } from "./store.ts";

/**
 * Creates the built-in scenarios that are missing and puts every schedule into the engine.
 *
 * What people edited is kept: a row that exists is never written.
 */
export async function ensureBuiltIns({
  db,
  clock,
  schedules,
}: {
  readonly db: Db;
  readonly clock: Clock;
  readonly schedules: Schedules;
}): Promise<void> {
  await inTransaction(db, async (tx) => {
    const now = clock.now();
    for (const [order, scenario] of builtIns.entries()) {
      await addScenarioIfMissing(tx, {
        name: scenario.name,
        kind: "built-in",
        title: scenario.title,
        icon: scenario.icon,
        colour: scenario.colour,
        enabled: true,
        cron: scenario.cron ?? null,
        after: scenario.after ?? null,
        // One millisecond apart, so that lists keep the order of the week.
        createdAt: now.add({ milliseconds: order }),
      });
    }
    for (const scenario of await listScenarios(tx)) {
      if (scenario.enabled && scenario.cron !== null) await schedules.set(tx, scenario.name, scenario.cron);
      else await schedules.remove(tx, scenario.name);
    }
  });
}
