import type { Db } from "#database/open.ts";

import type { Change } from "./rules.ts";
import { addAuditLine } from "./store.ts";

/**
 * Writes down a change that a person made: who, when, what, before and after.
 *
 * Call it with the transaction that makes the change, so that neither is there without the other.
 */
export async function recordChange({
  db,
  now,
  by,
  action,
  subject,
  before,
  after,
}: Change & { readonly db: Db }): Promise<void> {
  await addAuditLine(db, { at: now, by, action, subject, before: before ?? null, after: after ?? null });
}
