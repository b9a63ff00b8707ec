import { done, refuse, tooMany, type ApiAnswer } from "./answers.ts";
import { answerCallbackQuery, setMyCommands } from "./bot-methods.ts";
import { isBotIn, whyNoAccess, whyNoWriting, type Chat, type StoredMessage } from "./chats.ts";
import { parseHtml, tidy, type Entity } from "./html.ts";
import type { Ledger } from "./ledger.ts";
import type { Limits } from "./limits.ts";
import type { Parameters } from "./parameters.ts";
import { readPicture } from "./picture.ts";
import { chatFullInfoShape, memberShape, ownMessageShape, seconds } from "./shapes.ts";
import type { Updates } from "./updates.ts";
import type { Webhook } from "./webhook.ts";
import type { World } from "./world.ts";

/** What a method can reach. */
export interface Ground {
  readonly world: World;
  readonly updates: Updates;
  readonly webhook: Webhook;
  readonly ledger: Ledger;
  readonly limits: Limits | undefined;
  /** Aborted when the bot gave up waiting for the answer. */
  readonly gone: AbortSignal;
  /** True when the bot will not get the answer: the ledger records it. */
  readonly isAnswerLost: boolean;
}

type Method = (parameters: Parameters, ground: Ground) => ApiAnswer | Promise<ApiAnswer>;

const maxTextLength = 4096;
const maxCaptionLength = 1024;
const deletableSeconds = 48 * 3600;

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
  ["editmessagetext", editMessageText],
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

function sendMessage(parameters: Parameters, ground: Ground): ApiAnswer {
  const words = readWords(parameters, "text", "entities", maxTextLength, "message is too long");
  if (!("text" in words)) return words;
  if (words.text === "") return refuse(400, "Bad Request: message text is empty");
  return deliver(parameters, ground, words, undefined);
}

function sendPhoto(parameters: Parameters, ground: Ground): ApiAnswer {
  const words = readWords(parameters, "caption", "caption_entities", maxCaptionLength, "message caption is too long");
  if (!("text" in words)) return words;
  const picture = readPicture(parameters);
  if (!("sizes" in picture)) return picture;
  return deliver(parameters, ground, words, picture.sizes);
}

interface Words {
  readonly text: string;
  readonly source: string;
  readonly entities: readonly Entity[];
}

function readWords(
  parameters: Parameters,
  name: string,
  entitiesName: string,
  max: number,
  tooLong: string,
): Words | ApiAnswer {
  const source = parameters.text(name) ?? "";
  const mode = parameters.text("parse_mode")?.toLowerCase() ?? "";
  if (mode !== "" && mode !== "html" && mode !== "none") {
    if (mode === "markdown" || mode === "markdownv2")
      return refuse(400, "Bad Request: the simulator does not parse Markdown; send HTML");
    return refuse(400, "Bad Request: unsupported parse_mode");
  }
  const given = parameters.json(entitiesName);
  const parsed =
    mode === "html"
      ? parseHtml(source)
      : { ok: true as const, text: source, entities: Array.isArray(given) ? (given as Entity[]) : [] };
  if (!parsed.ok) return refuse(400, `Bad Request: can't parse entities: ${parsed.error}`);
  const { text, entities } = tidy(parsed.text, parsed.entities);
  if (text.length > max) return refuse(400, `Bad Request: ${tooLong}`);
  return { text, source, entities };
}

function deliver(
  parameters: Parameters,
  ground: Ground,
  words: Words,
  photo: readonly unknown[] | undefined,
): ApiAnswer {
  const { world, ledger, limits } = ground;
  const chat = findChat(parameters, world);
  if (!("sent" in chat)) return chat;
  const threadId = parameters.integer("message_thread_id");
  const no = whyNoWriting(chat, photo === undefined ? "text" : "photo", threadId);
  if (no !== undefined) return no;
  const wait = limits?.take(chat.id, chat.type !== "private");
  if (wait !== undefined) return tooMany(wait);

  const now = world.clock.now();
  const message: StoredMessage = {
    messageId: chat.nextMessageId++,
    date: seconds(now),
    threadId,
    isPhoto: photo !== undefined,
    text: words.text,
    entities: words.entities,
    isDeleted: false,
  };
  chat.sent.set(message.messageId, message);
  ledger.add({
    at: now,
    chatId: String(chat.id),
    chatTitle: chat.title,
    messageId: String(message.messageId),
    kind: message.isPhoto ? "photo" : "text",
    ...(threadId === undefined ? {} : { topicId: String(threadId) }),
    html: words.source,
    plainText: words.text,
    answerLost: ground.isAnswerLost,
  });
  return done({ ...ownMessageShape(chat, message, world.bot), ...(photo === undefined ? {} : { photo }) });
}

function editMessageText(parameters: Parameters, { world, ledger, limits }: Ground): ApiAnswer {
  const words = readWords(parameters, "text", "entities", maxTextLength, "message is too long");
  if (!("text" in words)) return words;
  if (words.text === "") return refuse(400, "Bad Request: message text is empty");
  const chat = findChat(parameters, world);
  if (!("sent" in chat)) return chat;
  const no = whyNoAccess(chat);
  if (no !== undefined) return no;
  const message = chat.sent.get(parameters.integer("message_id") ?? 0);
  if (message === undefined || message.isDeleted) return refuse(400, "Bad Request: message to edit not found");
  if (message.isPhoto) return refuse(400, "Bad Request: there is no text in the message to edit");
  if (message.text === words.text && JSON.stringify(message.entities) === JSON.stringify(words.entities)) {
    return refuse(
      400,
      "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message",
    );
  }
  const wait = limits?.take(chat.id, chat.type !== "private");
  if (wait !== undefined) return tooMany(wait);

  message.text = words.text;
  message.entities = words.entities;
  const now = world.clock.now();
  ledger.change(String(chat.id), String(message.messageId), {
    html: words.source,
    plainText: words.text,
    editedAt: now,
  });
  return done({ ...ownMessageShape(chat, message, world.bot), edit_date: seconds(now) });
}

function deleteMessage(parameters: Parameters, { world, ledger }: Ground): ApiAnswer {
  const chat = findChat(parameters, world);
  if (!("sent" in chat)) return chat;
  const no = whyNoAccess(chat);
  if (no !== undefined) return no;
  const messageId = parameters.integer("message_id") ?? 0;
  if (messageId === 0) return refuse(400, "Bad Request: message identifier is not specified");
  const message = chat.sent.get(messageId);
  if (message === undefined || message.isDeleted) return refuse(400, "Bad Request: message to delete not found");
  const now = world.clock.now();
  if (seconds(now) - message.date > deletableSeconds)
    return refuse(400, "Bad Request: message can't be deleted for everyone");

  message.isDeleted = true;
  ledger.change(String(chat.id), String(messageId), { deletedAt: now });
  return done(true);
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

function findChat(parameters: Parameters, world: World): Chat | ApiAnswer {
  const id = parameters.text("chat_id") ?? "";
  if (id === "") return refuse(400, "Bad Request: chat_id is empty");
  return world.find(Number(id)) ?? refuse(400, "Bad Request: chat not found");
}
