import { z } from "zod";
import type { ChatInfo, TelegramSendPort } from "#features/messages/ports.ts";
import { askerFor, onTheWire, openApi, type TelegramOptions } from "./ask.ts";
import { asChatId, titleOf } from "./heard-shapes.ts";
import { readReceipt, sendContent } from "./requests.ts";

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

    checkBot: () => ask(() => api.raw.getMe(), readBotName),

    readChat: (chat) => ask(() => api.raw.getChat({ chat_id: onTheWire(chat) }), readChatInfo, chat),
  };
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
