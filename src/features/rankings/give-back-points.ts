import { inTransaction, type Db } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import type { Actor } from "#features/audit/rules.ts";
import type { Instant } from "#lib/clock.ts";
import { failed, ok, type Result } from "#lib/failure.ts";

import { appendEntry, findSource } from "./ledger-store.ts";
import { notRevoked } from "./texts.ts";

/** Gives points that were taken back again: a line with what they were worth. Gives their worth; done twice, nothing more. */
export async function giveBackPoints({
  db,
  now,
  source,
  by,
}: {
  readonly db: Db;
  readonly now: Instant;
  /** The whole source, as the ledger tells it. */
  readonly source: string;
  readonly by: Actor;
}): Promise<Result<number>> {
  return await inTransaction(db, async (tx) => {
    const lines = await findSource(tx, source);
    const last = lines.at(-1);
    const worth = last?.details?.before ?? 0;
    if (last?.details?.cause === "given back") return ok(last.details.after ?? 0);
    if (last?.details?.cause !== "revoked" || worth === 0) return failed(notRevoked(source));
    const { studentId, groupId, reason, revision } = last;
    await appendEntry(tx, {
      studentId,
      groupId,
      points: worth,
      reason,
      source,
      revision: revision + 1,
      recordedAt: now,
      details: { by, before: 0, after: worth, cause: "given back" },
    });
    await recordChange({ db: tx, now, by, action: "points.restore", subject: source, after: { points: worth } });
    return ok(worth);
  });
}
