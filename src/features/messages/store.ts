import { and, asc, count, eq, gt, inArray, lte, or } from "drizzle-orm";

import type { Db } from "#database/open.ts";
import { groups } from "#features/roster/tables.ts";
import type { Instant } from "#lib/clock.ts";
import type { Failure } from "#lib/failure.ts";
import { newId, type ChatId } from "#lib/ids.ts";

import { mostTries, priorities, type DeliveryOutcome, type MessageKind } from "./rules.ts";
import { deliveries, messages } from "./tables.ts";

export type MessageRow = typeof messages.$inferSelect;
export type DeliveryRow = typeof deliveries.$inferSelect;

export interface Draft {
  readonly kind: MessageKind;
  readonly subject: string;
  readonly groupId: string | null;
  readonly chatId: string;
  readonly html: string;
  readonly dueAt: Instant;
  readonly expiresAt: Instant;
}

/** Puts a message into the outbox unless one of this kind, subject and chat is there; says whether it was added. */
export async function addMessage(db: Db, draft: Draft, now: Instant): Promise<boolean> {
  const added = await db
    .insert(messages)
    .values({
      id: newId(),
      ...draft,
      state: "planned",
      priority: priorities[draft.kind],
      tries: 0,
      createdAt: now,
      updatedAt: now,
    })
    .onConflictDoNothing()
    .returning({ id: messages.id });
  return added.length > 0;
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

/** Rewrites a message that has not left; false when it has. */
export async function rewriteMessage(
  db: Db,
  id: string,
  draft: Pick<Draft, "html" | "dueAt" | "expiresAt" | "chatId" | "groupId">,
  now: Instant,
): Promise<boolean> {
  const changed = await db
    .update(messages)
    .set({ ...draft, state: "planned", failure: null, updatedAt: now })
    .where(and(eq(messages.id, id), inArray(messages.state, ["planned", "cancelled", "expired"])))
    .returning({ id: messages.id });
  return changed.length > 0;
}

export async function cancelMessage(db: Db, id: string, now: Instant): Promise<boolean> {
  const changed = await db
    .update(messages)
    .set({ state: "cancelled", updatedAt: now })
    .where(and(eq(messages.id, id), inArray(messages.state, ["planned", "held"])))
    .returning({ id: messages.id });
  return changed.length > 0;
}

/** What may leave now, most urgent first, with the title of its group. */
export async function listDueMessages(
  db: Db,
  kinds: readonly MessageKind[],
  now: Instant,
): Promise<readonly (MessageRow & { readonly groupTitle: string })[]> {
  const rows = await db
    .select({ message: messages, groupTitle: groups.title })
    .from(messages)
    .leftJoin(groups, eq(groups.id, messages.groupId))
    .where(and(eq(messages.state, "planned"), inArray(messages.kind, [...kinds]), lte(messages.dueAt, now)))
    .orderBy(asc(messages.priority), asc(messages.dueAt), asc(messages.createdAt), asc(messages.id));
  return rows.map(({ message, groupTitle }) => ({ ...message, groupTitle: groupTitle ?? "" }));
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
    readonly telegramMessageId?: string | undefined;
    readonly failure?: Failure | undefined;
    /** When a message goes back to `planned`: not before this instant. */
    readonly dueAt?: Instant | undefined;
  },
): Promise<void> {
  await db
    .update(deliveries)
    .set({
      outcome: end.outcome,
      endedAt: end.now,
      telegramMessageId: end.telegramMessageId ?? null,
      failure: end.failure ?? null,
    })
    .where(and(eq(deliveries.messageId, end.messageId), eq(deliveries.try, end.try)));
  await db
    .update(messages)
    .set({
      state: end.state,
      updatedAt: end.now,
      failure: end.failure ?? null,
      ...(end.telegramMessageId === undefined ? {} : { telegramMessageId: end.telegramMessageId }),
      ...(end.state === "sent" ? { sentAt: end.now } : {}),
      ...(end.dueAt === undefined ? {} : { dueAt: end.dueAt }),
    })
    .where(eq(messages.id, end.messageId));
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

/** Whether an unfinished message may be tried once more. */
export function hasTriesLeft(message: MessageRow): boolean {
  return message.tries < mostTries;
}
