import type { Db } from "#database/open.ts";
import { answerQuestion } from "#features/participation/answer-question.ts";
import { correctAttendance } from "#features/participation/correct-attendance.ts";
import {
  listDecisions,
  listQuestions,
  type DecisionRow,
  type QuestionDetails,
} from "#features/participation/identity-store.ts";
import { listWeekFigures } from "#features/participation/overview-store.ts";
import { refreshInbox } from "#features/participation/refresh-inbox.ts";
import { listAllCorrections, listSheet } from "#features/participation/register-store.ts";
import { undoCorrection } from "#features/participation/undo-correction.ts";
import { undoDecision } from "#features/participation/undo-decision.ts";
import { listIdentities, listRowsOf } from "#features/roster/student-store.ts";

import { coachRoutes } from "./coach-routes.ts";
import { daysIn } from "./days-in.ts";
import { actorOf, guarded, toldOf, type RouteContext } from "./guard.ts";
import { sheetLine } from "./sheet-line.ts";
import { whoDid } from "#app/who-did.ts";

/** Lines of the register that are shown at once, at most. */
const mostLines = 2_000;
/** Questions and decisions that are shown at once, at most. */
const mostQuestions = 500;
const mostDecisions = 50;

/** The routes of attendance and of names in Zoom. */
export const participationRoutes = guarded.participation.router({
  ...coachRoutes,
  questions: guarded.participation.questions.handler(async ({ context }) => {
    const { app } = context;
    const { db } = app.database;
    await refreshInbox({ db, now: app.clock.now() });
    const questions = await listQuestions(db, { states: ["open"], limit: mostQuestions });
    const ids = questions.flatMap((one) => one.proposals.map((proposal) => proposal.studentId));
    const names = await namesOf(db, ids);
    const shown = questions.map((one) => shownQuestion(one, names));
    const namesakes = shown.flatMap((one) => namesakesOf(one.proposals));
    const identities = await listIdentities(db, [...new Set(namesakes)]);
    return {
      questions: shown.map((one) => ({
        ...one,
        proposals: one.proposals.map((proposal) => ({
          ...proposal,
          knownBy: namesakesOf(one.proposals).includes(proposal.studentId)
            ? identities
                .filter(({ studentId }) => studentId === proposal.studentId)
                .map(({ kind, value }) => ({ kind, value }))
            : [],
        })),
      })),
      decisions: await shownDecisions(db, await listDecisions(db, { limit: mostDecisions })),
    };
  }),
  answer: guarded.participation.answer.handler(async ({ context, input, errors }) => {
    const { id, answer, stay } = input;
    const decided = await answerQuestion({ ...judge(context), questionId: id, answer, stay });
    if (!decided.ok) throw errors.REFUSED(toldOf(decided.failure));
    return { decisionId: decided.value.decisionId, stays: decided.value.stays };
  }),
  undoDecision: guarded.participation.undoDecision.handler(async ({ context, input, errors }) => {
    const undone = await undoDecision({ ...judge(context), decisionId: input.id });
    if (!undone.ok) throw errors.REFUSED(toldOf(undone.failure));
    return {};
  }),
  attendance: guarded.participation.attendance.handler(async ({ context, input }) => {
    const { app } = context;
    const { absent, from, to, ...who } = input;
    // One student or one session is looked at whole, whenever it was.
    const isNarrow = who.studentId !== undefined || who.sessionId !== undefined;
    const days = isNarrow && from === undefined && to === undefined ? {} : daysIn(app, input, { before: 7, after: 0 });
    const rows = await listSheet(app.database.db, {
      ...who,
      ...days,
      ...(absent === undefined ? {} : { present: false }),
      limit: mostLines + 1,
    });
    return { lines: rows.slice(0, mostLines).map(sheetLine), isCut: rows.length > mostLines };
  }),
  correct: guarded.participation.correct.handler(async ({ context, input, errors }) => {
    const corrected = await correctAttendance({ ...judge(context), ...input, minutes: input.minutes });
    if (!corrected.ok) {
      const { failure } = corrected;
      throw errors.REFUSED(toldOf(input.reason.trim() === "" ? { ...failure, place: "reason" } : failure));
    }
    return { id: corrected.value };
  }),
  undoCorrection: guarded.participation.undoCorrection.handler(async ({ context, input, errors }) => {
    const undone = await undoCorrection({ ...judge(context), correctionId: input.id });
    if (!undone.ok) throw errors.REFUSED(toldOf(undone.failure));
    return {};
  }),
  studentHistory: guarded.participation.studentHistory.handler(async ({ context, input }) => {
    const { db } = context.app.database;
    const rows = (await listRowsOf(db, [input.id])).map((row) => row.id);
    const who = await whoDid(db);
    const filter = { studentIds: rows, limit: 200 };
    const corrections = await listAllCorrections(db, filter);
    return {
      decisions: rows.length === 0 ? [] : await shownDecisions(db, await listDecisions(db, filter)),
      corrections: (rows.length === 0 ? [] : corrections).map((one) => ({
        id: one.id,
        sessionId: one.sessionId,
        present: one.present,
        minutes: one.minutes,
        reason: one.reason,
        by: who(one.by),
        at: one.at.toString(),
        undoneAt: one.undoneAt?.toString() ?? null,
      })),
    };
  }),
  trend: guarded.participation.trend.handler(async ({ context, input }) => {
    const { app } = context;
    const zone = app.config.school.timeZone;
    const until = app.clock.now();
    const today = until.toZonedDateTimeISO(zone).toPlainDate();
    const monday = today.subtract({ days: today.dayOfWeek - 1, weeks: input.weeks - 1 });
    const mondays = Array.from({ length: input.weeks }, (_, index) => monday.add({ weeks: index }));
    const beginnings = mondays.map((day) => day.toZonedDateTime(zone).toInstant());
    const figures = await listWeekFigures(app.database.db, { groupId: input.groupId, beginnings, until });
    return figures.map((figure, index) => ({ week: mondays[index]?.toString() ?? "", ...figure }));
  }),
});

