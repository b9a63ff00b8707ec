import { inTransaction } from "#database/open.ts";
import { forgetOldMessages } from "#features/messages/privacy-store.ts";
import { forgetOldTraces, listUnseen } from "#features/participation/privacy-store.ts";
import { eraseStudent } from "./erase-student.ts";
import type { App } from "./parts.ts";

/** Students erased in one go, at most: the rest follows the next time. */
const studentsAtOnce = 100;

/** What was forgotten. */
export interface Forgotten {
  /** Stays, questions and private messages that lost what names somebody. */
  readonly traces: number;
  readonly students: number;
}

/**
 * Erases personal traces older than the school keeps them, and students who did nothing since; points and ranks stay,
 * without a name. Nothing when the school keeps them for ever.
 */
export async function forgetOld(app: App): Promise<Forgotten> {
  const { keepDays } = app.config.people;
  if (keepDays === 0) return { traces: 0, students: 0 };
  const now = app.clock.now();
  const before = now.subtract({ hours: 24 * keepDays });
  return await inTransaction(app.database.db, async (tx) => {
    const unseen = await listUnseen(tx, before, studentsAtOnce);
    for (const studentId of unseen) {
      await eraseStudent({ db: tx, now, by: "retention", studentId, language: app.config.school.language });
    }
    const traces =
      (await forgetOldTraces(tx, before)) + (await forgetOldMessages(tx, before, app.config.telegram?.adminChat));
    return { traces, students: unseen.length };
  });
}
