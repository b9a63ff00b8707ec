import { inTransaction, type Db } from "#database/open.ts";
import { listMembers } from "#features/roster/store.ts";
import type { Instant } from "#lib/clock.ts";

import { listUnrecognisedStays, nameStay } from "./attendance-store.ts";
import { recountAttendance } from "./recount-attendance.ts";
import { recognise, type AttendanceRules } from "./rules.ts";

/** How far back a stay may still find its student, in days: as long as Zoom itself keeps the list. */
const daysBack = 30;

/**
 * Gives earlier stays the students who have become known since: who first writes in the group on Tuesday was
 * in Monday's class too. Their points enter the ledger at the next cut-off. Says how many stays found one.
 */
export async function recogniseLate({
  db,
  rules,
  now,
}: {
  readonly db: Db;
  readonly rules: AttendanceRules;
  readonly now: Instant;
}): Promise<number> {
  const strangers = await listUnrecognisedStays(db, now.subtract({ hours: 24 * daysBack }));
  const members = await listMembers(db, [...new Set(strangers.map((one) => one.groupId))]);
  const found = strangers.flatMap((one) => {
    const known = members.filter((member) => member.groupId === one.groupId);
    const studentId = recognise({ name: one.zoomName, email: one.email ?? undefined }, known);
    return studentId === undefined ? [] : [{ ...one, studentId }];
  });
  await inTransaction(db, async (tx) => {
    for (const one of found) await nameStay(tx, one.sessionId, one.stayId, one.studentId);
    await recountAttendance({ db: tx, rules, now, sessionIds: found.map((one) => one.sessionId) });
  });
  return found.length;
}
