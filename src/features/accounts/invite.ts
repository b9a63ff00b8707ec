import { createHash, randomBytes } from "node:crypto";

import { inTransaction, type Db } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import type { Instant } from "#lib/clock.ts";
import { failed, ok, type Result } from "#lib/failure.ts";
import { newId } from "#lib/ids.ts";

import { invitationDays, type Role } from "./rules.ts";
import { addInvitation, deleteOpenInvitationsOf, hasAccounts, isEmailTaken } from "./store.ts";
import { emailTaken } from "./texts.ts";

/** Who invites the first owner: whoever can read the terminal of the machine. */
const terminal = "terminal";

/** Gives a code with which one person makes their account; it is good for seven days, once. */
export async function invite({
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

/** What the database keeps of a code. */
export function hashOf(code: string): string {
  return createHash("sha256").update(code).digest("hex");
}

async function addCode(
  tx: Db,
  what: { readonly now: Instant; readonly by: string; readonly email: string | null; readonly role: Role },
) {
  const code = randomBytes(24).toString("base64url");
  const expiresAt = what.now.add({ hours: 24 * invitationDays });
  await addInvitation(tx, {
    id: newId(),
    codeHash: hashOf(code),
    email: what.email,
    role: what.role,
    invitedBy: what.by,
    createdAt: what.now,
    expiresAt,
  });
  return { code, expiresAt };
}
