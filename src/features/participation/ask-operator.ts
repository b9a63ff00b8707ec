import { inTransaction, type Db } from "#database/open.ts";
import { findPlannedSubjects } from "#features/messages/outbox-store.ts";
import { planMessage } from "#features/messages/plan-message.ts";
import type { WakeSender } from "#features/messages/ports.ts";
import { listRowsOf } from "#features/roster/student-store.ts";
import type { School } from "#features/school/rules.ts";
import { isBefore, type Instant } from "#lib/clock.ts";
import type { ChatId } from "#lib/ids.ts";

import { listQuestions } from "./identity-store.ts";
import { whoWasThis } from "./texts.ts";

/** Names asked about in one evening, at most: the rest is in the inbox, and is asked about on the next ones. */
const questionsAtOnce = 5;

/** A student who was asked has so many days before the operator is. */
const daysForStudent = 2;

/**
 * Asks the admin in their own chat who names in Zoom are, with a button for each likely student: one tap answers.
 *
 * Each name is asked about once. Bare devices are not: nobody can tell. Says how many were asked about.
 */
export async function askOperator({
  db,
  now,
  school,
  adminChat,
  wake,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly school: School;
  readonly adminChat: ChatId;
  readonly wake: WakeSender;
}): Promise<number> {
  return await inTransaction(db, async (tx) => {
    const open = await listQuestions(tx, { states: ["open"] });
    const waiting = open.filter(
      ({ reason, askedAt }) =>
        reason !== "nameless" && (askedAt === null || isBefore(askedAt, now.subtract({ hours: 24 * daysForStudent }))),
    );
    const known = await findPlannedSubjects(tx, "question", waiting.map(subjectOf));
    const unasked = waiting.filter((question) => !known.has(subjectOf(question))).slice(0, questionsAtOnce);
    const ids = new Set(unasked.flatMap((one) => one.proposals.map((proposal) => proposal.studentId)));
    const names = new Map((await listRowsOf(tx, [...ids])).map((row) => [row.id, row.displayName]));
    for (const question of unasked) {
      const likely = question.proposals
        .filter((one) => !question.refusedBy.includes(one.studentId))
        .map((one) => ({ studentId: one.studentId, name: names.get(one.studentId) ?? "?" }));
      await planMessage({
        db: tx,
        now,
        wake,
        message: {
          kind: "question",
          key: subjectOf(question),
          to: { chat: adminChat },
          content: whoWasThis(question, likely, school.language, school.timeZone),
          language: school.language,
          dueAt: now,
          expiresAt: now.add({ hours: 24 * 7 }),
        },
      });
    }
    return unasked.length;
  });
}

/** What the admin's question about a name is called in the outbox. */
function subjectOf({ id }: { readonly id: number }): string {
  return `operator ${id}`;
}
