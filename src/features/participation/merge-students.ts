import { inTransaction, type Db } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import type { Actor } from "#features/audit/rules.ts";
import {
  addMembership,
  changeStudent,
  findLivingPerson,
  listMemberships,
  listRowsOf,
} from "#features/roster/student-store.ts";
import { unknownStudent } from "#features/roster/texts.ts";
import type { Instant } from "#lib/clock.ts";
import { failed, ok, type Result } from "#lib/failure.ts";

import type { Decided } from "./answer-question.ts";
import { listSessionsOf } from "./attendance-store.ts";
import { addDecision, putDecisionDetails } from "./identity-store.ts";
import { recogniseLate } from "./recognise-late.ts";
import { recountAttendance } from "./recount-attendance.ts";
import type { AttendanceRules } from "./rules.ts";
import { mergeWithItself } from "./texts.ts";

/**
 * Says that two students are one person: the second keeps name and row, the first counts as the second.
 *
 * No fact moves, so nothing is lost and it can be undone. A session where both were is counted once, from the stays
 * of both together.
 */
export async function mergeStudents({
  db,
  rules,
  now,
  by,
  studentId,
  into,
}: {
  readonly db: Db;
  readonly rules: AttendanceRules;
  readonly now: Instant;
  readonly by: Actor;
  readonly studentId: string;
  readonly into: string;
}): Promise<Result<Decided>> {
  return await inTransaction(db, async (tx) => {
    const from = await findLivingPerson(tx, studentId);
    const person = await findLivingPerson(tx, into);
    if (from === undefined) return failed(unknownStudent(studentId));
    if (person === undefined) return failed(unknownStudent(into));
    if (from.id === person.id) return failed(mergeWithItself);

    const rows = await listRowsOf(tx, [from.id]);
    const ids = rows.map((row) => row.id);
    const sessionIds = await listSessionsOf(tx, [...ids, person.id]);
    const decisionId = await addDecision(tx, { at: now, by, kind: "merge", studentId: person.id });
    await changeStudent(tx, ids, { mergedInto: person.id });
    const groupIds: string[] = [];
    for (const membership of await listMemberships(tx, ids)) {
      if (membership.leftAt !== null) continue;
      groupIds.push(membership.groupId);
      await addMembership(tx, { ...membership, studentId: person.id, decisionId });
    }
    await putDecisionDetails(tx, decisionId, {
      merged: rows.map((row) => ({ studentId: row.id, before: row.mergedInto })),
    });
    await recountAttendance({ db: tx, rules, now, sessionIds });
    // Two who bore one name were never guessed; now that they are one, the name is theirs.
    const stays = groupIds.length === 0 ? 0 : await recogniseLate({ db: tx, rules, now, groupIds });
    const after = { mergedInto: person.id };
    await recordChange({ db: tx, now, by, action: "student.merge", subject: from.id, after });
    return ok({ decisionId, studentId: person.id, stays });
  });
}
