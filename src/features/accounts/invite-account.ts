import { inTransaction, type Db } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import type { Instant } from "#lib/clock.ts";
import { failed, ok, type Result } from "#lib/failure.ts";

import { addCode } from "./add-code.ts";
import type { Role } from "./rules.ts";
import { isEmailTaken } from "./store.ts";
import { emailTaken } from "./texts.ts";

/** Gives a code with which one person makes their account; it is good for seven days, once. */
export async function inviteAccount({
  db,
  now,
  by,
  email,
  role,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly by: string;
  readonly email: string;
  readonly role: Role;
}): Promise<Result<{ readonly code: string; readonly expiresAt: Instant }>> {
  return await inTransaction(db, async (tx) => {
    if (await isEmailTaken(tx, email)) return failed(emailTaken(email));
    const made = await addCode(tx, { now, by, email, role });
    await recordChange({ db: tx, now, by, action: "account.invited", subject: email, after: { role } });
    return ok(made);
  });
}
