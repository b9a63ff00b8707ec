import { inTransaction, type Db } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import type { Actor } from "#features/audit/rules.ts";
import { aliasKey } from "#features/roster/name-rules.ts";
import {
  addMembership,
  addStudentRow,
  findLivingPerson,
  listIdentities,
  listRowsOf,
  moveIdentities,
} from "#features/roster/student-store.ts";
import { unknownStudent } from "#features/roster/texts.ts";
import type { Instant } from "#lib/clock.ts";
import { failed, ok, type Result } from "#lib/failure.ts";

import type { Decided } from "./answer-question.ts";
import { listGroupStays } from "./attendance-store.ts";
import { decideStays } from "./decide-stays.ts";
import { addDecision, putDecisionDetails } from "./identity-store.ts";
import { recountAttendance } from "./recount-attendance.ts";
import type { AttendanceRules } from "./rules.ts";
import { nothingToSplit } from "./texts.ts";

/**
 * Says that a student is two people: these Zoom names and e-mails, and every stay under them, are a new student's.
 *
 * The Telegram account and what was written with it stay with the first one.
 */
export async function splitStudent({
  db,
  rules,
  now,
  by,
  studentId,
  values,
  name,
}: {
  readonly db: Db;
  readonly rules: AttendanceRules;
  readonly now: Instant;
  readonly by: Actor;
  readonly studentId: string;
  /** Zoom names and e-mails that belong to the other one. */
  readonly values: readonly string[];
  /** The other one's name. */
  readonly name: string;
}): Promise<Result<Decided>> {
  const wanted = new Set(values.map(aliasKey));
  return await inTransaction(db, async (tx) => {
    const from = await findLivingPerson(tx, studentId);
    if (from === undefined) return failed(unknownStudent(studentId));
    const rows = (await listRowsOf(tx, [from.id])).map((row) => row.id);
    const taken = (await listIdentities(tx, rows)).filter(
      (one) => one.kind !== "telegram" && wanted.has(aliasKey(one.value)),
    );
    const meant = (await listGroupStays(tx, { studentIds: rows })).filter(
      (stay) => wanted.has(aliasKey(stay.zoomName)) || (stay.email !== null && wanted.has(aliasKey(stay.email))),
    );
    if (taken.length === 0 && meant.length === 0) return failed(nothingToSplit);

    const made = await addStudentRow(tx, name, now);
    const decisionId = await addDecision(tx, { at: now, by, kind: "split", studentId: from.id });
    const identities = taken.map((one) => one.id);
    await moveIdentities(tx, identities, made);
    const stays = await decideStays({ db: tx, stays: meant, studentId: made, decisionId });
    for (const groupId of new Set(meant.map((stay) => stay.groupId))) {
      await addMembership(tx, { groupId, studentId: made, since: now, decisionId });
    }
    await putDecisionDetails(tx, decisionId, { stays, identities, from: from.id, made });
    await recountAttendance({ db: tx, rules, now, sessionIds: stays.map((stay) => stay.sessionId) });
    const after = { made, stays: stays.length };
    await recordChange({ db: tx, now, by, action: "student.split", subject: from.id, after });
    return ok({ decisionId, studentId: made, stays: stays.length });
  });
}
