import { inTransaction, type Db } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import type { Actor } from "#features/audit/rules.ts";
import type { Instant } from "#lib/clock.ts";
import { newId } from "#lib/ids.ts";

import { appendEntry } from "./ledger-store.ts";

/** Gives a student points by hand, or takes some (negative), with the reason; gives the line's source. */
export async function givePoints({
  db,
  now,
  studentId,
  groupId,
  points,
  words,
  by,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly studentId: string;
  readonly groupId: string;
  /** A whole number that is not 0. */
  readonly points: number;
  readonly words: string;
  readonly by: Actor;
}): Promise<string> {
  const source = `grant:${newId()}`;
  await inTransaction(db, async (tx) => {
    await appendEntry(tx, {
      studentId,
      groupId,
      points,
      reason: points > 0 ? "bonus" : "malus",
      source,
      recordedAt: now,
      details: { words, by },
    });
    await recordChange({
      db: tx,
      now,
      by,
      action: "points.given",
      subject: studentId,
      after: { points, words, source },
    });
  });
  return source;
}
