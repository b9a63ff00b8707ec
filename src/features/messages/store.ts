import { and, asc, count, eq, gt, inArray, lte, sql, type SQL } from "drizzle-orm";

import { isOneOf } from "#database/many.ts";
import type { Db } from "#database/open.ts";
import { sessions } from "#features/sessions/tables.ts";
import type { Instant } from "#lib/clock.ts";
import { newId } from "#lib/ids.ts";

import { copyFiles } from "./files-store.ts";
import { priorities, type MessageKind } from "./rules.ts";
import { messages } from "./tables.ts";

export type MessageRow = typeof messages.$inferSelect;

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
    .where(and(eq(messages.kind, kind), isOneOf(messages.subject, subjects)));
}

/**
 * Of a message that is named by its id: whether it is in one of these states. No index can look this up: with statistics
 * from before a mailing PostgreSQL would find the one message by going through all that are open.
 */
export function isStill(...states: readonly MessageRow["state"][]): SQL {
  return sql`(${inArray(messages.state, states)}) is true`;
}

/** Takes off a message that has not left; says whether it did. Not as a person's word: a later run may plan it anew. */
export async function cancelMessage(db: Db, id: string, now: Instant): Promise<boolean> {
  const changed = await db
    .update(messages)
    .set({ state: "cancelled", updatedAt: now })
    .where(and(eq(messages.id, id), isStill("planned", "held")))
    .returning({ id: messages.id });
  return changed.length > 0;
}

/** Lets the messages of a kind go that are due and still wait for a run; gives how many. */
export async function letGoDue(db: Db, kind: MessageKind, now: Instant): Promise<number> {
  const changed = await db
    .update(messages)
    .set({ waitsForRun: false, updatedAt: now })
    .where(
      and(
        eq(messages.kind, kind),
        eq(messages.state, "planned"),
        eq(messages.waitsForRun, true),
        lte(messages.dueAt, now),
        gt(messages.expiresAt, now),
      ),
    )
    .returning({ id: messages.id });
  return changed.length;
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

/** How many messages stand in each state; states without any are absent. */
export async function countByState(db: Db): Promise<ReadonlyMap<string, number>> {
  const rows = await db.select({ state: messages.state, howMany: count() }).from(messages).groupBy(messages.state);
  return new Map(rows.map((row) => [row.state, row.howMany]));
}

/** A message by its number, locked for the change that follows. Run it in a transaction. */
export async function findMessageForChange(db: Db, number: number): Promise<MessageRow | undefined> {
  const [row] = await db.select().from(messages).where(eq(messages.number, number)).for("update");
  return row;
}

/** Whether the session that a message is about is still what it tells; of a message about none, always. */
export async function holdsTrue(db: Db, number: number): Promise<boolean> {
  return (await db.$count(messages, and(eq(messages.number, number), tellsTruth))) > 0;
}

/** A message about no session, or about one that begins when it says and is cancelled only if it says so. */
export const tellsTruth = sql`(${messages.sessionId} is null or exists (
  select 1 from ${sessions} s where s.id = ${messages.sessionId}
    and (s.status = 'cancelled') = coalesce((${messages.told} ->> 'isCancelled')::boolean, false)
    and s.starts_at = coalesce((${messages.told} ->> 'startsAt')::timestamptz, s.starts_at)))`;

/** Changes a message's columns as given, whatever its state: the caller has looked. */
export async function updateMessage(
  db: Db,
  id: string,
  change: Partial<
    Pick<
      MessageRow,
      "state" | "dueAt" | "waitsForRun" | "html" | "rewordedBy" | "cancelledBy" | "cancelledFrom" | "failure"
    >
  >,
  now: Instant,
): Promise<void> {
  await db
    .update(messages)
    .set({ ...change, updatedAt: now })
    .where(eq(messages.id, id));
}

/** The same message once more, to another chat and at once. Run it in a transaction. */
export async function copyMessage(
  db: Db,
  message: MessageRow,
  to: Pick<MessageRow, "kind" | "subject" | "chatId" | "expiresAt"> & { readonly now: Instant },
): Promise<MessageRow> {
  const { now, ...columns } = to;
  const id = newId();
  const { form, html, buttons, forwarded, language } = message;
  const [copy] = await db
    .insert(messages)
    .values({
      id,
      form,
      html,
      buttons,
      forwarded,
      language,
      ...columns,
      groupId: null,
      priority: priorities[to.kind],
      dueAt: now,
      state: "planned",
      tries: 0,
      createdAt: now,
      updatedAt: now,
    })
    .returning();
  if (copy === undefined) throw new Error(`message ${message.id} could not be copied`);
  await copyFiles(db, message.id, id);
  return copy;
}

/** The messages of these kinds about these sessions, by session. */
export async function findSessionMessages(
  db: Db,
  sessionIds: readonly string[],
  kinds: readonly MessageKind[],
): Promise<ReadonlyMap<string, readonly MessageRow[]>> {
  if (sessionIds.length === 0) return new Map();
  const rows = await db
    .select()
    .from(messages)
    .where(and(isOneOf(messages.sessionId, sessionIds), isOneOf(messages.kind, kinds)));
  return Map.groupBy(rows, (row) => row.sessionId ?? "");
}
