import { and, eq, gt, isNull } from "drizzle-orm";

import type { Db } from "#database/open.ts";
import { toDate, type Instant } from "#lib/clock.ts";

import type { Role } from "./rules.ts";
import { accounts, invitations, logins } from "./tables.ts";

export type AccountRow = Pick<typeof accounts.$inferSelect, "id" | "name" | "email" | "role" | "twoFactorEnabled">;
export type InvitationRow = typeof invitations.$inferSelect;

const accountColumns = {
  id: accounts.id,
  name: accounts.name,
  email: accounts.email,
  role: accounts.role,
  twoFactorEnabled: accounts.twoFactorEnabled,
};

/** By name. */
export async function listAccounts(db: Db): Promise<readonly AccountRow[]> {
  return await db.select(accountColumns).from(accounts).orderBy(accounts.name);
}

export async function findAccount(db: Db, id: string): Promise<AccountRow | undefined> {
  const [row] = await db.select(accountColumns).from(accounts).where(eq(accounts.id, id));
  return row;
}

/** Puts the accounts of one database into another, without what they sign in with. */
export async function copyAccounts(from: Db, to: Db): Promise<void> {
  const rows = await from.select().from(accounts);
  if (rows.length > 0) await to.insert(accounts).values(rows).onConflictDoNothing();
}

/** How many owners there are, and waits for whoever changes that number. */
export async function countOwners(db: Db): Promise<number> {
  const rows = await db.select({ id: accounts.id }).from(accounts).where(eq(accounts.role, "owner")).for("update");
  return rows.length;
}

export async function hasAccounts(db: Db): Promise<boolean> {
  return (await db.$count(accounts)) > 0;
}

export async function setAccountRole(db: Db, id: string, role: Role, now: Instant): Promise<void> {
  await db
    .update(accounts)
    .set({ role, updatedAt: toDate(now) })
    .where(eq(accounts.id, id));
}

/** With its logins and credentials. */
export async function deleteAccount(db: Db, id: string): Promise<void> {
  await db.delete(accounts).where(eq(accounts.id, id));
}

export async function addInvitation(db: Db, row: typeof invitations.$inferInsert): Promise<void> {
  await db.insert(invitations).values(row);
}

/** The terminal's open invitation gives way to a new one, since only its hash is known. */
export async function deleteOpenInvitationsOf(db: Db, invitedBy: string): Promise<void> {
  await db.delete(invitations).where(and(eq(invitations.invitedBy, invitedBy), isNull(invitations.acceptedAt)));
}

/** An invitation that is good at `now`; the row is held until the transaction ends, so that one person uses it. */
export async function takeInvitation(db: Db, codeHash: string, now: Instant): Promise<InvitationRow | undefined> {
  const [row] = await db
    .select()
    .from(invitations)
    .where(and(eq(invitations.codeHash, codeHash), isNull(invitations.acceptedAt), gt(invitations.expiresAt, now)))
    .for("update");
  return row;
}

export async function markAccepted(db: Db, id: string, now: Instant): Promise<void> {
  await db.update(invitations).set({ acceptedAt: now }).where(eq(invitations.id, id));
}

export async function isEmailTaken(db: Db, email: string): Promise<boolean> {
  return (await db.$count(accounts, eq(accounts.email, email))) > 0;
}

/** The token of somebody's login: it is for better-auth, and never for the page. */
export async function findLoginToken(db: Db, id: string): Promise<string | undefined> {
  const [row] = await db.select({ token: logins.token }).from(logins).where(eq(logins.id, id));
  return row?.token;
}

/** Signs everybody out, everywhere. */
export async function endAllLogins(db: Db): Promise<void> {
  await db.delete(logins);
}
