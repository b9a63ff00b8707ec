import { inTransaction, type Db } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import type { Actor } from "#features/audit/rules.ts";
import type { Instant } from "#lib/clock.ts";
import { failed, ok, type Result } from "#lib/failure.ts";

import { recountAttendance } from "./recount-attendance.ts";
import { endCorrection, type CorrectionRow } from "./register-store.ts";
import type { AttendanceRules } from "./rules.ts";
import { unknownCorrection } from "./texts.ts";

/** Takes a correction of attendance back: what the stays say holds again, or an earlier correction. */
export async function undoCorrection({
  db,
  rules,
  now,
  by,
  correctionId,
}: {
  readonly db: Db;
  readonly rules: AttendanceRules;
  readonly now: Instant;
  readonly by: Actor;
  readonly correctionId: number;
}): Promise<Result<CorrectionRow>> {
  return await inTransaction(db, async (tx) => {
    const ended = await endCorrection(tx, correctionId, now, by);
    if (ended === undefined) return failed(unknownCorrection(correctionId));
    await recountAttendance({ db: tx, rules, now, sessionIds: [ended.sessionId] });
    const before = { session: ended.sessionId, present: ended.present, minutes: ended.minutes };
    await recordChange({ db: tx, now, by, action: "attendance.undo", subject: ended.studentId, before });
    return ok(ended);
  });
}
