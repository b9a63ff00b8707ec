import { inTransaction } from "#database/open.ts";
import { forgetOldZoomEvents } from "#features/meetings/event-store.ts";
import { forgetOldFiles, forgetOldMessages } from "#features/messages/privacy-store.ts";
import { forgetOldTraces, listUnseen } from "#features/participation/privacy-store.ts";
import { eraseStudent } from "./erase-student.ts";
import type { App } from "./parts.ts";

/** Students erased in one go, at most: the rest follows the next time. */
const studentsAtOnce = 100;

/** What Zoom tells by webhook completes its reports, which are there for thirty days (facts: Zoom, Creating). */
const eventDays = 35;

/** What was forgotten. */
export interface Forgotten {
  /** What Zoom told by webhook, stays, questions and private messages that lost what names somebody. */
  readonly traces: number;
  readonly students: number;
  /** Pictures and documents of messages whose bytes were let go. */
  readonly files: number;
}

/**
 * Erases personal traces older than the school keeps them, and students who did nothing since; points and ranks stay,
 * without a name. Nothing when the school keeps them for ever. The bytes of old pictures and documents go as well.
 */
export async function forgetOld(app: App): Promise<Forgotten> {
  const { keepDays, keepFilesDays } = app.config.people;
  const now = app.clock.now();
  const { db } = app.database;
  const files = keepFilesDays === 0 ? 0 : await forgetOldFiles(db, now.subtract({ hours: 24 * keepFilesDays }));
  const events = await forgetOldZoomEvents(db, now.subtract({ hours: 24 * eventDays }));
  if (keepDays === 0) return { traces: events, students: 0, files };
  const before = now.subtract({ hours: 24 * keepDays });
  return await inTransaction(db, async (tx) => {
    const unseen = await listUnseen(tx, before, studentsAtOnce);
    for (const studentId of unseen) {
      await eraseStudent({ db: tx, now, by: "retention", studentId, language: app.config.school.language });
    }
    const traces =
      (await forgetOldTraces(tx, before)) + (await forgetOldMessages(tx, before, app.config.telegram?.adminChat));
    return { traces: traces + events, students: unseen.length, files };
  });
}
