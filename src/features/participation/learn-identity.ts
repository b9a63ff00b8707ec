import { inTransaction, type Db } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import type { Actor } from "#features/audit/rules.ts";
import { addIdentity, findLivingPerson, listMemberships, listRowsOf } from "#features/roster/student-store.ts";
import { unknownStudent } from "#features/roster/texts.ts";
import type { Instant } from "#lib/clock.ts";
import { failed, ok, type Result } from "#lib/failure.ts";

import type { Decided } from "./answer-question.ts";
import { namesSomebody } from "./decision-rules.ts";
import { addDecision } from "./identity-store.ts";
import { matchParticipant } from "./match-rules.ts";
import { openDirectories } from "./open-directories.ts";
import { recogniseLate } from "./recognise-late.ts";
import type { AttendanceRules } from "./rules.ts";
import { nameOfAnother, nothingToRemember } from "./texts.ts";

/**
 * Remembers a name in Zoom or an e-mail as a student's, and gives them the earlier stays under it.
 *
 * A name that another student of one of their groups bears or uses is refused: it would take that student's stays.
 */
export async function learnIdentity({
  db,
  rules,
  now,
  by,
  studentId,
  kind,
  value,
}: {
  readonly db: Db;
  readonly rules: AttendanceRules;
  readonly now: Instant;
  /** The operator, or the student (`telegram:…`) with `/me`. */
  readonly by: Actor;
  readonly studentId: string;
  readonly kind: "zoom name" | "e-mail";
  readonly value: string;
}): Promise<Result<Decided>> {
  const wanted = value.trim().replace(/\s+/gu, " ");
  return await inTransaction(db, async (tx) => {
    const person = await findLivingPerson(tx, studentId);
    if (person === undefined) return failed(unknownStudent(studentId));
    if (kind === "zoom name" && !namesSomebody(wanted)) return failed(nothingToRemember);
    const rows = await listRowsOf(tx, [person.id]);
    const groupIds = (
      await listMemberships(
        tx,
        rows.map((row) => row.id),
      )
    ).flatMap((one) => (one.leftAt === null ? [one.groupId] : []));
    if (await isTaken(tx, groupIds, person.id, kind, wanted)) return failed(nameOfAnother(wanted));

    const decisionId = await addDecision(tx, { at: now, by, kind: "learn", studentId: person.id });
    await addIdentity(tx, { studentId: person.id, kind, value: wanted, createdAt: now, decisionId });
    const stays = groupIds.length === 0 ? 0 : await recogniseLate({ db: tx, rules, now, groupIds });
    const after = { studentId: person.id, kind };
    await recordChange({ db: tx, now, by, action: "identity.learn", subject: person.id, after });
    return ok({ decisionId, studentId: person.id, stays });
  });
}

/** Whether what is wanted would be found with another student too. */
async function isTaken(
  db: Db,
  groupIds: readonly string[],
  studentId: string,
  kind: "zoom name" | "e-mail",
  value: string,
): Promise<boolean> {
  // An address may be a family's: the name then tells them apart.
  if (kind === "e-mail") return false;
  const directoryOf = await openDirectories(db, groupIds);
  return groupIds.some((groupId) => {
    const match = matchParticipant({ name: value }, directoryOf(groupId));
    return match.kind === "ambiguous" || (match.kind === "matched" && match.studentId !== studentId);
  });
}
