import { randomBytes } from "node:crypto";

import { inTransaction, type Db } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import type { Actor } from "#features/audit/rules.ts";
import type { Instant } from "#lib/clock.ts";
import { newId } from "#lib/ids.ts";

import { hashOf } from "./add-code.ts";
import { tokenStart, type Scope } from "./token-rules.ts";
import { addToken } from "./token-store.ts";

/** How many characters of a token are kept to know it again. */
const shown = tokenStart.length + 4;

/** Makes a token that acts for an account within some scopes, and gives it: nobody can read it again. */
export async function makeToken({
  db,
  now,
  by,
  accountId,
  name,
  scopes,
  days,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly by: Actor;
  readonly accountId: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** For how many days it is good; without end when absent. */
  readonly days?: number | undefined;
}): Promise<{ readonly id: string; readonly token: string }> {
  const token = `${tokenStart}${randomBytes(32).toString("base64url")}`;
  const id = newId();
  await inTransaction(db, async (tx) => {
    await addToken(tx, {
      id,
      name,
      accountId,
      tokenHash: hashOf(token),
      start: token.slice(0, shown),
      scopes: [...scopes],
      createdAt: now,
      expiresAt: days === undefined ? null : now.add({ hours: 24 * days }),
    });
    await recordChange({
      db: tx,
      now,
      by,
      action: "token.made",
      subject: name,
      after: { scopes: [...scopes], days: days ?? null },
    });
  });
  return { id, token };
}
