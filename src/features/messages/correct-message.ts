import type { Instant } from "#lib/clock.ts";
import type { Answer, Failure } from "#lib/failure.ts";
import type { ChatId } from "#lib/ids.ts";

import { beginCorrection, endCorrection, type DueCorrection } from "./correction-store.ts";
import { readFile, readFiles } from "./files-store.ts";
import { buttonsOf, partsOf } from "./outgoing-rules.ts";
import { restChat } from "./due-store.ts";
import type { SendingParts, Task } from "./send-one-message.ts";
import { pauseSeconds, type Settled } from "./settle-answer.ts";
import { otherMode, partsDiffer } from "./texts.ts";

/** How often a correction is tried before it is given up. */
const mostTries = 10;

/**
 * The edit or the recall of a message that has arrived.
 *
 * Doing either twice changes nothing, so one that nobody answered is simply done again.
 */
export function correctMessage({ parts, due }: { readonly parts: SendingParts; readonly due: DueCorrection }): Task {
  const { db, clock, school } = parts;
  const { message } = due;
  const { mode } = school;
  const chat = (message.sentChatId ?? message.chatId) as ChatId;
  return {
    chat,
    cost: Math.max(1, message.telegramMessageIds.length),
    isPaced: mode.kind !== "dry",
    counts: false,
    async perform() {
      if (parts.isOver?.() === true) return undefined;
      const number = await beginCorrection(db, due, { chatId: chat, mode: mode.kind, now: clock.now() });
      if (number === undefined) return undefined;
      const end = { try: number, now: clock.now() };
      // Nothing but the test group is touched in test mode, and nothing at all in dry mode.
      if (mode.kind === "dry" || (mode.kind === "test group" && mode.chatId !== chat)) {
        const outcome = mode.kind === "dry" ? ("dry" as const) : ("refused" as const);
        await endCorrection(db, due, { ...end, outcome, state: "refused", failure: otherMode(mode.kind) });
        return { kind: "failed" };
      }
      const answer = due.correction.action === "recall" ? await recall(parts, due, chat) : await edit(parts, due, chat);
      return await settle(parts, due, chat, number, answer);
    },
  };
}

async function recall({ telegram }: SendingParts, { message }: DueCorrection, chat: ChatId): Promise<Answer<unknown>> {
  let worst: Answer<unknown> = { kind: "done", value: true };
  // Each of them is asked for, so that as little as possible stays when Telegram refuses one.
  for (const id of message.telegramMessageIds) {
    const answer = await telegram.recall(chat, id);
    if (answer.kind === "unreachable") return answer;
    if (answer.kind !== "done") worst = answer;
  }
  return worst;
}

async function edit(
  { db, telegram, school }: SendingParts,
  { correction, message }: DueCorrection,
  chat: ChatId,
): Promise<Answer<unknown>> {
  const ids = message.telegramMessageIds;
  const [first = ""] = ids;
  const pieces = partsOf({ ...message, html: correction.html ?? message.html }, school.mode.kind);
  if (message.form !== "text") {
    const [carried] = await readFiles(db, message.id);
    const name = carried?.name ?? "picture.png";
    const file = correction.fileId === null ? undefined : await readFile(db, correction.fileId, name);
    return await telegram.edit(chat, first, { form: "caption", html: pieces[0] ?? "", file });
  }
  if (pieces.length !== ids.length) return { kind: "refused", failure: partsDiffer };
  for (const [index, id] of ids.entries()) {
    const buttons = buttonsOf(message, index === ids.length - 1, school.mode.kind);
    const answer = await telegram.edit(chat, id, { form: "text", html: pieces[index] ?? "", ...buttons });
    if (answer.kind !== "done") return answer;
  }
  return { kind: "done", value: true };
}

async function settle(
  { db, clock, log }: SendingParts,
  due: DueCorrection,
  chat: ChatId,
  number: number,
  answer: Answer<unknown>,
): Promise<Settled> {
  const now = clock.now();
  const end = { try: number, now };
  if (answer.kind === "done") {
    await endCorrection(db, due, { ...end, outcome: "sent", state: "done" });
    return { kind: "sent" };
  }
  const failure: Failure = { ...answer.failure, place: due.message.groupTitle || chat };
  const isPatience = answer.kind === "refused" && failure.code === "telegram.flood";
  const isStop = answer.kind === "refused" && failure.code === "telegram.token";
  const mayTryAgain = due.correction.tries + 1 < mostTries;
  if ((answer.kind === "unreachable" && mayTryAgain) || isPatience || isStop) {
    const until: Instant = now.add({ milliseconds: retryAfter(answer) });
    if (!isStop) await restChat(db, chat, until);
    const outcome = answer.kind === "unreachable" ? ("unreachable" as const) : ("refused" as const);
    await endCorrection(db, due, { ...end, outcome, state: "planned", failure });
    if (isStop) return { kind: "stop", failure };
    return isPatience ? { kind: "flood", until } : { kind: "unreachable", failure };
  }
  await log.failure(failure);
  await endCorrection(db, due, { ...end, outcome: "refused", state: "refused", failure });
  return { kind: "failed" };
}

function retryAfter(answer: Answer<unknown>): number {
  return answer.kind === "refused" ? (answer.retryAfterMs ?? pauseSeconds * 1_000) : pauseSeconds * 1_000;
}
