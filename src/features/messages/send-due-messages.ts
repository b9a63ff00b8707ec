import { inTransaction, type Db } from "#database/open.ts";
import type { School } from "#features/school/rules.ts";
import { isBefore, type Clock, type Instant } from "#lib/clock.ts";
import type { Answer, Failure } from "#lib/failure.ts";
import type { ChatId } from "#lib/ids.ts";
import type { RunLog } from "#lib/run-log.ts";

import type { Receipt, TelegramSendPort } from "./ports.ts";
import { asSimulation, mayLeaveAt, resendsWhenUncertain, type MessageKind } from "./rules.ts";
import { settleAnswer } from "./settle-answer.ts";
import {
  beginDelivery,
  endDelivery,
  expireMessage,
  hasTriesLeft,
  listDueMessages,
  listRecentStarts,
  listUnfinished,
  readContent,
} from "./sending-store.ts";
import type { MessageRow } from "./store.ts";
import { expired, uncertain } from "./texts.ts";

/** What sending did. */
export interface SendingReport {
  readonly read: number;
  readonly sent: number;
  readonly expired: number;
  readonly failed: number;
  /** Neither sent nor failed: Telegram asked for patience or was not there. */
  readonly waiting: number;
  readonly uncertain: number;
  /** Set when Telegram could not be used at all: a wrong token, no answer. */
  readonly failure?: Failure;
}

type Due = MessageRow & { readonly groupTitle: string };

/** After so many messages in a row that could not leave, the rest waits for the next try. */
const mostUnreachable = 3;

/**
 * Sends everything that is due, one at a time, at the pace that Telegram takes.
 *
 * The caller holds the sender's lock: one sender over all processes. A try is committed before its request
 * leaves, so after a crash it is known which message is uncertain; all others are untouched.
 */
export async function sendDueMessages({
  db,
  clock,
  telegram,
  school,
  kinds,
  log,
}: {
  readonly db: Db;
  readonly clock: Clock;
  readonly telegram: Pick<TelegramSendPort, "send">;
  readonly school: School;
  /** What may leave now; the rest stays for its own hour. */
  readonly kinds: readonly MessageKind[] | "all but runs";
  readonly log: RunLog;
}): Promise<SendingReport> {
  const figures = { read: 0, sent: 0, expired: 0, failed: 0, waiting: 0, uncertain: 0 };
  figures.uncertain += await settleUnfinished(db, clock, log);

  const starts = await paceSoFar(db, clock.now());
  const waitingChats = new Set<string>();
  const tried = new Set<string>();
  let unreachable = 0;
  let queue: Due[] = [];
  for (;;) {
    // Read again only when worked off: what came due meanwhile joins the next round.
    if (queue.length === 0) queue = [...(await listDueMessages(db, kinds, clock.now()))];
    queue = queue.filter((one) => !waitingChats.has(one.chatId));
    const message = takeNext(queue, starts, clock.now());
    if (message === undefined) break;
    if (!tried.has(message.id)) figures.read += 1;
    tried.add(message.id);
    if (!isBefore(clock.now(), message.expiresAt)) {
      await expireMessage(db, message.id, clock.now());
      await log.warning(expired, message.groupTitle);
      figures.expired += 1;
      continue;
    }
    const answer = await trySending({ db, clock, telegram, school, message, starts });
    const settled = await settleAnswer({ db, clock, log, message, answer });
    if (settled.kind === "stop") return { ...figures, failed: figures.failed + 1, failure: settled.failure };
    if (settled.kind === "again") continue;
    figures[settled.kind] += 1;
    if (settled.kind === "waiting" || settled.kind === "uncertain") waitingChats.add(message.chatId);
    unreachable = answer !== "dry" && answer.kind === "unreachable" ? unreachable + 1 : 0;
    if (unreachable >= mostUnreachable && answer !== "dry" && answer.kind === "unreachable") {
      return { ...figures, failure: answer.failure };
    }
  }
  return figures;
}

/** Takes out the most urgent message whose chat may have it now, else the most urgent one. */
function takeNext(queue: Due[], starts: Pace, now: Instant): Due | undefined {
  const free = queue.findIndex((one) => !starts.mustRest(one.chatId, now));
  return queue.splice(Math.max(free, 0), 1)[0];
}

async function trySending({
  db,
  clock,
  telegram,
  school,
  message,
  starts,
}: {
  readonly db: Db;
  readonly clock: Clock;
  readonly telegram: Pick<TelegramSendPort, "send">;
  readonly school: School;
  readonly message: Due;
  readonly starts: Pace;
}): Promise<Answer<Receipt> | "dry"> {
  const { mode } = school;
  const chat = mode.kind === "test group" ? mode.chatId : (message.chatId as ChatId);
  const html = mode.kind === "test group" ? asSimulation(message.html, message.groupTitle) : message.html;
  if (mode.kind !== "dry") {
    const wait = clock.now().until(starts.mayLeaveAt(chat, clock.now())).total("milliseconds");
    if (wait > 0) await clock.sleep(wait);
  }
  const content = await readContent(db, message, html);
  await inTransaction(db, async (tx) => await beginDelivery(tx, message, chat, mode.kind, clock.now()));
  if (mode.kind === "dry") return "dry";
  starts.add(chat, clock.now());
  return await telegram.send(chat, content);
}

/** What was in flight when the program stopped: nobody saw its end. */
async function settleUnfinished(db: Db, clock: Clock, log: RunLog): Promise<number> {
  let left = 0;
  for (const message of await listUnfinished(db)) {
    const again = resendsWhenUncertain(message.kind) && hasTriesLeft(message);
    await log.warning(uncertain(again), message.chatId);
    if (!again) left += 1;
    await inTransaction(db, async (tx) => {
      await endDelivery(tx, {
        messageId: message.id,
        try: message.tries,
        outcome: "uncertain",
        state: again ? "planned" : "uncertain",
        now: clock.now(),
      });
    });
  }
  return left;
}

interface Pace {
  /** Whether this very chat, not the bot as a whole, has to wait. */
  mustRest(chat: string, now: Instant): boolean;
  mayLeaveAt(chat: string, now: Instant): Instant;
  add(chat: string, at: Instant): void;
}

async function paceSoFar(db: Db, now: Instant): Promise<Pace> {
  const perChat = new Map<string, Instant[]>();
  let lastAny: Instant | undefined;
  const pace: Pace = {
    mustRest: (chat, at) =>
      isBefore(at, mayLeaveAt({ now: at, lastAny: undefined, sameChat: perChat.get(chat) ?? [] })),
    mayLeaveAt: (chat, at) => mayLeaveAt({ now: at, lastAny, sameChat: perChat.get(chat) ?? [] }),
    add(chat, at) {
      lastAny = at;
      perChat.set(chat, [...(perChat.get(chat) ?? []), at].slice(-20));
    },
  };
  for (const start of await listRecentStarts(db, now.subtract({ minutes: 1 }))) pace.add(start.chatId, start.startedAt);
  return pace;
}
