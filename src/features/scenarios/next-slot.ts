import type { Db } from "#database/open.ts";
import { isBefore, type Instant } from "#lib/clock.ts";
import type { TimeZone } from "#lib/ids.ts";

import { nextRuns } from "./rules.ts";
import { listScenarios } from "./store.ts";

/** When a schedule asks for something next, after `now`; `undefined` when none is enabled. */
export async function nextSlot({
  db,
  zone,
  now,
}: {
  readonly db: Db;
  readonly zone: TimeZone;
  readonly now: Instant;
}): Promise<Instant | undefined> {
  const coming = (await listScenarios(db))
    .filter((scenario) => scenario.enabled && scenario.cron !== null)
    .flatMap((scenario) => nextRuns(scenario.cron ?? "", zone, now, 1));
  return coming.reduce<Instant | undefined>(
    (first, moment) => (first === undefined || isBefore(moment, first) ? moment : first),
    undefined,
  );
}
