import { inTransaction, type Db } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import type { Actor } from "#features/audit/rules.ts";
import type { Instant } from "#lib/clock.ts";
import { failed, ok, type Result } from "#lib/failure.ts";

import { tokenUnknown } from "./texts.ts";
import { markRevoked } from "./token-store.ts";

/** Takes a token out of force, at once and for good. */
export async function revokeToken({
  db,
  now,
  by,
  id,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly by: Actor;
  readonly id: string;
}): Promise<Result<undefined>> {
  return await inTransaction(db, async (tx) => {
    const name = await markRevoked(tx, id, now);
    if (name === undefined) return failed(tokenUnknown);
    await recordChange({ db: tx, now, by, action: "token.revoked", subject: name });
    return ok(undefined);
  });
}
