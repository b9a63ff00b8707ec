import { inTransaction, type Db } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import type { Actor } from "#features/audit/rules.ts";
import type { Instant } from "#lib/clock.ts";

import { changeStudent } from "./student-store.ts";

/** Gives a student another name. The audit holds that it changed, not the names: they can be erased on request. */
export async function renameStudent({
  db,
  now,
  by,
  studentId,
  name,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly by: Actor;
  readonly studentId: string;
  readonly name: string;
}): Promise<void> {
  await inTransaction(db, async (tx) => {
    await changeStudent(tx, [studentId], { displayName: name.trim() });
    await recordChange({ db: tx, now, by, action: "student.rename", subject: studentId });
  });
}
