import { inTransaction, type Db } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import type { Actor } from "#features/audit/rules.ts";
import type { Instant } from "#lib/clock.ts";
import { failed, ok, type Result } from "#lib/failure.ts";

import { appendEntry, findSource } from "./ledger-store.ts";
import { followsFromFacts, noSuchGrant } from "./texts.ts";
import { derivedReasons } from "./points-rules.ts";

/** Takes back points that a person gave, whole: a line with the difference and the reason. Done twice, nothing more. */
export async function revokePoints({
  db,
  now,
  source,
  words,
  by,
}: {
  readonly db: Db;
  readonly now: Instant;
  /** The whole source, as the ledger tells it. */
  readonly source: string;
  readonly words: string;
  readonly by: Actor;
}): Promise<Result<number>> {
  return await inTransaction(db, async (tx) => {
    const lines = await findSource(tx, source);
    const [first] = lines;
    const last = lines.at(-1);
    if (first === undefined || last === undefined) return failed(noSuchGrant(source));
    if ((derivedReasons as readonly string[]).includes(first.reason)) return failed(followsFromFacts(source));
    const worth = lines.reduce((sum, line) => sum + line.points, 0);
    if (worth === 0) return ok(0);
    await appendEntry(tx, {
      studentId: first.studentId,
      groupId: first.groupId,
      points: -worth,
      reason: first.reason,
      source: first.source,
      revision: last.revision + 1,
      recordedAt: now,
      details: { words, by, before: worth, after: 0, cause: "revoked" },
    });
    await recordChange({ db: tx, now, by, action: "points.revoked", subject: first.source, before: { points: worth } });
    return ok(worth);
  });
}
