import { Api } from "grammy";
import { z } from "zod";
import type { ChatInfo, TelegramSendPort } from "#features/messages/ports.ts";
import type { Heard, TelegramHearPort } from "#features/participation/ports.ts";
import { systemClock, type Clock } from "#lib/clock.ts";
import type { Answer } from "#lib/failure.ts";
import type { ChatId } from "#lib/ids.ts";
import { withoutSecrets, Secret } from "#lib/secrets.ts";
import { classify, noAnswer } from "./classify.ts";
import { allowedUpdates, asChatId, readUpdates, titleOf } from "./heard.ts";
import { readReceipt, sendContent } from "./requests.ts";
import { telegramFetch } from "./transport.ts";

/** Telegram holds a poll at most this long, in seconds. */
const longestPollSeconds = 50;

/** How to reach Telegram. */
export interface TelegramOptions {
  readonly token: Secret;
  /** `https://api.telegram.org`, or the simulator's address. */
  readonly apiRoot: string;
  /** How long an answer may take before it counts as lost, in seconds; `hear` adds its own waiting. */
  readonly timeoutSeconds: number;
  /** Only for a `Retry-After` given as a date. The machine's clock when absent. */
  readonly clock?: Clock;
}

/**
 * The Bot API, for sending and for hearing. Nothing is sent twice in here: every question is asked once,
 * and what came of it is told, so that the outbox alone decides what to try again.
 */
export function openTelegram(options: TelegramOptions): TelegramSendPort & TelegramHearPort {
  const { token, timeoutSeconds } = options;
  const clientOptions = {
    apiRoot: options.apiRoot.replace(/\/+$/, ""),
    sensitiveLogs: false,
    fetch: telegramFetch(options.clock ?? systemClock),
  };
  const api = new Api(token.reveal(), { ...clientOptions, timeoutSeconds });
  const pollApi = new Api(token.reveal(), { ...clientOptions, timeoutSeconds: longestPollSeconds + timeoutSeconds });
  const clean = cleanerOf(token);

  /** Asks once, and reads the answer with `read`; an answer that `read` does not understand counts as none. */
  async function ask<T>(
    question: () => Promise<unknown>,
    read: (result: unknown) => T | undefined,
    place?: string,
  ): Promise<Answer<T>> {
    try {
      const value = read(await question());
      if (value !== undefined) return { kind: "done", value };
      return noAnswer(true, "The answer lacks what the Bot API promises.", place);
    } catch (error) {
      return classify(error, place, clean);
    }
  }

  return {
    send: (chat, content, topicId) =>
      ask(
        () => sendContent(api.raw, onTheWire(chat), content, topicId),
        (result) => readReceipt(result, chat),
        chat,
      ),

    checkBot: () => ask(() => api.raw.getMe(), readBotName),

    readChat: (chat) => ask(() => api.raw.getChat({ chat_id: onTheWire(chat) }), readChatInfo, chat),

    async hear(offset, waitSeconds, signal) {
      const nothing: Answer<readonly Heard[]> = { kind: "done", value: [] };
      if (signal.aborted) return nothing;
      const timeout = Math.min(Math.max(Math.trunc(waitSeconds), 0), longestPollSeconds);
      const tooLong = AbortSignal.timeout((timeout + timeoutSeconds) * 1000);
      const either = AbortSignal.any([signal, tooLong]);
      const answer = await ask(
        () =>
          pollApi.raw.getUpdates(
            { offset, limit: 100, timeout, allowed_updates: allowedUpdates },
            either as Parameters<typeof pollApi.raw.getUpdates>[1],
          ),
        readUpdates,
      );
      return answer.kind === "unreachable" && signal.aborted ? nothing : answer;
    },
  };
}

/** The token as it is, and as an address would spell it, taken out of a technical text. */
function cleanerOf(token: Secret): (text: string) => string {
  const plain = token.reveal();
  const spellings = new Set([plain, encodeURI(plain), encodeURIComponent(plain), plain.slice(plain.indexOf(":") + 1)]);
  const secrets = [...spellings].filter((spelling) => spelling.length > 0).map((spelling) => new Secret(spelling));
  return (text) => withoutSecrets(text, secrets);
}

/** Telegram takes ids as numbers; one that a number would round goes as text, which it takes as well. */
function onTheWire(chat: ChatId): number | string {
  const number = Number(chat);
  return Number.isSafeInteger(number) ? number : chat;
}

const botSchema = z.object({ username: z.string() });

function readBotName(result: unknown): string | undefined {
  const bot = botSchema.safeParse(result);
  return bot.success ? `@${bot.data.username}` : undefined;
}

const chatSchema = z.object({
  id: z.int(),
  title: z.string().optional(),
  first_name: z.string().optional(),
  last_name: z.string().optional(),
});

function readChatInfo(result: unknown): ChatInfo | undefined {
  const chat = chatSchema.safeParse(result);
  const id = chat.success ? asChatId(chat.data.id) : undefined;
  return chat.success && id !== undefined ? { chatId: id, title: titleOf(chat.data) } : undefined;
}
