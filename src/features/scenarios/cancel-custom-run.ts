import { inTransaction, type Db } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import type { Clock } from "#lib/clock.ts";
import { failed, ok, type Result } from "#lib/failure.ts";

import { askToCancel, findCustomScenario } from "./custom-store.ts";
import { notRunning, unknownScenario } from "./texts.ts";

/** Asks that the run of a custom scenario under way be ended; the process that runs it sees it within a second. */
export async function cancelCustomRun({
  db,
  clock,
  name,
  by,
}: {
  readonly db: Db;
  readonly clock: Clock;
  readonly name: string;
  readonly by: string;
}): Promise<Result<number>> {
  return await inTransaction(db, async (tx) => {
    if ((await findCustomScenario(tx, name)) === undefined) return failed(unknownScenario(name));
    const now = clock.now();
    const asked = await askToCancel(tx, name, now);
    if (asked === 0) return failed(notRunning(name));
    await recordChange({ db: tx, now, by, action: "scenario.cancelled", subject: name });
    return ok(asked);
  });
}
