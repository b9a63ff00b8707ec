import { insertMany, isOneOf } from "#database/many.ts";
import type { Db } from "#database/open.ts";
import type { Instant } from "#lib/clock.ts";

import { sessionApprovals } from "./tables.ts";

/** Writes approvals down, over those that were there. */
export async function putApprovals(
  db: Db,
  approved: readonly { readonly sessionId: string; readonly version: string }[],
  { by, at }: { readonly by: string; readonly at: Instant },
): Promise<void> {
  await dropApprovals(
    db,
    approved.map((one) => one.sessionId),
  );
  await insertMany(
    db,
    sessionApprovals,
    approved.map((one) => ({ ...one, by, at })),
  );
}

export async function dropApprovals(db: Db, sessionIds: readonly string[]): Promise<void> {
  await db.delete(sessionApprovals).where(isOneOf(sessionApprovals.sessionId, sessionIds));
}
