import { inTransaction, type Db } from "#database/open.ts";
import type { Instant } from "#lib/clock.ts";

import { addCode } from "./add-code.ts";
import { deleteOpenInvitationsOf, hasAccounts } from "./store.ts";

/** Who invites the first owner: whoever can read the terminal of the machine. */
const terminal = "terminal";

/**
 * The code of the first owner, for the terminal; `undefined` when somebody has an account already.
 *
 * Each start makes a new one and the old one is worthless.
 */
export async function inviteFirstOwner({
  db,
  now,
}: {
  readonly db: Db;
  readonly now: Instant;
}): Promise<string | undefined> {
  return await inTransaction(db, async (tx) => {
    if (await hasAccounts(tx)) return undefined;
    await deleteOpenInvitationsOf(tx, terminal);
    return (await addCode(tx, { now, by: terminal, email: null, role: "owner" })).code;
  });
}
