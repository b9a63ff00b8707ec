import { inTransaction, type Db } from "#database/open.ts";
import { planMessage } from "#features/messages/plan-message.ts";
import type { WakeSender } from "#features/messages/ports.ts";
import type { School } from "#features/school/rules.ts";
import type { Instant } from "#lib/clock.ts";
import { chatId } from "#lib/ids.ts";

import { markNudged } from "./choice-store.ts";
import { listSilentStudents, type SilentStudent } from "./silent-store.ts";
import { nudgeHtml } from "./why-rules.ts";

/** Silence that calls for a word, in hours. */
export const silentHours = 48;
/** The least time between two words to one student. */
const hoursBetween = 7 * 24;

/** Worth reading for a day. */
const worthHours = 24;

/**
 * Writes a private word to each student who was silent for 48 hours, asked for it and started the bot, at most once
 * a week. Gives the others, for the operator to look after.
 */
export async function nudgeSilent({
  db,
  now,
  school,
  wake,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly school: School;
  readonly wake: WakeSender;
}): Promise<{ readonly nudged: number; readonly others: readonly SilentStudent[] }> {
  const silent = await listSilentStudents(db, {
    since: now.subtract({ hours: silentHours }),
    nudgedBefore: now.subtract({ hours: hoursBetween }),
    now,
  });
  const others: SilentStudent[] = [];
  let nudged = 0;
  for (const student of silent) {
    const chat = student.chatId === null ? undefined : chatId(student.chatId);
    if (chat === undefined || !student.wantsNudges) {
      others.push(student);
      continue;
    }
    await inTransaction(db, async (tx) => {
      await markNudged(tx, student.studentId, now);
      const html = nudgeHtml(student, school.name);
      await planMessage({
        db: tx,
        now,
        wake,
        message: {
          kind: "nudge",
          key: now.toString({ smallestUnit: "second" }),
          to: { chat },
          content: { form: "text", html },
          language: student.language,
          dueAt: now,
          expiresAt: now.add({ hours: worthHours }),
        },
      });
    });
    nudged += 1;
  }
  return { nudged, others };
}
