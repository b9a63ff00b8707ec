import { inTransaction, type Db } from "#database/open.ts";
import type { Instant } from "#lib/clock.ts";

import { nameStay } from "./attendance-store.ts";
import { matchStrangers } from "./match-strangers.ts";
import { recountAttendance } from "./recount-attendance.ts";
import type { AttendanceRules } from "./rules.ts";

/**
 * Gives earlier stays the students who have become known since: who first writes in the group on Tuesday was
 * in Monday's class too. Their points enter the ledger at the next cut-off. Says how many stays found one.
 */
export async function recogniseLate({
  db,
  rules,
  now,
  groupIds,
}: {
  readonly db: Db;
  readonly rules: AttendanceRules;
  readonly now: Instant;
  /** Only sessions of these groups, however long ago; those of the last 60 days of every group when absent. */
  readonly groupIds?: readonly string[];
}): Promise<number> {
  let recognised = 0;
  for await (const strangers of matchStrangers({ db, now, groupIds })) {
    const found = strangers.flatMap(({ stay, match }) => (match.kind === "matched" ? [{ stay, match }] : []));
    if (found.length === 0) continue;
    await inTransaction(db, async (tx) => {
      for (const { stay, match } of found) {
        await nameStay(tx, stay, { studentId: match.studentId, recognisedBy: match.by, decisionId: null });
      }
      await recountAttendance({ db: tx, rules, now, sessionIds: found.map(({ stay }) => stay.sessionId) });
    });
    recognised += found.length;
  }
  return recognised;
}
