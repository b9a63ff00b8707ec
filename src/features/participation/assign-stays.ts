import { inTransaction, type Db } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import type { Actor } from "#features/audit/rules.ts";
import { aliasKey } from "#features/roster/name-rules.ts";
import { findLivingPerson } from "#features/roster/student-store.ts";
import { unknownStudent } from "#features/roster/texts.ts";
import type { Instant } from "#lib/clock.ts";
import { failed, ok, type Result } from "#lib/failure.ts";

import type { Decided } from "./answer-question.ts";
import { listStays } from "./attendance-store.ts";
import { decideStays } from "./decide-stays.ts";
import { addDecision, putDecisionDetails } from "./identity-store.ts";
import { recountAttendance } from "./recount-attendance.ts";
import type { AttendanceRules } from "./rules.ts";
import { noSuchStay } from "./texts.ts";

/**
 * Says who a name was in one session, whatever was thought before; nothing is remembered for the next one.
 *
 * For what the rules or an earlier answer took for the wrong student.
 */
export async function assignStays({
  db,
  rules,
  now,
  by,
  sessionId,
  zoomName,
  studentId,
}: {
  readonly db: Db;
  readonly rules: AttendanceRules;
  readonly now: Instant;
  readonly by: Actor;
  readonly sessionId: string;
  /** As Zoom showed it. */
  readonly zoomName: string;
  /** `null`: it was no student. */
  readonly studentId: string | null;
}): Promise<Result<Decided>> {
  return await inTransaction(db, async (tx) => {
    const person = studentId === null ? null : await findLivingPerson(tx, studentId);
    if (person === undefined) return failed(unknownStudent(studentId ?? ""));
    const meant = (await listStays(tx, [sessionId])).filter((one) => aliasKey(one.zoomName) === aliasKey(zoomName));
    if (meant.length === 0) return failed(noSuchStay(zoomName));
    const who = person?.id ?? null;
    const decisionId = await addDecision(tx, { at: now, by, kind: "assign", studentId: who });
    const stays = await decideStays({ db: tx, stays: meant, studentId: who, decisionId });
    await putDecisionDetails(tx, decisionId, { stays });
    await recountAttendance({ db: tx, rules, now, sessionIds: [sessionId] });
    const after = { studentId: who, stays: stays.length };
    await recordChange({ db: tx, now, by, action: "identity.assign", subject: `session ${sessionId}`, after });
    return ok({ decisionId, studentId: who, stays: stays.length });
  });
}
