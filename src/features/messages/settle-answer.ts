import { inTransaction, type Db } from "#database/open.ts";
import { troubleOfRefusal } from "#features/roster/group-rules.ts";
import { loseGroup } from "#features/roster/group-store.ts";
import { migrateGroup } from "#features/roster/store.ts";
import type { Clock } from "#lib/clock.ts";
import type { Answer, Failure } from "#lib/failure.ts";
import { chatId, type ChatId } from "#lib/ids.ts";
import type { RunLog } from "#lib/run-log.ts";

import type { Receipt } from "./ports.ts";
import { resendsWhenUncertain } from "./rules.ts";
import { endDelivery, hasTriesLeft } from "./sending-store.ts";
import { redirectMessages, type MessageRow } from "./store.ts";
import { migrated, uncertain } from "./texts.ts";

/** What a try came to. `stop`: no message can leave now; `again`: the same message may leave at once. */
export type Settled =
  | { readonly kind: "sent" | "failed" | "waiting" | "uncertain" | "again" }
  | { readonly kind: "stop"; readonly failure: Failure };

/** How long a message waits after Telegram was not there, in seconds. */
const pauseSeconds = 60;

/** Commits how a try ended, and what it says of the message and of its group. */
export async function settleAnswer({
  db,
  clock,
  log,
  message,
  answer,
}: {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: RunLog;
  readonly message: MessageRow & { readonly groupTitle: string };
  readonly answer: Answer<Receipt> | "dry";
}): Promise<Settled> {
  const now = clock.now();
  const ended = { messageId: message.id, try: message.tries + 1, now };
  const tried = { ...message, tries: message.tries + 1 };
  if (answer === "dry") {
    await inTransaction(db, async (tx) => await endDelivery(tx, { ...ended, outcome: "dry", state: "sent" }));
    return { kind: "sent" };
  }
  if (answer.kind === "done") {
    const receipt = answer.value;
    await inTransaction(db, async (tx) => await endDelivery(tx, { ...ended, outcome: "sent", state: "sent", receipt }));
    return { kind: "sent" };
  }

  const failure: Failure = { ...answer.failure, place: message.groupTitle || message.chatId };
  if (answer.kind === "unreachable") {
    const again = !answer.sent || (resendsWhenUncertain(message.kind) && hasTriesLeft(tried));
    await log.failure(failure);
    if (answer.sent) await log.warning(uncertain(again), failure.place);
    await inTransaction(
      db,
      async (tx) =>
        await endDelivery(tx, {
          ...ended,
          outcome: answer.sent ? "uncertain" : "unreachable",
          state: again ? "planned" : "uncertain",
          failure,
          ...(again ? { dueAt: now.add({ seconds: pauseSeconds }) } : {}),
        }),
    );
    return { kind: again ? "waiting" : "uncertain" };
  }
  return await settleRefusal({ db, clock, log, message, failure, refusal: answer, ended });
}

async function settleRefusal({
  db,
  clock,
  log,
  message,
  failure,
  refusal,
  ended,
}: {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: RunLog;
  readonly message: MessageRow & { readonly groupTitle: string };
  readonly failure: Failure;
  readonly refusal: { readonly failure: Failure; readonly retryAfterMs?: number };
  readonly ended: { readonly messageId: string; readonly try: number; readonly now: Temporal.Instant };
}): Promise<Settled> {
  const refused = { ...ended, outcome: "refused" as const, failure };
  if (failure.code === "telegram.flood") {
    // Obeyed even when long; the group waits, no other does.
    const dueAt = clock.now().add({ milliseconds: refusal.retryAfterMs ?? pauseSeconds * 1_000 });
    await inTransaction(db, async (tx) => await endDelivery(tx, { ...refused, state: "planned", dueAt }));
    return { kind: "waiting" };
  }
  if (failure.code === "telegram.token") {
    await inTransaction(db, async (tx) => await endDelivery(tx, { ...refused, state: "planned" }));
    return { kind: "stop", failure };
  }
  // The refusal's own place is the group's new id.
  const newChat = failure.code === "telegram.migrated" ? chatId(refusal.failure.place ?? "") : undefined;
  if (newChat !== undefined && message.groupId !== null) {
    const groupId = message.groupId;
    await inTransaction(db, async (tx) => {
      await endDelivery(tx, { ...refused, state: "planned" });
      await migrateGroup(tx, groupId, message.chatId as ChatId, newChat, clock.now());
      await redirectMessages(tx, groupId, newChat);
    });
    await log.warning(migrated(message.groupTitle), message.groupTitle);
    return { kind: "again" };
  }
  await log.failure(failure);
  await inTransaction(db, async (tx) => {
    await endDelivery(tx, { ...refused, state: "failed" });
    const trouble = troubleOfRefusal(failure.code);
    if (trouble !== undefined && message.groupId !== null) {
      await loseGroup(tx, message.groupId, trouble, failure, clock.now());
    }
  });
  return { kind: "failed" };
}
