import { inTransaction, type Db } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import type { Actor } from "#features/audit/rules.ts";
import type { Instant } from "#lib/clock.ts";

import { addMembership, changeMembership, listRowsOf } from "./student-store.ts";

/**
 * Puts a student into a group, or takes them out of it: then they leave its rankings, and writing there does not
 * bring them back. False when they never were in it.
 */
export async function placeStudent({
  db,
  now,
  by,
  studentId,
  groupId,
  inside,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly by: Actor;
  readonly studentId: string;
  readonly groupId: string;
  readonly inside: boolean;
}): Promise<boolean> {
  return await inTransaction(db, async (tx) => {
    const rows = (await listRowsOf(tx, [studentId])).map((row) => row.id);
    if (inside) await addMembership(tx, { groupId, studentId, since: now, decisionId: null });
    const change = inside ? { leftAt: null, removedBy: null } : { leftAt: now, removedBy: by };
    const changed = await changeMembership(tx, groupId, rows, change);
    const after = { group: groupId, inside };
    if (changed) await recordChange({ db: tx, now, by, action: "student.place", subject: studentId, after });
    return changed;
  });
}
