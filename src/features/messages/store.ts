import { and, asc, count, eq, gt, inArray, lte } from "drizzle-orm";
import { isDeepStrictEqual } from "node:util";

import { insertMany, isOneOf } from "#database/many.ts";
import { together, type Db } from "#database/open.ts";
import type { Language } from "#lib/bilingual.ts";
import { isBefore, type Instant } from "#lib/clock.ts";
import { newId } from "#lib/ids.ts";

import { attachFiles, carries, copyFiles } from "./files-store.ts";
import {
  priorities,
  type MessageButton,
  type MessageContent,
  type MessageFile,
  type MessageKind,
  type Told,
} from "./rules.ts";
import { messages } from "./tables.ts";

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
  readonly sessionId: string | null;
  readonly told: Told | null;
}

/** Puts a message into the outbox unless one of this kind, subject and recipient is there; says whether it was. */
export async function addMessage(
  db: Db,
  draft: Draft,
  now: Instant,
  state: "planned" | "held" = "planned",
): Promise<boolean> {
  const { content, ...columns } = draft;
  return await together(db, async (tx) => {
    const id = newId();
    const added = await tx
      .insert(messages)
      .values({
        id,
        ...columns,
        ...columnsOf(content),
        state,
        tries: 0,
        createdAt: now,
        updatedAt: now,
      })
      .onConflictDoNothing()
      .returning({ id: messages.id });
    if (added.length === 0) return false;
    const carried = filesOf(content);
    if (carried.length > 0) await attachFiles(tx, id, carried, now);
    return true;
  });
}

/** Puts texts into the outbox; leaves those that are there already, and gives the places of those that came. */
export async function addTexts(db: Db, drafts: readonly Draft[], now: Instant): Promise<readonly number[]> {
  const rows = drafts.map(({ content, ...columns }) => ({
    id: newId(),
    ...columns,
    ...columnsOf(content),
    state: "planned" as const,
    tries: 0,
    createdAt: now,
    updatedAt: now,
  }));
  const added = await insertMany(db, messages, rows, { orLeave: true });
  if (added === rows.length) return [...rows.keys()];
  const ids = rows.map((row) => row.id);
  const there = new Set(
    (await db.select({ id: messages.id }).from(messages).where(isOneOf(messages.id, ids))).map((row) => row.id),
  );
  return [...rows.keys()].filter((place) => there.has(ids[place] ?? ""));
}

/** States in which a message has not left, and may be written anew. */
const replaceable: ReadonlySet<MessageRow["state"]> = new Set(["planned", "held", "cancelled", "expired"]);

/** Rewrites the message of the draft's kind, subject and recipient, where it has not left and something differs. */
export async function replaceMessage(db: Db, draft: Draft, now: Instant): Promise<PlanOutcome> {
  return await together(db, async (tx) => {
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
    const saysSame = await holds(tx, row, draft);
    const isSame =
      saysSame && row.chatId === draft.chatId && row.dueAt.equals(draft.dueAt) && row.expiresAt.equals(draft.expiresAt);
    const hasBegun = row.telegramMessageIds.length > 0;
    const mayChange = replaceable.has(row.state) && row.cancelledBy === null && !hasBegun;
    if (!mayChange) return saysSame || row.state === "cancelled" ? "unchanged" : "kept";
    const stands = row.state === "planned" || row.state === "held";
    // What a person worded stays, as long as the facts are the same.
    const keepsWords = row.rewordedBy !== null && isDeepStrictEqual(row.told, draft.told);
    if (stands && (isSame || keepsWords)) return "unchanged";
    // One that came too late stays so, unless it is worth something again.
    if (row.state === "expired" && !isBefore(now, draft.expiresAt)) return "unchanged";
    const isForAnotherHour = !row.dueAt.equals(draft.dueAt);
    const { content, kind: _kind, subject: _subject, groupId: _groupId, ...columns } = draft;
    await tx
      .update(messages)
      .set({
        ...columns,
        // What a run let go stays let go, unless it is now for another hour.
        waitsForRun: draft.waitsForRun && (row.waitsForRun || isForAnotherHour),
        releasedBy: isForAnotherHour ? null : row.releasedBy,
        ...columnsOf(content),
        rewordedBy: null,
        state: row.state === "held" ? "held" : "planned",
        failure: null,
        updatedAt: now,
      })
      .where(eq(messages.id, row.id));
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
    isDeepStrictEqual(row.buttons, wanted.buttons) &&
    isDeepStrictEqual(row.forwarded, wanted.forwarded);
  if (!isSameText) return false;
  const files = filesOf(draft.content);
  return files.length === 0 || (await carries(db, row.id, files));
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

/** Takes off a message that has not left; says whether it did. Not as a person's word: a later run may plan it anew. */
export async function cancelMessage(db: Db, id: string, now: Instant): Promise<boolean> {
  const changed = await db
    .update(messages)
    .set({ state: "cancelled", updatedAt: now })
    .where(and(eq(messages.id, id), inArray(messages.state, ["planned", "held"])))
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

/** Changes a message's columns as given, whatever its state: the caller has looked. */
export async function updateMessage(
  db: Db,
  id: string,
  change: Partial<
    Pick<MessageRow, "state" | "dueAt" | "waitsForRun" | "html" | "rewordedBy" | "cancelledBy" | "failure">
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
