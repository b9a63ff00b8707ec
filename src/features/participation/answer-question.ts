import { inTransaction, type Db } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import type { Actor } from "#features/audit/rules.ts";
import { addIdentity, addMembership, addStudentRow, findLivingPerson } from "#features/roster/student-store.ts";
import { unknownStudent } from "#features/roster/texts.ts";
import type { Instant } from "#lib/clock.ts";
import { failed, ok, type Result } from "#lib/failure.ts";

import { listGroupStays, type GroupStay } from "./attendance-store.ts";
import { decideStays } from "./decide-stays.ts";
import { namesSomebody, overlap, questionKey } from "./decision-rules.ts";
import {
  addDecision,
  changeQuestions,
  findQuestion,
  putDecisionDetails,
  type QuestionDetails,
} from "./identity-store.ts";
import { recogniseLate } from "./recognise-late.ts";
import { recountAttendance } from "./recount-attendance.ts";
import type { AttendanceRules } from "./rules.ts";
import { alreadyAnswered, noSuchStay, severalAtOnce, unknownQuestion } from "./texts.ts";

/** Who a name in Zoom is. */
export type IdentityAnswer =
  | { readonly kind: "student"; readonly studentId: string }
  /** A student whom Carillon does not know yet. */
  | { readonly kind: "new student"; readonly name: string }
  /** No student: a guest, a parent, a second screen. */
  | { readonly kind: "nobody" };

/** What came of a decision. */
export interface Decided {
  readonly decisionId: number;
  readonly studentId: string | null;
  /** How many stays got their student. */
  readonly stays: number;
}

/**
 * Answers a question of the identity inbox, in one step that can be undone.
 *
 * The answer is remembered as an alias of the student (with the e-mail and the registrant, where Zoom gave one) and applied to every
 * earlier stay of that name in the group; where the name tells nothing of the next session it is applied to this
 * one only.
 */
export async function answerQuestion({
  db,
  rules,
  now,
  by,
  questionId,
  answer,
  stay,
}: {
  readonly db: Db;
  readonly rules: AttendanceRules;
  readonly now: Instant;
  readonly by: Actor;
  readonly questionId: number;
  readonly answer: IdentityAnswer;
  /** Which of several stays is meant, from 1, as `severalAtOnce` lists them. */
  readonly stay?: number | undefined;
}): Promise<Result<Decided>> {
  return await inTransaction(db, async (tx) => {
    const question = await findQuestion(tx, questionId);
    if (question === undefined) return failed(unknownQuestion(questionId));
    if (question.state !== "open") return failed(alreadyAnswered(questionId));
    if (answer.kind === "nobody") return ok(await dismiss(tx, { now, by, question }));
    const meant = await staysMeant(tx, question, stay);
    if (!meant.ok) return meant;

    const made = answer.kind === "new student" ? await addStudentRow(tx, answer.name, now) : undefined;
    const named = answer.kind === "student" ? await findLivingPerson(tx, answer.studentId) : undefined;
    const studentId = made ?? named?.id;
    if (studentId === undefined) return failed(unknownStudent(answer.kind === "student" ? answer.studentId : ""));
    const decisionId = await addDecision(tx, { at: now, by, kind: "answer", studentId, questionId });
    await addMembership(tx, { groupId: question.groupId, studentId, since: question.firstAt, decisionId });
    if (question.scope === "name") await remember(tx, { question, studentId, now, decisionId });
    for (const value of new Set(meant.value.flatMap((one) => one.registrantId ?? []))) {
      await addIdentity(tx, { studentId, kind: "registrant", value, createdAt: now, decisionId });
    }
    const stays = await decideStays({ db: tx, stays: meant.value, studentId, decisionId });
    await putDecisionDetails(tx, decisionId, { stays, ...(made === undefined ? {} : { made }) });
    await recountAttendance({ db: tx, rules, now, sessionIds: stays.map((one) => one.sessionId) });
    await recogniseLate({ db: tx, rules, now, groupIds: [question.groupId] });
    const left = await staysOf(tx, question);
    if (left.length === 0) await changeQuestions(tx, [questionId], { state: "answered" });
    const after = { studentId, stays: stays.length };
    await recordChange({ db: tx, now, by, action: "identity.answer", subject: `question ${questionId}`, after });
    return ok({ decisionId, studentId, stays: stays.length });
  });
}

async function dismiss(
  db: Db,
  { now, by, question }: { readonly now: Instant; readonly by: Actor; readonly question: QuestionDetails },
): Promise<Decided> {
  const decisionId = await addDecision(db, { at: now, by, kind: "dismiss", studentId: null, questionId: question.id });
  await changeQuestions(db, [question.id], { state: "dismissed" });
  await recordChange({ db, now, by, action: "identity.dismiss", subject: `question ${question.id}` });
  return { decisionId, studentId: null, stays: 0 };
}

async function remember(
  db: Db,
  {
    question,
    studentId,
    now,
    decisionId,
  }: {
    readonly question: QuestionDetails;
    readonly studentId: string;
    readonly now: Instant;
    readonly decisionId: number;
  },
): Promise<void> {
  const identity = { studentId, createdAt: now, decisionId };
  if (question.email !== null) await addIdentity(db, { ...identity, kind: "e-mail", value: question.email });
  // Beside an e-mail the name may still be one that several students bear, or a device's.
  const isOwn = question.reason !== "ambiguous" && namesSomebody(question.zoomName);
  if (isOwn) await addIdentity(db, { ...identity, kind: "zoom name", value: question.zoomName });
}

/** The stays of nobody known that a question is about. */
async function staysOf(db: Db, question: QuestionDetails): Promise<readonly GroupStay[]> {
  const where = question.scope === "session" ? { sessionIds: [question.sessionId] } : { groupIds: [question.groupId] };
  const stays = await listGroupStays(db, { unrecognised: true, ...where });
  return stays.filter((stay) => questionKey({ ...stay, scope: question.scope }) === question.key);
}

async function staysMeant(
  db: Db,
  question: QuestionDetails,
  stay: number | undefined,
): Promise<Result<readonly GroupStay[]>> {
  const stays = await staysOf(db, question);
  if (stay !== undefined) {
    const one = stays[stay - 1];
    return one === undefined ? failed(noSuchStay(String(stay))) : ok([one]);
  }
  if (question.scope === "name" || !overlap(stays)) return ok(stays);
  return failed(severalAtOnce(stays.map((one) => `${one.joinedAt.toString()} – ${one.leftAt.toString()}`)));
}
