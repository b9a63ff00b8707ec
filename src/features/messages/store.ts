import { and, asc, count, eq, inArray } from "drizzle-orm";
import { createHash } from "node:crypto";

import { inTransaction, type Db } from "#database/open.ts";
import type { Language } from "#lib/bilingual.ts";
import { isBefore, type Instant } from "#lib/clock.ts";
import { newId } from "#lib/ids.ts";

import type { MessageButton, MessageContent, MessageFile, MessageKind } from "./rules.ts";
import { files, messageFiles, messages } from "./tables.ts";

export type MessageRow = typeof messages.$inferSelect;

/** What came of planning a message. */
export type PlanOutcome = "added" | "changed" | "unchanged" | "kept";

/** A message as it is written into the outbox. */
export interface Draft {
  readonly kind: MessageKind;
  readonly subject: string;
  readonly groupId: string | null;
  readonly chatId: string;
  readonly content: MessageContent;
  readonly language: Language;
  readonly dueAt: Instant;
  readonly expiresAt: Instant;
  readonly priority: number;
  readonly waitsForRun: boolean;
}

/** Puts a message into the outbox unless one of this kind, subject and recipient is there; says whether it was. */
export async function addMessage(db: Db, draft: Draft, now: Instant): Promise<boolean> {
  const { content, kind, subject, groupId, chatId, language, dueAt, expiresAt, priority, waitsForRun } = draft;
  return await inTransaction(db, async (tx) => {
    const id = newId();
    const columns = { kind, subject, groupId, chatId, language, dueAt, expiresAt, priority, waitsForRun };
    const added = await tx
      .insert(messages)
      .values({
        id,
        ...columns,
        ...columnsOf(content),
        state: "planned",
        tries: 0,
        createdAt: now,
        updatedAt: now,
      })
      .onConflictDoNothing()
      .returning({ id: messages.id });
    if (added.length === 0) return false;
    await attachFiles(tx, id, filesOf(content), now);
    return true;
  });
}

/** Rewrites the message of the draft's kind, subject and recipient, where it has not left and something differs. */
export async function replaceMessage(db: Db, draft: Draft, now: Instant): Promise<PlanOutcome> {
  return await inTransaction(db, async (tx) => {
    const [row] = await tx
      .select()
      .from(messages)
      .where(
        and(
          eq(messages.kind, draft.kind),
          eq(messages.subject, draft.subject),
          draft.groupId === null ? eq(messages.chatId, draft.chatId) : eq(messages.groupId, draft.groupId),
        ),
      )
      .for("update");
    if (row === undefined) return "kept";
    const isSame = await holds(tx, row, draft);
    if (row.state !== "planned" && row.state !== "held" && row.state !== "cancelled" && row.state !== "expired") {
      return isSame ? "unchanged" : "kept";
    }
    if (isSame && (row.state === "planned" || row.state === "held")) return "unchanged";
    // One that came too late stays so, unless it is worth something again.
    if (row.state === "expired" && !isBefore(now, draft.expiresAt)) return "unchanged";
    const { content, chatId, language, dueAt, expiresAt, priority, waitsForRun } = draft;
    await tx
      .update(messages)
      .set({
        chatId,
        language,
        dueAt,
        expiresAt,
        priority,
        waitsForRun,
        ...columnsOf(content),
        state: row.state === "held" ? "held" : "planned",
        failure: null,
        updatedAt: now,
      })
      .where(eq(messages.id, row.id));
    await tx.delete(messageFiles).where(eq(messageFiles.messageId, row.id));
    await attachFiles(tx, row.id, filesOf(content), now);
    return "changed";
  });
}

/** Whether a row says what the draft says, files included. */
async function holds(db: Db, row: MessageRow, draft: Draft): Promise<boolean> {
  const wanted = columnsOf(draft.content);
  const isSameText =
    row.html === wanted.html &&
    row.form === wanted.form &&
    row.chatId === draft.chatId &&
    row.dueAt.equals(draft.dueAt) &&
    row.expiresAt.equals(draft.expiresAt) &&
    JSON.stringify(row.buttons) === JSON.stringify(wanted.buttons) &&
    JSON.stringify(row.forwarded) === JSON.stringify(wanted.forwarded);
  if (!isSameText) return false;
  const carried = await db
    .select({ fileId: messageFiles.fileId })
    .from(messageFiles)
    .where(eq(messageFiles.messageId, row.id))
    .orderBy(asc(messageFiles.position));
  return carried.map((file) => file.fileId).join() === filesOf(draft.content).map(fingerprint).join();
}

function columnsOf(content: MessageContent) {
  const isForward = content.form === "forward";
  const buttons: readonly (readonly MessageButton[])[] | undefined = "buttons" in content ? content.buttons : undefined;
  return {
    form: content.form,
    html: isForward ? "" : (content.html ?? ""),
    buttons: buttons ?? null,
    forwarded: isForward ? { fromChat: content.fromChat, messageIds: content.messageIds } : null,
  };
}

function filesOf(content: MessageContent): readonly MessageFile[] {
  if (content.form === "picture") return [content.picture];
  if (content.form === "document") return [content.document];
  return content.form === "album" ? content.pictures : [];
}

function fingerprint(file: MessageFile): string {
  return createHash("sha256").update(file.bytes).digest("hex");
}

async function attachFiles(db: Db, messageId: string, carried: readonly MessageFile[], now: Instant): Promise<void> {
  for (const [position, file] of carried.entries()) {
    const fileId = fingerprint(file);
    const { mediaType, name } = file;
    await db.insert(files).values({ id: fileId, mediaType, bytes: file.bytes, createdAt: now }).onConflictDoNothing();
    await db.insert(messageFiles).values({ messageId, position, fileId, name });
  }
}

/** The messages of one kind about these subjects. */
export async function findMessages(
  db: Db,
  kind: MessageKind,
  subjects: readonly string[],
): Promise<readonly MessageRow[]> {
  if (subjects.length === 0) return [];
  return await db
    .select()
    .from(messages)
    .where(and(eq(messages.kind, kind), inArray(messages.subject, [...subjects])));
}

export async function cancelMessage(db: Db, id: string, now: Instant): Promise<boolean> {
  const changed = await db
    .update(messages)
    .set({ state: "cancelled", updatedAt: now })
    .where(and(eq(messages.id, id), inArray(messages.state, ["planned", "held"])))
    .returning({ id: messages.id });
  return changed.length > 0;
}

/** A group's messages follow it to its new chat. */
export async function redirectMessages(db: Db, groupId: string, chatId: string): Promise<void> {
  await db
    .update(messages)
    .set({ chatId })
    .where(and(eq(messages.groupId, groupId), inArray(messages.state, ["planned", "sending", "held"])));
}

/** Messages that Telegram has taken, in the order in which it did. */
export async function listSent(db: Db): Promise<readonly MessageRow[]> {
  return await db.select().from(messages).where(eq(messages.state, "sent")).orderBy(asc(messages.sentAt));
}

export async function countByState(db: Db): Promise<ReadonlyMap<string, number>> {
  const rows = await db.select({ state: messages.state, howMany: count() }).from(messages).groupBy(messages.state);
  return new Map(rows.map((row) => [row.state, row.howMany]));
}