function judge(context: RouteContext) {
  const { app } = context;
  return { db: app.database.db, now: app.clock.now(), by: actorOf(context), rules: app.config.attendance };
}

async function namesOf(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  return new Map((await listRowsOf(db, [...new Set(ids)])).map((row) => [row.id, row.displayName]));
}

/** Those of whom another of the same name is proposed beside them. */
function namesakesOf(proposals: readonly { readonly studentId: string; readonly name: string }[]): readonly string[] {
  return proposals
    .filter((one) => proposals.filter(({ name }) => name === one.name).length > 1)
    .map(({ studentId }) => studentId);
}

function shownQuestion(question: QuestionDetails, names: ReadonlyMap<string, string>) {
  const { id, groupId, groupTitle, scope, zoomName, email, reason, proposals, refusedBy, firstAt, lastAt } = question;
  return {
    id,
    groupId,
    groupTitle,
    scope,
    zoomName,
    email,
    reason,
    proposals: proposals
      .filter((one) => !refusedBy.includes(one.studentId))
      .map(({ studentId, likeness }) => ({ studentId, likeness, name: names.get(studentId) ?? "" })),
    firstAt: firstAt.toString(),
    lastAt: lastAt.toString(),
  };
}

async function shownDecisions(db: Db, rows: readonly DecisionRow[]) {
  const who = await whoDid(db);
  const names = await namesOf(
    db,
    rows.flatMap((row) => row.studentId ?? []),
  );
  const about = rows.flatMap((row) => row.questionId ?? []);
  const questions = about.length === 0 ? [] : await listQuestions(db, { ids: about });
  const zoomNames = new Map(questions.map((one) => [one.id, one.zoomName]));
  return rows.map(({ id, at, by, kind, studentId, questionId, undoneAt }) => ({
    id,
    at: at.toString(),
    by: who(by),
    kind,
    studentId,
    student: studentId === null ? null : (names.get(studentId) ?? null),
    zoomName: questionId === null ? null : (zoomNames.get(questionId) ?? null),
    undoneAt: undoneAt?.toString() ?? null,
  }));
}
