import { inTransaction, type Db } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import type { Actor } from "#features/audit/rules.ts";
import { findLivingPerson } from "#features/roster/student-store.ts";
import { unknownStudent } from "#features/roster/texts.ts";
import type { Instant } from "#lib/clock.ts";
import { failed, ok, type Result } from "#lib/failure.ts";

import { recountAttendance } from "./recount-attendance.ts";
import { addCorrection, findReadSessions } from "./register-store.ts";
import type { AttendanceRules } from "./rules.ts";
import { reasonMissing, sessionNotRead } from "./texts.ts";

/**
 * Says by hand whether a student was there, above what the stays say, with a reason that the student can read.
 *
 * The stays stay as they are: taking the correction back gives their verdict again. Points follow at the next
 * ranking. Gives the correction's number.
 */
export async function correctAttendance({
  db,
  rules,
  now,
  by,
  sessionId,
  studentId,
  present,
  minutes,
  reason,
}: {
  readonly db: Db;
  readonly rules: AttendanceRules;
  readonly now: Instant;
  readonly by: Actor;
  readonly sessionId: string;
  readonly studentId: string;
  readonly present: boolean;
  /** Minutes to count instead of those measured. */
  readonly minutes?: number | undefined;
  readonly reason: string;
}): Promise<Result<number>> {
  const words = reason.trim();
  if (words === "") return failed(reasonMissing);
  return await inTransaction(db, async (tx) => {
    const person = await findLivingPerson(tx, studentId);
    if (person === undefined) return failed(unknownStudent(studentId));
    if (!(await findReadSessions(tx, sessionId)).includes(sessionId)) return failed(sessionNotRead(sessionId));
    const id = await addCorrection(tx, {
      sessionId,
      studentId: person.id,
      present,
      minutes: minutes ?? null,
      reason: words,
      by,
      at: now,
    });
    await recountAttendance({ db: tx, rules, now, sessionIds: [sessionId] });
    const after = { session: sessionId, present, minutes: minutes ?? null };
    await recordChange({ db: tx, now, by, action: "attendance.correct", subject: person.id, after });
    return ok(id);
  });
}
