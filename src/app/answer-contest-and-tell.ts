import { inTransaction } from "#database/open.ts";
import { planMessage } from "#features/messages/plan-message.ts";
import { answerContest } from "#features/rankings/answer-contest.ts";
import type { ContestRow } from "#features/rankings/contest-store.ts";
import { contestAnswerHtml } from "#features/rankings/why-rules.ts";
import { listPrivateChats } from "#features/roster/student-store.ts";
import type { Result } from "#lib/failure.ts";
import { chatId } from "#lib/ids.ts";
import type { App } from "./parts.ts";

/** A private answer waits so long for its student, in hours. */
const worthHours = 72;

/** Answers a contest and, in the same transaction, writes the answer to the student where the bot may. */
export async function answerContestAndTell(
  app: App,
  answer: {
    readonly id: number;
    readonly accepted: boolean;
    readonly points: number;
    readonly answer: string;
    readonly by: string;
  },
): Promise<Result<ContestRow>> {
  const now = app.clock.now();
  const { language } = app.config.school;
  return await inTransaction(app.database.db, async (tx) => {
    const answered = await answerContest({ db: tx, now, ...answer });
    if (!answered.ok) return answered;
    const [chat] = await listPrivateChats(tx, [answered.value.studentId]);
    const to = chat === undefined ? undefined : chatId(chat.chatId);
    if (to !== undefined) {
      await planMessage({
        db: tx,
        now,
        wake: app.wakeSender,
        message: {
          kind: "answer",
          key: `contest ${answer.id}`,
          to: { chat: to },
          content: { form: "text", html: contestAnswerHtml(answered.value, language) },
          language,
          dueAt: now,
          expiresAt: now.add({ hours: worthHours }),
        },
      });
    }
    return answered;
  });
}
