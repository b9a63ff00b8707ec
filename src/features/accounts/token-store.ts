import { and, desc, eq, gt, isNull, lt, or } from "drizzle-orm";

import type { Db } from "#database/open.ts";
import type { Instant } from "#lib/clock.ts";

import type { Role } from "./rules.ts";
import { accounts, apiTokens } from "./tables.ts";

/** A token in force, with whom it acts for. */
export interface TokenInForce {
  readonly id: string;
  readonly accountId: string;
  readonly role: Role;
  readonly scopes: readonly string[];
}

export type TokenRow = Omit<typeof apiTokens.$inferSelect, "tokenHash"> & { readonly accountName: string };

export async function addToken(db: Db, row: typeof apiTokens.$inferInsert): Promise<void> {
  await db.insert(apiTokens).values(row);
}

/** Tokens that were not revoked, newest first; those that expired stay in the list. */
export async function listTokens(db: Db): Promise<readonly TokenRow[]> {
  const rows = await db
    .select({ token: apiTokens, accountName: accounts.name })
    .from(apiTokens)
    .innerJoin(accounts, eq(accounts.id, apiTokens.accountId))
    .where(isNull(apiTokens.revokedAt))
    .orderBy(desc(apiTokens.createdAt));
  return rows.map(({ token: { tokenHash: _hash, ...token }, accountName }) => ({ ...token, accountName }));
}

/** The names of all tokens that ever were. */
export async function listTokenNames(db: Db): Promise<readonly Pick<TokenRow, "id" | "name">[]> {
  return await db.select({ id: apiTokens.id, name: apiTokens.name }).from(apiTokens);
}

/** The token with this hash, if it is in force at `now`. */
export async function findToken(db: Db, tokenHash: string, now: Instant): Promise<TokenInForce | undefined> {
  const [row] = await db
    .select({ id: apiTokens.id, accountId: apiTokens.accountId, role: accounts.role, scopes: apiTokens.scopes })
    .from(apiTokens)
    .innerJoin(accounts, eq(accounts.id, apiTokens.accountId))
    .where(
      and(
        eq(apiTokens.tokenHash, tokenHash),
        isNull(apiTokens.revokedAt),
        or(isNull(apiTokens.expiresAt), gt(apiTokens.expiresAt, now)),
      ),
    );
  return row;
}

/** Keeps when a token was last used, written at most once a minute. */
export async function touchToken(db: Db, id: string, now: Instant): Promise<void> {
  await db
    .update(apiTokens)
    .set({ lastUsedAt: now })
    .where(
      and(
        eq(apiTokens.id, id),
        or(isNull(apiTokens.lastUsedAt), lt(apiTokens.lastUsedAt, now.subtract({ minutes: 1 }))),
      ),
    );
}

/** Gives the name of the token that was revoked; `undefined` when there is none in force. */
export async function markRevoked(db: Db, id: string, now: Instant): Promise<string | undefined> {
  const [row] = await db
    .update(apiTokens)
    .set({ revokedAt: now })
    .where(and(eq(apiTokens.id, id), isNull(apiTokens.revokedAt)))
    .returning({ name: apiTokens.name });
  return row?.name;
}
