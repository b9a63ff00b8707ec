import { inTransaction, type Db } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import type { Actor } from "#features/audit/rules.ts";
import type { Instant } from "#lib/clock.ts";
import { failed, ok, type Result } from "#lib/failure.ts";

import type { RunRequest } from "./ports.ts";
import { findScenario } from "./store.ts";
import { unknownScenario } from "./texts.ts";

/**
 * Asks for a run by hand, also of a scenario that is switched off; gives the run's id. Who asked is in the audit and,
 * once it begins, in the run.
 */
export async function askForRun({
  db,
  now,
  by,
  scenario,
  request,
  ...wish
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly by: Actor;
  /** Puts the run into the queue, inside the transaction. */
  readonly request: (request: RunRequest, tx: Db) => Promise<string>;
} & Pick<RunRequest, "scenario" | "workbook" | "agreed">): Promise<Result<string>> {
  return await inTransaction(db, async (tx) => {
    if ((await findScenario(tx, scenario)) === undefined) return failed(unknownScenario(scenario));
    await recordChange({ db: tx, now, by, action: "scenario.run", subject: scenario });
    return ok(await request({ ...wish, scenario, cause: "manual", by }, tx));
  });
}
