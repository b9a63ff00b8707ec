import { inTransaction, type Db } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import type { Actor } from "#features/audit/rules.ts";
import { aliasKey } from "#features/roster/name-rules.ts";
import {
  changeStudent,
  findPerson,
  listRowsOf,
  moveIdentities,
  removeIdentitiesOf,
  removeMembershipsOf,
  type IdentityRow,
} from "#features/roster/student-store.ts";
import type { Instant } from "#lib/clock.ts";
import { failed, ok, type Result } from "#lib/failure.ts";

import { listGroupStays, listSessionsOf, nameStay, type GroupStay } from "./attendance-store.ts";
import { changeQuestions, endDecision, findDecision, listLaterDecisions, type DecisionRow } from "./identity-store.ts";
import { recogniseLate } from "./recognise-late.ts";
import { recountAttendance } from "./recount-attendance.ts";
import type { AttendanceRules } from "./rules.ts";
import { laterDecision, unknownDecision } from "./texts.ts";

/**
 * Takes back a decision about identities: names, addresses and stays are whose they were before, verdicts are
 * counted again, and the question is open again.
 *
 * A merge or a split on which a later one builds is refused until that is undone.
 */
export async function undoDecision({
  db,
  rules,
  now,
  by,
  decisionId,
}: {
  readonly db: Db;
  readonly rules: AttendanceRules;
  readonly now: Instant;
  readonly by: Actor;
  readonly decisionId: number;
}): Promise<Result<DecisionRow>> {
  return await inTransaction(db, async (tx) => {
    const decision = await findDecision(tx, decisionId);
    if (decision === undefined || decision.undoneAt !== null) return failed(unknownDecision(decisionId));
    const builtOn = await laterOn(tx, decision);
    if (builtOn !== undefined) return failed(laterDecision(builtOn));

    const touched = new Set([...(await unmerge(tx, decision)), ...(await sessionsOfMade(tx, decision))]);
    const learned = await removeIdentitiesOf(tx, decisionId);
    await removeMembershipsOf(tx, decisionId);
    const freed = [...(await takeBackStays(tx, decision)), ...(await forgetMatches(tx, decision, learned))];
    for (const stay of freed) touched.add(stay.sessionId);
    await unsplit(tx, decision);
    await endDecision(tx, decisionId, now, by);
    if (decision.questionId !== null) await changeQuestions(tx, [decision.questionId], { state: "open" });
    await recountAttendance({ db: tx, rules, now, sessionIds: [...touched] });
    const groupIds = [...new Set(freed.map((stay) => stay.groupId))];
    if (groupIds.length > 0) await recogniseLate({ db: tx, rules, now, groupIds });
    await recordChange({ db: tx, now, by, action: "identity.undo", subject: `decision ${decisionId}` });
    return ok(decision);
  });
}

/** The first later merge or split that concerns the same people. */
async function laterOn(db: Db, decision: DecisionRow): Promise<number | undefined> {
  const mine = peopleOf(decision);
  const later = await listLaterDecisions(db, decision.id, ["merge", "split"]);
  return later.find((one) => !peopleOf(one).isDisjointFrom(mine))?.id;
}

function peopleOf({ studentId, details, kind }: DecisionRow): ReadonlySet<string> {
  if (kind !== "merge" && kind !== "split") return new Set(details.made === undefined ? [] : [details.made]);
  const rows = (details.merged ?? []).map((one) => one.studentId);
  return new Set([studentId, details.from, details.made, ...rows].filter((id) => typeof id === "string"));
}

async function unmerge(db: Db, { details, studentId }: DecisionRow): Promise<readonly string[]> {
  const merged = details.merged ?? [];
  if (merged.length === 0 || studentId === null) return [];
  const rows = (await listRowsOf(db, [studentId])).map((row) => row.id);
  const sessions = await listSessionsOf(db, rows);
  for (const one of merged) await changeStudent(db, [one.studentId], { mergedInto: one.before });
  return sessions;
}

async function sessionsOfMade(db: Db, { details }: DecisionRow): Promise<readonly string[]> {
  return details.made === undefined ? [] : await listSessionsOf(db, [details.made]);
}

/** The stays that the decision named are whose they were; one that was decided again since stays so. */
async function takeBackStays(db: Db, { id, details }: DecisionRow): Promise<readonly GroupStay[]> {
  const now = new Map((await listGroupStays(db, { decisionId: id })).map((stay) => [keyOf(stay), stay]));
  const before = new Map((details.stays ?? []).map((stay) => [keyOf(stay), stay]));
  for (const [key, stay] of now) {
    const earlier = before.get(key);
    await nameStay(db, stay, {
      studentId: earlier?.studentId ?? null,
      recognisedBy: (earlier?.recognisedBy ?? null) as GroupStay["recognisedBy"],
      decisionId: earlier?.decisionId ?? null,
    });
  }
  return [...now.values()];
}

/** Stays that were recognised by a name or an address that is no longer the student's. */
async function forgetMatches(
  db: Db,
  { details }: DecisionRow,
  learned: readonly IdentityRow[],
): Promise<readonly GroupStay[]> {
  const owners = new Set(learned.map((one) => one.studentId));
  if (details.made !== undefined && details.from === undefined) owners.add(details.made);
  if (owners.size === 0) return [];
  const values = new Set(learned.map((one) => aliasKey(one.value)));
  const theirs = await listGroupStays(db, { studentIds: [...owners] });
  const found = theirs.filter(
    (stay) =>
      stay.decisionId === null &&
      (stay.studentId === details.made ||
        (stay.recognisedBy !== "name" &&
          (values.has(aliasKey(stay.zoomName)) || values.has(aliasKey(stay.email ?? ""))))),
  );
  for (const stay of found) await nameStay(db, stay, { studentId: null, recognisedBy: null, decisionId: null });
  return found;
}

/** What was split off goes back; what the new student did since is the first one's too. */
async function unsplit(db: Db, { details }: DecisionRow): Promise<void> {
  const { from, made, identities = [] } = details;
  if (from === undefined || made === undefined) return;
  const person = await findPerson(db, from);
  await moveIdentities(db, identities, from);
  await changeStudent(db, [made], { mergedInto: person?.id ?? from });
}

function keyOf(stay: { readonly sessionId: string; readonly stayId: string }): string {
  return `${stay.sessionId}\n${stay.stayId}`;
}
