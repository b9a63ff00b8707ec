import type { Db } from "#database/open.ts";
import type { School } from "#features/school/rules.ts";
import type { Clock } from "#lib/clock.ts";
import type { ChatId } from "#lib/ids.ts";
import type { RunLog } from "#lib/run-log.ts";

import { takeBackDelivery } from "./delivery-store.ts";
import { readFiles } from "./files-store.ts";
import { costOf, outgoingOf, partsOf } from "./outgoing-rules.ts";
import type { TelegramSendPort } from "./ports.ts";
import type { MessageKind } from "./rules.ts";
import type { Due } from "./due-store.ts";
import { beginDelivery } from "./sending-store.ts";
import { settleAnswer, type Settled } from "./settle-answer.ts";

/** What sending works with. */
export interface SendingParts {
  readonly db: Db;
  readonly clock: Clock;
  readonly telegram: TelegramSendPort;
  readonly school: School;
  /** Kinds that are sent again when nobody knows whether they arrived. */
  readonly resent: ReadonlySet<MessageKind>;
  readonly log: RunLog;
  /** Whether these settings are no longer what is in force (the mode, the token): then nothing more leaves by them. */
  readonly isOver?: () => boolean;
}

/** One request to Telegram that may be made when its chat's turn comes. */
export interface Task {
  /** Where it really goes. */
  readonly chat: string;
  /** For how many messages Telegram counts it. */
  readonly cost: number;
  /** False when nothing leaves, so nothing has to wait. */
  readonly isPaced: boolean;
  /** Whether it counts as a message of the outbox; a correction does not. */
  readonly counts: boolean;
  /** Does it; `undefined` when it was not wanted any more. */
  perform(): Promise<Settled | undefined>;
}

/** The sending of one message, or of the next part of a long one. */
export function sendOneMessage({ parts, message }: { readonly parts: SendingParts; readonly message: Due }): Task {
  const { db, clock, telegram, school } = parts;
  const { mode } = school;
  const chat = mode.kind === "test group" ? mode.chatId : (message.chatId as ChatId);
  const pieces = partsOf(message, mode.kind);
  // What has arrived of a long text is not sent again.
  const index = message.form === "text" ? Math.min(message.telegramMessageIds.length, pieces.length - 1) : 0;
  const isLast = index === pieces.length - 1;
  return {
    chat,
    cost: costOf(message, message.fileCount),
    isPaced: mode.kind !== "dry",
    counts: isLast,
    async perform() {
      const files = message.form === "text" || mode.kind === "dry" ? [] : await readFiles(db, message.id);
      const number = await beginDelivery(db, message, { chatId: chat, mode: mode.kind, now: clock.now() });
      if (number === undefined) return undefined;
      // Between this question and the request nothing is waited for: a mode that was just changed holds at once.
      if (parts.isOver?.() === true) {
        await takeBackDelivery(db, { messageId: message.id, try: number });
        return undefined;
      }
      const answer =
        mode.kind === "dry"
          ? ("dry" as const)
          : await telegram.send(
              chat,
              outgoingOf(message, pieces[index] ?? "", isLast, files, mode.kind),
              // The test group has topics of its own, if any.
              mode.kind === "live" ? (message.topicId ?? undefined) : undefined,
            );
      const areNew = files.some(({ source }) => !("telegramFileId" in source));
      return await settleAnswer({ ...parts, message, try: number, chat, hasMore: !isLast, areNew, answer });
    },
  };
}
