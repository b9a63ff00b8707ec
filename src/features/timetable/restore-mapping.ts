import { inTransaction, type Db } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import type { Actor } from "#features/audit/rules.ts";
import type { Instant } from "#lib/clock.ts";
import { failed, ok, type Result } from "#lib/failure.ts";

import { noSuchMapping } from "./doubt-rules.ts";
import { restoreShape } from "./mapping-store.ts";

/** Remembers again what was forgotten about a shape of workbook, unless an import recognised it anew meanwhile. */
export async function restoreMapping({
  db,
  now,
  by,
  id,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly by: Actor;
  readonly id: string;
}): Promise<Result<null>> {
  return await inTransaction(db, async (tx) => {
    if (!(await restoreShape(tx, id))) return failed(noSuchMapping(id));
    await recordChange({ db: tx, now, by, action: "mapping.restore", subject: id });
    return ok(null);
  });
}
