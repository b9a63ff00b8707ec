import type { Db } from "#database/open.ts";
import type { Voice } from "#features/roster/follow-voices.ts";
import { ensureMemberships, ensureStudents } from "#features/roster/store.ts";
import type { Instant } from "#lib/clock.ts";

import { addHeardMessages } from "./store.ts";

/**
 * Counts the messages that people wrote in groups, each once however often its update comes.
 *
 * Their authors become students of the groups. Texts never come this far.
 */
export async function countMessages({
  db,
  now,
  groupOf,
  voices,
}: {
  readonly db: Db;
  readonly now: Instant;
  /** The group of each chat; messages of a chat without one are nobody's. */
  readonly groupOf: ReadonlyMap<string, { readonly id: string }>;
  readonly voices: readonly Voice[];
}): Promise<void> {
  const students = await ensureStudents(
    db,
    voices.map((voice) => voice.from),
    now,
  );
  const heard = voices.flatMap(({ chatId, messageId, from, at }) => {
    const groupId = groupOf.get(chatId)?.id;
    const studentId = students.get(from.id);
    if (groupId === undefined || studentId === undefined) return [];
    // A group that got a new id counts its messages from 1 again.
    return [{ groupId, telegramMessageId: `${chatId}:${messageId}`, studentId, at }];
  });
  await ensureMemberships(db, heard, now);
  await addHeardMessages(db, heard);
}
