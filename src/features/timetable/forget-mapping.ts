import { inTransaction, type Db } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import type { Actor } from "#features/audit/rules.ts";
import type { Clock } from "#lib/clock.ts";
import { failed, ok, type Result } from "#lib/failure.ts";

import { forgetShape } from "./mapping-store.ts";
import { noSuchMapping } from "./doubt-rules.ts";

/** Forgets what was decided about a shape of workbook: the next import recognises it anew, and asks again if in doubt. */
export async function forgetMapping({
  db,
  clock,
  by,
  id,
}: {
  readonly db: Db;
  readonly clock: Clock;
  readonly by: Actor;
  readonly id: string;
}): Promise<Result<null>> {
  return await inTransaction(db, async (tx) => {
    const now = clock.now();
    if (!(await forgetShape(tx, id, now))) return failed(noSuchMapping(id));
    await recordChange({ db: tx, now, by, action: "mapping.forgotten", subject: id });
    return ok(null);
  });
}
