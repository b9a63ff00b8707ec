import { inTransaction, type Db } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import type { Actor } from "#features/audit/rules.ts";
import type { Instant } from "#lib/clock.ts";
import { failed, ok, type Result } from "#lib/failure.ts";

import { closeContest, findContest, type ContestRow } from "./contest-store.ts";
import { appendEntry } from "./ledger-store.ts";
import { contestClosed, noSuchContest } from "./texts.ts";

/**
 * Answers a contest. Points that it gives or takes are a ledger line of their own, which counts in the coming
 * ranking; 0 or none leaves the ledger as it is.
 */
export async function answerContest({
  db,
  now,
  id,
  accepted,
  points,
  answer,
  by,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly id: number;
  readonly accepted: boolean;
  readonly points: number;
  readonly answer: string;
  readonly by: Actor;
}): Promise<Result<ContestRow>> {
  return await inTransaction(db, async (tx) => {
    const contest = await findContest(tx, id);
    if (contest === undefined) return failed(noSuchContest(id));
    const state = accepted ? ("accepted" as const) : ("rejected" as const);
    const given = accepted ? points : 0;
    const closed = await closeContest(tx, id, { state, points: given, answer, answeredBy: by, answeredAt: now });
    if (closed === undefined) return failed(contestClosed(id));
    if (given !== 0) {
      await appendEntry(tx, {
        studentId: contest.studentId,
        groupId: contest.groupId,
        points: given,
        reason: "contest",
        source: `contest:${id}`,
        recordedAt: now,
        details: { words: answer, by },
      });
    }
    await recordChange({
      db: tx,
      now,
      by,
      action: `contest.${state}`,
      subject: String(id),
      before: { words: contest.words },
      after: { points: given, answer },
    });
    return ok(closed);
  });
}
