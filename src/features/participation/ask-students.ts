import { inTransaction, type Db } from "#database/open.ts";
import { planMessage } from "#features/messages/plan-message.ts";
import type { WakeSender } from "#features/messages/ports.ts";
import { listGroups } from "#features/roster/store.ts";
import { listPrivateChats } from "#features/roster/student-store.ts";
import type { School } from "#features/school/rules.ts";
import { isBefore, type Instant } from "#lib/clock.ts";
import { chatId } from "#lib/ids.ts";

import { candidateFor } from "./decision-rules.ts";
import { changeQuestions, listQuestions } from "./identity-store.ts";
import { wasThisYou } from "./texts.ts";

/** A student who did not answer for so many days is not waited for any more: the operator answers. */
const daysToAnswer = 3;

/**
 * Asks students in private whether a name in Zoom was theirs, as long as they let the bot write to them: for each
 * open question the student most alike, one question a student at a time. Says how many were asked.
 */
export async function askStudents({
  db,
  now,
  school,
  wake,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly school: School;
  readonly wake: WakeSender;
}): Promise<number> {
  return await inTransaction(db, async (tx) => {
    const open = await listQuestions(tx, { states: ["open"] });
    const proposed = open.flatMap((one) => one.proposals.map((proposal) => proposal.studentId));
    const chats = new Map(
      (await listPrivateChats(tx, [...new Set(proposed)])).map((one) => [one.studentId, one.chatId]),
    );
    const groups = new Map((await listGroups(tx)).map((group) => [group.id, group]));
    const busy = new Set(open.flatMap((one) => one.askedId ?? []));
    let asked = 0;
    for (const question of open) {
      // Whoever was asked and said nothing is not asked again, and nobody else instead of them.
      if (question.askedAt !== null || isBefore(question.lastAt, now.subtract({ hours: 24 * daysToAnswer }))) continue;
      const studentId = candidateFor(question);
      const chat = chatId(chats.get(studentId ?? "") ?? "");
      const group = groups.get(question.groupId);
      if (studentId === undefined || chat === undefined || group === undefined || busy.has(studentId)) continue;
      busy.add(studentId);
      await planMessage({
        db: tx,
        now,
        wake,
        message: {
          kind: "question",
          key: `identity ${question.id} ${studentId}`,
          to: { chat },
          content: wasThisYou(question, group.title, group.language, school.timeZone),
          language: group.language,
          dueAt: now,
          expiresAt: now.add({ hours: 24 * daysToAnswer }),
        },
      });
      await changeQuestions(tx, [question.id], { askedId: studentId, askedAt: now });
      asked += 1;
    }
    return asked;
  });
}
