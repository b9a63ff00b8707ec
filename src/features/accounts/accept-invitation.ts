import { inTransaction, type Db } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import type { Instant } from "#lib/clock.ts";
import { failed, ok, type Result } from "#lib/failure.ts";

import { hashOf } from "./add-code.ts";
import type { CreateAccount } from "./ports.ts";
import { isEmailTaken, markAccepted, takeInvitation } from "./store.ts";
import { emailTaken, emailWanted, invitationWorthless } from "./texts.ts";

/** Makes the account that a code invites to. The code is used up with it, or neither happens. */
export async function acceptInvitation({
  db,
  now,
  createAccount,
  code,
  name,
  email,
  password,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly createAccount: CreateAccount;
  readonly code: string;
  readonly name: string;
  /** Only the first owner says it; otherwise it is the one that was invited. */
  readonly email: string | undefined;
  readonly password: string;
}): Promise<Result<{ readonly id: string; readonly email: string }>> {
  return await inTransaction(db, async (tx) => {
    const invitation = await takeInvitation(tx, hashOf(code), now);
    if (invitation === undefined) return failed(invitationWorthless);
    const address = (invitation.email ?? email)?.toLowerCase();
    if (address === undefined) return failed(emailWanted);
    if (await isEmailTaken(tx, address)) return failed(emailTaken(address));
    const { role } = invitation;
    const id = await createAccount(tx, { name, email: address, password, role });
    await markAccepted(tx, invitation.id, now);
    await recordChange({ db: tx, now, by: `user:${id}`, action: "account.created", subject: address, after: { role } });
    return ok({ id, email: address });
  });
}
