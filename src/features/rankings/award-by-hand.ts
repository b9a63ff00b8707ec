import { inTransaction, type Db } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import type { Actor } from "#features/audit/rules.ts";
import type { Instant } from "#lib/clock.ts";
import { newId } from "#lib/ids.ts";

import { addAward } from "./badge-store.ts";

/** Awards the helper's badge by hand, with the reason; the group is told with the next ranking. */
export async function awardByHand({
  db,
  now,
  studentId,
  groupId,
  note,
  by,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly studentId: string;
  readonly groupId: string;
  readonly note: string;
  readonly by: Actor;
}): Promise<void> {
  await inTransaction(db, async (tx) => {
    await addAward(tx, {
      badge: "helper",
      studentId,
      groupId,
      occasion: newId(),
      amount: 1,
      note,
      by,
      awardedAt: now,
    });
    await recordChange({ db: tx, now, by, action: "badge.helper", subject: studentId, after: { groupId, note } });
  });
}
