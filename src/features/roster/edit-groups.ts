import { inTransaction, type Db } from "#database/open.ts";
import type { Actor } from "#features/audit/rules.ts";
import type { Instant } from "#lib/clock.ts";
import { failed, ok, type Result } from "#lib/failure.ts";
import { staleEdit } from "#lib/version.ts";

import { editGroup, type GroupEdit } from "./edit-group.ts";
import { editable } from "./group-rules.ts";
import { findGroup } from "./group-store.ts";
import { unknownGroup } from "./texts.ts";

/** Changes groups by hand, all or none; says how many. */
export async function editGroups({
  db,
  now,
  by,
  ids,
  edit,
  version,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly by: Actor;
  readonly ids: readonly string[];
  readonly edit: GroupEdit;
  /** The mark of what was seen, where one group is edited in a form. */
  readonly version?: string | undefined;
}): Promise<Result<number>> {
  return await inTransaction(db, async (tx) => {
    for (const id of new Set(ids)) {
      const group = await findGroup(tx, id);
      if (group === undefined) return failed(unknownGroup(id));
      const stale = staleEdit(version, editable(group));
      if (stale !== undefined) return failed(stale);
    }
    for (const id of new Set(ids)) await editGroup({ db: tx, now, by, id, edit });
    return ok(new Set(ids).size);
  });
}
