import { and, asc, eq, gt, inArray, isNull, lte, or } from "drizzle-orm";

import type { Db } from "#database/open.ts";
import { groups } from "#features/roster/tables.ts";
import type { Instant } from "#lib/clock.ts";
import type { Failure } from "#lib/failure.ts";
import type { ChatId } from "#lib/ids.ts";

import type { OutgoingContent, OutgoingFile, Receipt } from "./ports.ts";
import { mostTries, type DeliveryOutcome, type MessageKind } from "./rules.ts";
import type { MessageRow } from "./store.ts";
import { deliveries, files, messageFiles, messages } from "./tables.ts";

export type DeliveryRow = typeof deliveries.$inferSelect;

/** What may leave now, most urgent first, with the title of its group. */
export async function listDueMessages(
  db: Db,
  kinds: readonly MessageKind[] | "all but runs",
  now: Instant,
): Promise<readonly (MessageRow & { readonly groupTitle: string })[]> {
  // A group that cannot be written to is not tried each morning; what is worthless by now is still put away.
  const isWritable = or(isNull(messages.groupId), eq(groups.active, true), lte(messages.expiresAt, now));
  const which = kinds === "all but runs" ? eq(messages.waitsForRun, false) : inArray(messages.kind, [...kinds]);
  const rows = await db
    .select({ message: messages, groupTitle: groups.title })
    .from(messages)
    .leftJoin(groups, eq(groups.id, messages.groupId))
    .where(and(eq(messages.state, "planned"), which, lte(messages.dueAt, now), isWritable))
    .orderBy(asc(messages.priority), asc(messages.dueAt), asc(messages.number));
  return rows.map(({ message, groupTitle }) => ({ ...message, groupTitle: groupTitle ?? "" }));
}

/** What a message is to Telegram; the bytes of a file are read only when Telegram does not keep it yet. */
export async function readContent(db: Db, message: MessageRow, html: string): Promise<OutgoingContent> {
  const buttons = message.buttons === null ? {} : { buttons: message.buttons };
  if (message.form === "text") return { form: "text", html, ...buttons };
  if (message.form === "forward") {
    return { form: "forward", ...(message.forwarded ?? { fromChat: "", messageIds: [] }) };
  }
  const carried = await readFiles(db, message.id);
  if (message.form === "album") return { form: "album", files: carried, html };
  const [file] = carried;
  if (file === undefined) throw new Error(`message ${message.id} has lost its file`);
  return { form: message.form, file, html, ...buttons };
}

async function readFiles(db: Db, messageId: string): Promise<readonly OutgoingFile[]> {
  const rows = await db
    .select({
      fileId: messageFiles.fileId,
      name: messageFiles.name,
      mediaType: files.mediaType,
      known: files.telegramFileId,
    })
    .from(messageFiles)
    .innerJoin(files, eq(files.id, messageFiles.fileId))
    .where(eq(messageFiles.messageId, messageId))
    .orderBy(asc(messageFiles.position));
  const outgoing: OutgoingFile[] = [];
  for (const { fileId, name, mediaType, known } of rows) {
    const source = known === null ? await readBytes(db, fileId) : { telegramFileId: known };
    outgoing.push({ name, mediaType, source });
  }
  return outgoing;
}

async function readBytes(db: Db, fileId: string): Promise<Uint8Array> {
  const [row] = await db.select({ bytes: files.bytes }).from(files).where(eq(files.id, fileId));
  if (row === undefined) throw new Error(`file ${fileId} is lost`);
  return row.bytes;
}

/** Telegram keeps these files now: what carries them next need not send their bytes. */
async function rememberFiles(db: Db, messageId: string, receipt: Receipt): Promise<void> {
  for (const [position, telegramFileId] of receipt.fileIds.entries()) {
    const [carried] = await db
      .select({ fileId: messageFiles.fileId })
      .from(messageFiles)
      .where(and(eq(messageFiles.messageId, messageId), eq(messageFiles.position, position)));
    if (carried !== undefined) await db.update(files).set({ telegramFileId }).where(eq(files.id, carried.fileId));
  }
}

/** Tries that a crash or a lost answer left without an end. */
export async function listUnfinished(db: Db): Promise<readonly MessageRow[]> {
  return await db.select().from(messages).where(eq(messages.state, "sending")).orderBy(asc(messages.updatedAt));
}

/** Commits the try before the request leaves. Run it in a transaction. */
export async function beginDelivery(
  db: Db,
  message: MessageRow,
  chat: ChatId,
  mode: DeliveryRow["mode"],
  now: Instant,
): Promise<number> {
  const number = message.tries + 1;
  await db.update(messages).set({ state: "sending", tries: number, updatedAt: now }).where(eq(messages.id, message.id));
  await db
    .insert(deliveries)
    .values({ messageId: message.id, try: number, chatId: chat, mode, startedAt: now, outcome: "in flight" });
  return number;
}

/** Commits how a try ended and what the message is now. Run it in a transaction. */
export async function endDelivery(
  db: Db,
  end: {
    readonly messageId: string;
    readonly try: number;
    readonly outcome: DeliveryOutcome;
    readonly state: MessageRow["state"];
    readonly now: Instant;
    readonly receipt?: Receipt | undefined;
    readonly failure?: Failure | undefined;
    /** When a message goes back to `planned`: not before this instant. */
    readonly dueAt?: Instant | undefined;
  },
): Promise<void> {
  const ids = end.receipt === undefined ? {} : { telegramMessageIds: [...end.receipt.messageIds] };
  await db
    .update(deliveries)
    .set({ outcome: end.outcome, endedAt: end.now, failure: end.failure ?? null, ...ids })
    .where(and(eq(deliveries.messageId, end.messageId), eq(deliveries.try, end.try)));
  await db
    .update(messages)
    .set({
      state: end.state,
      updatedAt: end.now,
      failure: end.failure ?? null,
      ...ids,
      ...(end.receipt === undefined ? {} : { sentChatId: end.receipt.chatId }),
      ...(end.state === "sent" ? { sentAt: end.now } : {}),
      ...(end.dueAt === undefined ? {} : { dueAt: end.dueAt }),
    })
    .where(eq(messages.id, end.messageId));
  if (end.receipt !== undefined) await rememberFiles(db, end.messageId, end.receipt);
}

export async function expireMessage(db: Db, id: string, now: Instant): Promise<void> {
  await db.update(messages).set({ state: "expired", updatedAt: now }).where(eq(messages.id, id));
}

/** When messages left during the last minute, oldest first, with their chats: the pace goes on after a restart. */
export async function listRecentStarts(
  db: Db,
  since: Instant,
): Promise<readonly { readonly chatId: string; readonly startedAt: Instant }[]> {
  return await db
    .select({ chatId: deliveries.chatId, startedAt: deliveries.startedAt })
    .from(deliveries)
    .where(and(gt(deliveries.startedAt, since), or(eq(deliveries.mode, "live"), eq(deliveries.mode, "test group"))))
    .orderBy(asc(deliveries.startedAt));
}

/** Whether an unfinished message may be tried once more. */
export function hasTriesLeft(message: MessageRow): boolean {
  return message.tries < mostTries;
}
