import { done, refuse, type ApiAnswer } from "./answers.ts";
import { answerCallbackQuery, setMyCommands } from "./bot-methods.ts";
import { isBotIn, whyNoAccess } from "./chats.ts";
import { deleteMessage, editMessageCaption, editMessageMedia, editMessageText } from "./correcting.ts";
import type { Ground } from "./ground.ts";
import type { Parameters } from "./parameters.ts";
import { forwardMessage, forwardMessages, sendDocument, sendMediaGroup, sendMessage, sendPhoto } from "./sending.ts";
import { chatFullInfoShape, memberShape } from "./shapes.ts";
import { findChat } from "./words.ts";

type Method = (parameters: Parameters, ground: Ground) => ApiAnswer | Promise<ApiAnswer>;

/** The methods, by their name in lower case: Telegram does not mind the case. */
export const methods: ReadonlyMap<string, Method> = new Map<string, Method>([
  [
    "getme",
    (_, { world }) =>
      done({
        ...world.bot,
        can_join_groups: true,
        can_read_all_group_messages: world.readsAllMessages(),
        supports_inline_queries: false,
      }),
  ],
  ["sendmessage", sendMessage],
  ["sendphoto", sendPhoto],
  ["senddocument", sendDocument],
  ["sendmediagroup", sendMediaGroup],
  ["forwardmessage", forwardMessage],
  ["forwardmessages", forwardMessages],
  ["editmessagetext", editMessageText],
  ["editmessagecaption", editMessageCaption],
  ["editmessagemedia", editMessageMedia],
  ["deletemessage", deleteMessage],
  ["getchat", getChat],
  ["getchatmember", getChatMember],
  ["setmycommands", setMyCommands],
  ["answercallbackquery", answerCallbackQuery],
  ["getupdates", getUpdates],
  [
    "setwebhook",
    (parameters, { webhook, updates }) => {
      updates.endPoll("Conflict: terminated by setWebhook request");
      return webhook.set(parameters);
    },
  ],
  ["deletewebhook", (parameters, { webhook }) => webhook.remove(parameters.flag("drop_pending_updates"))],
  ["getwebhookinfo", (_, { webhook }) => done(webhook.info())],
]);

function getUpdates(parameters: Parameters, { updates, webhook, gone }: Ground): ApiAnswer | Promise<ApiAnswer> {
  if (webhook.isSet()) {
    return refuse(
      409,
      "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    );
  }
  updates.allow(stringsOf(parameters.json("allowed_updates")));
  const limit = Math.min(Math.max(parameters.integer("limit") ?? 100, 1), 100);
  const timeout = Math.min(Math.max(parameters.integer("timeout") ?? 0, 0), 50);
  return updates.poll(parameters.integer("offset") ?? 0, limit, timeout, gone);
}

/** A list of names, or `undefined` when it is none. */
function stringsOf(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.every((item) => typeof item === "string") ? value : undefined;
}

function getChat(parameters: Parameters, { world }: Ground): ApiAnswer {
  const chat = findChat(parameters, world);
  if (!("sent" in chat)) return chat;
  return whyNoAccess(chat) ?? done(chatFullInfoShape(chat));
}

function getChatMember(parameters: Parameters, { world }: Ground): ApiAnswer {
  const chat = findChat(parameters, world);
  if (!("sent" in chat)) return chat;
  const userId = parameters.integer("user_id");
  if (userId === undefined) return refuse(400, "Bad Request: invalid user_id specified");
  // A bot may ask about itself even after it was removed; about others only while it is in.
  if (userId === world.bot.id && chat.migratedTo === undefined) return done(memberShape(world.bot, chat.bot, chat));
  const no = whyNoAccess(chat);
  if (no !== undefined) return no;
  const person = chat.people.get(userId);
  return person !== undefined && isBotIn(chat)
    ? done(memberShape(person, "member", chat))
    : refuse(400, "Bad Request: member not found");
}
