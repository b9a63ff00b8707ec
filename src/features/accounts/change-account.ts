import { inTransaction, type Db } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import type { Instant } from "#lib/clock.ts";
import { failed, ok, type Result } from "#lib/failure.ts";

import type { Role } from "./rules.ts";
import { countOwners, deleteAccount, findAccount, setAccountRole } from "./store.ts";
import { accountUnknown, lastOwner } from "./texts.ts";

/** Gives an account another role, or (`role` absent) takes it away with all its logins. One owner always stays. */
export async function changeAccount({
  db,
  now,
  by,
  id,
  role,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly by: string;
  readonly id: string;
  readonly role?: Role;
}): Promise<Result<void>> {
  return await inTransaction(db, async (tx) => {
    const owners = await countOwners(tx);
    const account = await findAccount(tx, id);
    if (account === undefined) return failed(accountUnknown);
    if (account.role === "owner" && role !== "owner" && owners < 2) return failed(lastOwner);
    if (role === undefined) await deleteAccount(tx, id);
    else await setAccountRole(tx, id, role, now);
    await recordChange({
      db: tx,
      now,
      by,
      action: role === undefined ? "account.removed" : "account.role",
      subject: account.email,
      before: { role: account.role },
      ...(role === undefined ? {} : { after: { role } }),
    });
    return ok(undefined);
  });
}
