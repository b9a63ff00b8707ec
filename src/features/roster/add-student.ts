import { inTransaction, type Db } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import type { Actor } from "#features/audit/rules.ts";
import type { Instant } from "#lib/clock.ts";

import { addIdentity, addMembership, addStudentRow } from "./student-store.ts";

/** Adds a student by hand, for one who does not write in the group; gives the id. */
export async function addStudent({
  db,
  now,
  by,
  name,
  groupIds,
  email,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly by: Actor;
  readonly name: string;
  readonly groupIds: readonly string[];
  readonly email?: string | undefined;
}): Promise<string> {
  return await inTransaction(db, async (tx) => {
    const studentId = await addStudentRow(tx, name.trim(), now);
    for (const groupId of groupIds) await addMembership(tx, { groupId, studentId, since: now, decisionId: null });
    if (email !== undefined) {
      await addIdentity(tx, { studentId, kind: "e-mail", value: email, createdAt: now, decisionId: null });
    }
    await recordChange({ db: tx, now, by, action: "student.add", subject: studentId, after: { groups: groupIds } });
    return studentId;
  });
}
