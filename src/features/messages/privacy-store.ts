import { and, eq, gte, ilike, inArray, isNotNull, isNull, lt, ne, or, sql, type SQL } from "drizzle-orm";

import { literally } from "#database/literally.ts";
import { moment } from "#database/moment.ts";
import { isOneOf } from "#database/many.ts";
import type { Db } from "#database/open.ts";
import type { Instant } from "#lib/clock.ts";
import { forgetName } from "#lib/forget-name.ts";

import { escapeHtml, type MessageKind } from "./rules.ts";
import { corrections, deliveries, files, messageFiles, messages } from "./tables.ts";

/** The kinds whose text or picture names students. */
const naming: readonly MessageKind[] = ["ranking", "badge", "nudge", "question", "answer", "alarm", "digest"];

/** The messages to these private chats, for the person to have. */
export async function readPrivateMessages(db: Db, chatIds: readonly string[]) {
  if (chatIds.length === 0) return [];
  return await db
    .select({ kind: messages.kind, html: messages.html, state: messages.state, sentAt: messages.sentAt })
    .from(messages)
    .where(and(isNull(messages.groupId), isOneOf(messages.chatId, chatIds)))
    .orderBy(messages.createdAt);
}

/**
 * Takes a person from the outbox: what was said to them in private is emptied, what was not yet said never is, and
 * in what was told to groups the name is replaced. Pictures told to these groups are dropped: they show names.
 *
 * A failure goes with the chat that it names. What Telegram has delivered stays in the groups' chats.
 */
export async function forgetInMessages(
  db: Db,
  {
    chatIds,
    names,
    groupIds,
    label,
    now,
  }: {
    readonly chatIds: readonly string[];
    readonly names: readonly string[];
    readonly groupIds: readonly string[];
    readonly label: string;
    readonly now: Instant;
  },
): Promise<void> {
  const mine = and(isNull(messages.groupId), isOneOf(messages.chatId, chatIds));
  if (chatIds.length > 0) {
    await db
      .update(messages)
      .set({ state: "cancelled", updatedAt: now })
      .where(and(mine, inArray(messages.state, ["planned", "held"])));
    await db.update(deliveries).set({ chatId: "erased", failure: null }).where(isOneOf(deliveries.chatId, chatIds));
    await db
      .update(messages)
      .set({ html: "", buttons: null, failure: null, sentChatId: null, chatId: sql`'erased ' || ${messages.id}` })
      .where(mine);
  }
  for (const name of names.filter((one) => one.trim() !== "")) {
    const written = escapeHtml(name);
    const pattern = `%${literally(written)}%`;
    const found = await db
      .select({ id: messages.id, html: messages.html })
      .from(messages)
      .where(and(isOneOf(messages.kind, naming), ilike(messages.html, pattern)));
    for (const { id, html } of found) {
      await db
        .update(messages)
        .set({ html: forgetName(html, [written], label) })
        .where(eq(messages.id, id));
    }
  }
  if (groupIds.length > 0) await dropPictures(db, isOneOf(messages.groupId, groupIds));
}

/** Empties private messages and drops pictures of before; says how many messages changed. */
export async function forgetOldMessages(db: Db, before: Instant, adminChat: string | undefined): Promise<number> {
  const old = await db
    .update(messages)
    .set({ html: "", buttons: null })
    .where(
      and(
        isNull(messages.groupId),
        ne(messages.html, ""),
        lt(messages.createdAt, before),
        inArray(messages.kind, ["question", "nudge", "badge", "answer"]),
        adminChat === undefined ? undefined : ne(messages.chatId, adminChat),
      ),
    )
    .returning({ id: messages.id });
  await dropPictures(db, lt(messages.createdAt, before));
  return old.length;
}

/**
 * Lets go of the bytes of files that no message made or changed since `before` carries, and none that is still to
 * leave; says how many. What Telegram keeps can still be sent by Telegram's own id.
 */
export async function forgetOldFiles(db: Db, before: Instant): Promise<number> {
  const needed = db
    .select({ id: messageFiles.fileId })
    .from(messageFiles)
    .innerJoin(messages, eq(messages.id, messageFiles.messageId))
    .where(
      or(
        inArray(messages.state, ["planned", "held", "sending", "uncertain"]),
        gte(sql`greatest(${messages.updatedAt}, ${messages.dueAt})`, moment(before)),
      ),
    );
  const corrected = db
    .select({ id: sql<string>`${corrections.fileId}` })
    .from(corrections)
    .where(and(isNotNull(corrections.fileId), inArray(corrections.state, ["planned", "sending"])));
  const gone = await db
    .update(files)
    .set({ bytes: new Uint8Array() })
    .where(
      and(
        lt(files.createdAt, before),
        sql`octet_length(${files.bytes}) > 0`,
        sql`${files.id} not in (${needed})`,
        sql`${files.id} not in (${corrected})`,
      ),
    )
    .returning({ id: files.id });
  return gone.length;
}

/** The bytes of pictures that only ended messages carry, among those that fit. */
async function dropPictures(db: Db, which: SQL): Promise<void> {
  const carried = db
    .select({ id: messageFiles.fileId })
    .from(messageFiles)
    .innerJoin(messages, eq(messages.id, messageFiles.messageId))
    .where(
      and(
        which,
        inArray(messages.kind, ["ranking", "badge"]),
        ne(messages.state, "planned"),
        ne(messages.state, "held"),
      ),
    );
  const waiting = db
    .select({ id: messageFiles.fileId })
    .from(messageFiles)
    .innerJoin(messages, eq(messages.id, messageFiles.messageId))
    .where(inArray(messages.state, ["planned", "held", "sending"]));
  await db
    .update(files)
    .set({ bytes: new Uint8Array(), telegramFileId: null })
    .where(and(inArray(files.id, carried), sql`${files.id} not in (${waiting})`));
}
