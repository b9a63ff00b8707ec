import { inTransaction, type Db } from "#database/open.ts";
import type { Instant } from "#lib/clock.ts";

import { listGroupStays, nameStay } from "./attendance-store.ts";
import { matchParticipant } from "./match-rules.ts";
import { openDirectories } from "./open-directories.ts";
import { recountAttendance } from "./recount-attendance.ts";
import type { AttendanceRules } from "./rules.ts";

/** How far back a stay may still find its student, in days. */
const daysBack = 60;

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
  /** Only sessions of these groups, however long ago; of every group when absent. */
  readonly groupIds?: readonly string[];
}): Promise<number> {
  const reach = groupIds === undefined ? { since: now.subtract({ hours: 24 * daysBack }) } : { groupIds };
  const strangers = await listGroupStays(db, { unrecognised: true, ...reach });
  const directoryOf = await openDirectories(
    db,
    strangers.map((one) => one.groupId),
  );
  const found = strangers.flatMap((stay) => {
    const match = matchParticipant({ ...stay, name: stay.zoomName }, directoryOf(stay.groupId));
    return match.kind === "matched" ? [{ stay, match }] : [];
  });
  if (found.length === 0) return 0;
  await inTransaction(db, async (tx) => {
    for (const { stay, match } of found) {
      await nameStay(tx, stay, { studentId: match.studentId, recognisedBy: match.by, decisionId: null });
    }
    await recountAttendance({ db: tx, rules, now, sessionIds: found.map(({ stay }) => stay.sessionId) });
  });
  return found.length;
}
