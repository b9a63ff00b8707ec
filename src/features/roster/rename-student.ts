import { inTransaction, type Db } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import type { Actor } from "#features/audit/rules.ts";
import type { Instant } from "#lib/clock.ts";
import { failed, ok, type Result } from "#lib/failure.ts";
import { staleEdit } from "#lib/version.ts";

import { changeStudent, findLivingPerson } from "./student-store.ts";
import { unknownStudent } from "./texts.ts";

/** Gives a student another name. The audit holds that it changed, not the names: they can be erased on request. */
export async function renameStudent({
  db,
  now,
  by,
  studentId,
  name,
  version,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly by: Actor;
  readonly studentId: string;
  readonly name: string;
  /** The mark of the name that was seen. */
  readonly version?: string | undefined;
}): Promise<Result<string>> {
  return await inTransaction(db, async (tx) => {
    const person = await findLivingPerson(tx, studentId);
    if (person === undefined) return failed(unknownStudent(studentId));
    const stale = staleEdit(version, { name: person.displayName });
    if (stale !== undefined) return failed(stale);
    await changeStudent(tx, [person.id], { displayName: name.trim() });
    await recordChange({ db: tx, now, by, action: "student.rename", subject: person.id });
    return ok(person.id);
  });
}
