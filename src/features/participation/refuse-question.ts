import { inTransaction, type Db } from "#database/open.ts";

import { changeQuestions, listQuestions } from "./identity-store.ts";

/**
 * A student says that a name in Zoom is not them: they are not proposed for it again. The question stays open for
 * the others. False when there is no such open question.
 */
export async function refuseQuestion({
  db,
  questionId,
  studentId,
}: {
  readonly db: Db;
  readonly questionId: number;
  readonly studentId: string;
}): Promise<boolean> {
  return await inTransaction(db, async (tx) => {
    const [question] = await listQuestions(tx, { ids: [questionId], states: ["open"] });
    if (question === undefined) return false;
    const refusedBy = [...new Set([...question.refusedBy, studentId])];
    await changeQuestions(tx, [questionId], { refusedBy, askedId: null, askedAt: null });
    return true;
  });
}
