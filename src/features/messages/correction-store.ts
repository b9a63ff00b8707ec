import { and, asc, desc, eq, sql } from "drizzle-orm";

import { inTransaction, type Db } from "#database/open.ts";
import { groups } from "#features/roster/tables.ts";
import type { Instant } from "#lib/clock.ts";
import type { Failure } from "#lib/failure.ts";

import type { DeliveryOutcome, Told } from "./rules.ts";
import { restingChats, type Due } from "./due-store.ts";
import type { DeliveryRow } from "./sending-store.ts";
import { corrections, deliveries, messageFiles, messages } from "./tables.ts";

export type CorrectionRow = typeof corrections.$inferSelect;

/** A correction under way, with the message that it is about. */
export interface DueCorrection {
  readonly correction: CorrectionRow;
  readonly message: Due;
}

/** What is wanted changed of an arrived message. */
export interface WantedCorrection {
  readonly messageId: string;
  readonly action: "edit" | "recall";
  readonly by: string;
  readonly html?: string;
  readonly told?: Told;
  readonly fileId?: string;
}

/** Asks for a correction; one that waits already for the same message and action is replaced. */
export async function addCorrection(db: Db, wanted: WantedCorrection, now: Instant): Promise<void> {
  await db
    .delete(corrections)
    .where(
      and(
        eq(corrections.messageId, wanted.messageId),
        eq(corrections.action, wanted.action),
        eq(corrections.state, "planned"),
      ),
    );
  await db.insert(corrections).values({ ...wanted, state: "planned", askedAt: now });
}

/** The newest correction of a message, whatever became of it. */
export async function findLastCorrection(db: Db, messageId: string): Promise<CorrectionRow | undefined> {
  const [row] = await db
    .select()
    .from(corrections)
    .where(eq(corrections.messageId, messageId))
    .orderBy(desc(corrections.id))
    .limit(1);
  return row;
}

/** What to correct now, oldest first; chats at rest are left alone. */
export async function listNextCorrections(
  db: Db,
  { now, atMost }: { readonly now: Instant; readonly atMost: number },
): Promise<readonly DueCorrection[]> {
  const rows = await db
    .select({ correction: corrections, message: messages, groupTitle: groups.title })
    .from(corrections)
    .innerJoin(messages, eq(messages.id, corrections.messageId))
    .leftJoin(groups, eq(groups.id, messages.groupId))
    .where(
      and(
        eq(corrections.state, "planned"),
        sql`coalesce(${messages.sentChatId}, ${messages.chatId}) not in ${restingChats(db, now)}`,
      ),
    )
    .orderBy(asc(corrections.id))
    .limit(atMost);
  return rows.map(({ correction, message, groupTitle }) => ({
    correction,
    message: { ...message, groupTitle: groupTitle ?? "", topicId: null, fileCount: 0 },
  }));
}

/** Whether any correction waits for its turn. */
export async function isCorrectionWanted(db: Db): Promise<boolean> {
  const rows = await db
    .select({ id: corrections.id })
    .from(corrections)
    .where(eq(corrections.state, "planned"))
    .limit(1);
  return rows.length > 0;
}

/** Corrections that a crash left half done are asked for again: doing one twice changes nothing. */
export async function resumeCorrections(db: Db): Promise<void> {
  await db.update(corrections).set({ state: "planned" }).where(eq(corrections.state, "sending"));
}

/** Commits the try before the request leaves; `undefined` when it is not wanted any more. */
export async function beginCorrection(
  db: Db,
  { correction, message }: DueCorrection,
  try_: { readonly chatId: string; readonly mode: DeliveryRow["mode"]; readonly now: Instant },
): Promise<number | undefined> {
  const { chatId, mode, now } = try_;
  return await inTransaction(db, async (tx) => {
    const begun = await tx
      .update(corrections)
      .set({ state: "sending", tries: sql`${corrections.tries} + 1` })
      .where(and(eq(corrections.id, correction.id), eq(corrections.state, "planned")))
      .returning({ id: corrections.id });
    if (begun.length === 0) return undefined;
    const [row] = await tx
      .update(messages)
      .set({ tries: sql`${messages.tries} + 1` })
      .where(eq(messages.id, message.id))
      .returning({ tries: messages.tries });
    const number = row?.tries ?? 1;
    const { action } = correction;
    await tx
      .insert(deliveries)
      .values({ messageId: message.id, try: number, action, chatId, mode, startedAt: now, outcome: "in flight" });
    return number;
  });
}

/** Commits how a correction ended; what was carried out changes the message. */
export async function endCorrection(
  db: Db,
  { correction, message }: DueCorrection,
  end: {
    readonly try: number;
    readonly outcome: DeliveryOutcome;
    readonly state: CorrectionRow["state"];
    readonly now: Instant;
    readonly failure?: Failure | undefined;
  },
): Promise<void> {
  const { now, outcome, state } = end;
  const failure = end.failure ?? null;
  await inTransaction(db, async (tx) => {
    await tx
      .update(deliveries)
      .set({ outcome, endedAt: now, failure })
      .where(and(eq(deliveries.messageId, message.id), eq(deliveries.try, end.try)));
    await tx
      .update(corrections)
      .set({ state, failure, endedAt: state === "planned" ? null : now })
      .where(eq(corrections.id, correction.id));
    if (state !== "done") return;
    if (correction.action === "recall") {
      await tx.update(messages).set({ recalledAt: now, updatedAt: now }).where(eq(messages.id, message.id));
      return;
    }
    await tx
      .update(messages)
      .set({
        html: correction.html ?? message.html,
        told: correction.told ?? message.told,
        editedAt: now,
        updatedAt: now,
      })
      .where(eq(messages.id, message.id));
    if (correction.fileId !== null) {
      await tx
        .update(messageFiles)
        .set({ fileId: correction.fileId })
        .where(and(eq(messageFiles.messageId, message.id), eq(messageFiles.position, 0)));
    }
  });
}
