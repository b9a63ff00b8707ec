import { z } from "zod";
import type {
  GroupSeen,
  Heard,
  TelegramGroupPort,
  TelegramHearPort,
  TelegramTalkPort,
} from "#features/roster/ports.ts";
import type { Answer } from "#lib/failure.ts";
import { askerFor, onTheWire, openApi, type TelegramOptions } from "./ask.ts";
import { asChatId, chatSchema, titleOf } from "./heard-shapes.ts";
import { allowedUpdates, readUpdate, readUpdates } from "./heard.ts";
import { editContent } from "./requests.ts";
import { memberSchema, standingOf } from "./standing.ts";

/** Telegram holds a poll at most this long, in seconds. */
const longestPollSeconds = 50;

/** The Bot API, for hearing, for looking at groups, and for what the bot says besides messages. */
export function openTelegramHearing(options: TelegramOptions): TelegramHearPort & TelegramTalkPort & TelegramGroupPort {
  const { timeoutSeconds } = options;
  const api = openApi(options, timeoutSeconds);
  const pollApi = openApi(options, longestPollSeconds + timeoutSeconds);
  const ask = askerFor(options.token);
  const botId = Number(options.token.reveal().split(":")[0]);

  return {
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

    readUpdate,

    setWebhook: (address, secret) =>
      ask(
        // One at a time: what happened first is taken in first.
        () =>
          api.raw.setWebhook({
            url: address,
            secret_token: secret,
            max_connections: 1,
            allowed_updates: allowedUpdates,
          }),
        readTrue,
      ),

    readWebhook: () => ask(() => api.raw.getWebhookInfo(), readAddress),

    deleteWebhook: () => ask(() => api.raw.deleteWebhook({ drop_pending_updates: false }), readTrue),

    answerPress: (pressId, text) =>
      ask(
        () => api.raw.answerCallbackQuery({ callback_query_id: pressId, ...(text === undefined ? {} : { text }) }),
        readTrue,
      ),

    replaceText: (chat, messageId, html) =>
      ask(
        () => editContent(api.raw, onTheWire(chat), Number(messageId), { form: "text", html }),
        (result) => (typeof result === "object" && result !== null ? true : undefined),
        chat,
      ),

    setMenu: (where, language, lines) =>
      ask(
        () =>
          api.raw.setMyCommands({
            commands: lines.map(({ command, about }) => ({ command, description: about })),
            scope: { type: where === "private" ? "all_private_chats" : "all_group_chats" },
            ...(language === undefined ? {} : { language_code: language }),
          }),
        readTrue,
      ),

    readBot: () => ask(() => api.raw.getMe(), readBot),

    async readGroup(chat) {
      const seen = await ask(() => api.raw.getChat({ chat_id: onTheWire(chat) }), readChat, chat);
      if (seen.kind !== "done") return seen;
      const member = await ask(
        () => api.raw.getChatMember({ chat_id: onTheWire(chat), user_id: botId }),
        (result) => memberSchema.safeParse(result).data,
        chat,
      );
      if (member.kind !== "done") return member;
      const { permissions, type, ...info } = seen.value;
      const standing = standingOf(type, member.value, permissions);
      const value: GroupSeen = { ...info, standing };
      return { kind: "done", value };
    },
  };
}

function readTrue(result: unknown): true | undefined {
  return result === true ? true : undefined;
}

const webhookSchema = z.object({ url: z.string() });

function readAddress(result: unknown): string | undefined {
  return webhookSchema.safeParse(result).data?.url;
}

const botSchema = z.object({ username: z.string(), can_read_all_group_messages: z.boolean().optional() });

function readBot(result: unknown): { readonly name: string; readonly readsAll: boolean } | undefined {
  const bot = botSchema.safeParse(result).data;
  return bot === undefined
    ? undefined
    : { name: bot.username.toLowerCase(), readsAll: bot.can_read_all_group_messages === true };
}

const fullChatSchema = chatSchema.extend({
  is_forum: z.boolean().optional(),
  permissions: z
    .object({ can_send_messages: z.boolean().optional(), can_send_photos: z.boolean().optional() })
    .optional(),
});

function readChat(result: unknown) {
  const chat = fullChatSchema.safeParse(result).data;
  const id = chat === undefined ? undefined : asChatId(chat.id);
  if (chat === undefined || id === undefined) return undefined;
  return {
    chatId: id,
    title: titleOf(chat),
    isForum: chat.is_forum === true,
    type: chat.type,
    permissions: chat.permissions,
  };
}
