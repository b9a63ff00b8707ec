import type { Db } from "#database/open.ts";
import type { Heard } from "#features/roster/ports.ts";
import { ensureMembership, ensureStudent } from "#features/roster/store.ts";
import type { Instant } from "#lib/clock.ts";

import { addHeardMessage } from "./store.ts";

/**
 * Counts a message that somebody wrote in a group, once however often its update comes.
 *
 * Its author becomes a student of the group. Texts never come this far.
 */
export async function countMessage({
  db,
  now,
  groupId,
  heard,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly groupId: string;
  readonly heard: Extract<Heard, { readonly kind: "message" }>;
}): Promise<void> {
  const studentId = await ensureStudent(db, { kind: "telegram", value: heard.from.id, name: heard.from.name }, now);
  await ensureMembership(db, groupId, studentId, now);
  await addHeardMessage(db, {
    groupId,
    // A group that got a new id counts its messages from 1 again.
    telegramMessageId: `${heard.chatId}:${heard.messageId}`,
    studentId,
    at: heard.at,
  });
}
