import { inTransaction, type Db } from "#database/open.ts";
import { troubleOfRefusal } from "#features/roster/group-rules.ts";
import { changeGroup, findGroup, loseGroup } from "#features/roster/group-store.ts";
import { moveGroup } from "#features/roster/move-group.ts";
import type { Clock, Instant } from "#lib/clock.ts";
import type { Answer, Failure } from "#lib/failure.ts";
import { chatId, type ChatId } from "#lib/ids.ts";
import type { RunLog } from "#lib/run-log.ts";

import type { Receipt } from "./ports.ts";
import { mostTries, type MessageKind } from "./rules.ts";
import { restChat, type Due } from "./due-store.ts";
import { countUnanswered, endDelivery } from "./sending-store.ts";
import { redirectMessages, type MessageRow } from "./store.ts";
import { migrated, uncertain } from "./texts.ts";

/** What a try came to. `stop`: no message can leave now. */
export type Settled =
  | { readonly kind: "sent" | "failed" | "again" }
  /** Telegram asked for patience, until then. */
  | { readonly kind: "flood"; readonly until: Instant }
  /** Nobody answered: it is tried again, or stays uncertain for a person to decide. */
  | { readonly kind: "unreachable" | "uncertain"; readonly failure: Failure }
  | { readonly kind: "stop"; readonly failure: Failure };

/** How long a chat is left alone after an answer was lost, in seconds. */
export const pauseSeconds = 60;

interface Try {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: RunLog;
  readonly message: Due;
  /** The number of the try. */
  readonly try: number;
  /** Where it went. */
  readonly chat: ChatId;
  /** Kinds that are sent again when nobody knows whether they arrived. */
  readonly resent: ReadonlySet<MessageKind>;
  /** True when another part of the same message is still to be sent. */
  readonly hasMore: boolean;
  /** True when Telegram was given the bytes of a file that it did not keep yet. */
  readonly areNew: boolean;
}

/** Commits how a try ended, and what it says of the message and of its group. */
export async function settleAnswer({
  answer,
  ...tried
}: Try & { readonly answer: Answer<Receipt> | "dry" }): Promise<Settled> {
  const { db, clock, message, hasMore, areNew } = tried;
  const ended = { messageId: message.id, try: tried.try, now: clock.now() };
  if (answer === "dry" || answer.kind === "done") {
    const receipt = answer === "dry" ? undefined : receiptOf(answer.value, areNew);
    const outcome = answer === "dry" ? ("dry" as const) : ("sent" as const);
    const state = hasMore && answer !== "dry" ? ("planned" as const) : ("sent" as const);
    await endDelivery(db, { ...ended, outcome, state, receipt });
    return { kind: state === "sent" ? "sent" : "again" };
  }
  const failure: Failure = { ...answer.failure, place: message.groupTitle || message.chatId };
  return answer.kind === "unreachable"
    ? await settleSilence(tried, failure, answer.sent)
    : await settleRefusal(tried, failure, answer);
}

/** Where all files were Telegram's already, there is nothing new to remember. */
function receiptOf(receipt: Receipt, areNew: boolean): Receipt {
  return areNew ? receipt : { ...receipt, fileIds: [] };
}

/** Whether a message goes once more after another try of which nobody knows whether it arrived. */
export async function goesAgain(
  db: Db,
  { id, kind }: Pick<MessageRow, "id" | "kind">,
  resent: ReadonlySet<MessageKind>,
): Promise<boolean> {
  return resent.has(kind) && (await countUnanswered(db, id)) + 1 < mostTries;
}

/** Nobody answered; when the request may have arrived, the school's choice decides. */
async function settleSilence(tried: Try, failure: Failure, wasSent: boolean): Promise<Settled> {
  const { db, clock, log, message, chat, resent } = tried;
  const now = clock.now();
  const again = !wasSent || (await goesAgain(db, message, resent));
  await log.failure(failure);
  if (wasSent) await log.warning(uncertain(again), failure.place);
  await inTransaction(db, async (tx) => {
    await endDelivery(tx, {
      messageId: message.id,
      try: tried.try,
      now,
      outcome: wasSent ? "uncertain" : "unreachable",
      state: again ? "planned" : "uncertain",
      failure,
    });
    if (again) await restChat(tx, chat, now.add({ seconds: pauseSeconds }));
  });
  return { kind: again ? "unreachable" : "uncertain", failure };
}

async function settleRefusal(
  tried: Try,
  failure: Failure,
  refusal: { readonly failure: Failure; readonly retryAfterMs?: number },
): Promise<Settled> {
  const { db, clock, log, message, chat } = tried;
  const now = clock.now();
  const refused = { messageId: message.id, try: tried.try, now, outcome: "refused" as const, failure };
  if (failure.code === "telegram.flood") {
    // Obeyed even when long; the group waits, no other does.
    const until = now.add({ milliseconds: refusal.retryAfterMs ?? pauseSeconds * 1_000 });
    await inTransaction(db, async (tx) => {
      await endDelivery(tx, { ...refused, state: "planned" });
      await restChat(tx, chat, until);
    });
    return { kind: "flood", until };
  }
  if (failure.code === "telegram.token") {
    await endDelivery(db, { ...refused, state: "planned" });
    return { kind: "stop", failure };
  }
  // The refusal's own place is the group's new id.
  const moved = failure.code === "telegram.migrated" && chat === message.chatId;
  const newChat = moved ? chatId(refusal.failure.place ?? "") : undefined;
  if (newChat !== undefined && message.groupId !== null) {
    const groupId = message.groupId;
    await inTransaction(db, async (tx) => {
      await endDelivery(tx, { ...refused, state: "planned" });
      const group = await findGroup(tx, groupId);
      if (group !== undefined) await moveGroup({ db: tx, now, group, to: newChat });
      await redirectMessages(tx, groupId, newChat);
    });
    await log.warning(migrated(message.groupTitle), message.groupTitle);
    return { kind: "again" };
  }
  await log.failure(failure);
  await inTransaction(db, async (tx) => {
    await endDelivery(tx, { ...refused, state: "failed" });
    const trouble = troubleOfRefusal(failure.code);
    // In test mode the test group said no, not the message's own.
    if (trouble === undefined || message.groupId === null || chat !== message.chatId) return;
    // Where only pictures are refused, words still arrive.
    if (trouble === "muted" && message.form !== "text")
      await changeGroup(tx, message.groupId, { maySendPhotos: false });
    else await loseGroup(tx, message.groupId, trouble, failure, now);
  });
  return { kind: "failed" };
}
