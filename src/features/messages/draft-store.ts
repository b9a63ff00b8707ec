import { and, eq } from "drizzle-orm";
import { isDeepStrictEqual } from "node:util";

import { insertMany, isOneOf } from "#database/many.ts";
import { together, type Db } from "#database/open.ts";
import type { Language } from "#lib/bilingual.ts";
import { isBefore, type Instant } from "#lib/clock.ts";
import { newId } from "#lib/ids.ts";

import { attachFiles, carries, exchangeFiles, type CarriedFile } from "./files-store.ts";
import type { MessageButton, MessageContent, MessageFile, MessageKind, Told } from "./rules.ts";
import type { MessageRow } from "./store.ts";
import { messages } from "./tables.ts";

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
  return await together(db, async (tx) => {
    const row = rowOf(draft, now, state);
    const added = await tx.insert(messages).values(row).onConflictDoNothing().returning({ id: messages.id });
    if (added.length === 0) return false;
    const carried = filesOf(draft.content);
    if (carried.length > 0) await attachFiles(tx, inPlace(row.id, carried), now);
    return true;
  });
}

/** A draft as a line of the outbox that nobody has tried to send. */
function rowOf({ content, ...columns }: Draft, now: Instant, state: "planned" | "held") {
  return { id: newId(), ...columns, ...columnsOf(content), state, tries: 0, createdAt: now, updatedAt: now };
}

/**
 * Puts messages into the outbox; leaves those that are there already, and gives the places of those that came. Run it in
 * a transaction.
 */
export async function addMessages(
  db: Db,
  drafts: readonly Draft[],
  now: Instant,
  state: "planned" | "held" = "planned",
): Promise<readonly number[]> {
  const rows = drafts.map((draft) => rowOf(draft, now, state));
  const added = await insertMany(db, messages, rows, { orLeave: true });
  const ids = rows.map((row) => row.id);
  const there =
    added === rows.length
      ? new Set(ids)
      : new Set(
          (await db.select({ id: messages.id }).from(messages).where(isOneOf(messages.id, ids))).map((row) => row.id),
        );
  const places = [...rows.keys()].filter((place) => there.has(ids[place] ?? ""));
  await attachFiles(
    db,
    places.flatMap((place) => inPlace(ids[place] ?? "", filesOf(drafts[place]?.content))),
    now,
  );
  return places;
}

function inPlace(messageId: string, carried: readonly MessageFile[]): readonly CarriedFile[] {
  return carried.map((file, position) => ({ messageId, position, file }));
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
    await exchangeFiles(tx, row.id, filesOf(content), now);
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

function filesOf(content: MessageContent | undefined): readonly MessageFile[] {
  if (content === undefined) return [];
  if (content.form === "picture") return [content.picture];
  if (content.form === "document") return [content.document];
  return content.form === "album" ? content.pictures : [];
}
