import { z } from "zod";
import type { ChatInfo, TelegramSendPort } from "#features/messages/ports.ts";
import type { Answer } from "#lib/failure.ts";
import { askerFor, onTheWire, openApi, type TelegramOptions } from "./ask.ts";
import { asChatId, chatSchema, titleOf } from "./heard-shapes.ts";
import { editContent, readReceipt, sendContent } from "./requests.ts";

/**
 * The Bot API, for sending. Nothing is sent twice in here: every question is asked once,
 * and what came of it is told, so that the outbox alone decides what to try again.
 */
export function openTelegram(options: TelegramOptions): TelegramSendPort {
  const api = openApi(options, options.timeoutSeconds);
  const ask = askerFor(options.token);
  return {
    send: (chat, content, topicId) =>
      ask(
        () => sendContent(api.raw, onTheWire(chat), content, topicId),
        (result) => readReceipt(result, chat),
        chat,
      ),

    edit: async (chat, messageId, change) =>
      settledAs(
        "telegram.not-modified",
        await ask(
          () => editContent(api.raw, onTheWire(chat), Number(messageId), change),
          () => true as const,
          chat,
        ),
      ),

    recall: async (chat, messageId) =>
      settledAs(
        "telegram.message-gone",
        await ask(
          () => api.raw.deleteMessage({ chat_id: onTheWire(chat), message_id: Number(messageId) }),
          () => true as const,
          chat,
        ),
      ),

    checkBot: () => ask(() => api.raw.getMe(), readBotName),

    readChat: (chat) => ask(() => api.raw.getChat({ chat_id: onTheWire(chat) }), readChatInfo, chat),
  };
}

/** A refusal that says that things are as wanted is as good as a yes. */
function settledAs(code: string, answer: Answer<true>): Answer<true> {
  return answer.kind === "refused" && answer.failure.code === code ? { kind: "done", value: true } : answer;
}

const botSchema = z.object({ username: z.string() });

function readBotName(result: unknown): string | undefined {
  const bot = botSchema.safeParse(result);
  return bot.success ? `@${bot.data.username}` : undefined;
}

function readChatInfo(result: unknown): ChatInfo | undefined {
  const chat = chatSchema.safeParse(result);
  const id = chat.success ? asChatId(chat.data.id) : undefined;
  return chat.success && id !== undefined ? { chatId: id, title: titleOf(chat.data) } : undefined;
}
