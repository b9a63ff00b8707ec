import { z } from "zod";
import type { Heard, HeardChat, TelegramAsker } from "#features/roster/ports.ts";
import { instantOf, type Instant } from "#lib/clock.ts";
import { asChatId, chatSchema, contentKeys, fullName, idSchema, titleOf, userSchema } from "./heard-shapes.ts";

export const messageSchema = z.looseObject({
  message_id: idSchema,
  date: z.int(),
  chat: chatSchema,
  from: userSchema.optional(),
  message_thread_id: idSchema.optional(),
  is_topic_message: z.boolean().optional(),
  text: z.string().optional(),
  new_chat_title: z.string().optional(),
  new_chat_members: z.array(userSchema).optional(),
  left_chat_member: userSchema.optional(),
  migrate_to_chat_id: idSchema.optional(),
  migrate_from_chat_id: idSchema.optional(),
});

export const buttonSchema = z.object({
  id: z.string(),
  from: userSchema,
  data: z.string().optional(),
  message: z
    .object({
      message_id: idSchema,
      chat: chatSchema,
      message_thread_id: idSchema.optional(),
      is_topic_message: z.boolean().optional(),
    })
    .optional(),
});

/** What stands in a channel; its own notices (a pin, a new title) are none of our business. */
export const channelPostSchema = z
  .looseObject({ message_id: idSchema, date: z.int(), chat: chatSchema })
  .refine((post) => contentKeys.some((key) => post[key] !== undefined));

type Message = z.infer<typeof messageSchema>;

/** A message in a group or in a private chat, or one of Telegram's notices; `undefined` for what concerns nobody. */
export function readMessage(updateId: number, message: Message): Heard | undefined {
  const at = instantOf(message.date * 1000);
  // Telegram tells of a migration twice, once in each chat; either alone is enough to follow it.
  if (message.migrate_to_chat_id !== undefined)
    return migration(updateId, message.chat.id, message.migrate_to_chat_id, at);
  if (message.migrate_from_chat_id !== undefined)
    return migration(updateId, message.migrate_from_chat_id, message.chat.id, at);
  return readNotice(updateId, message, at) ?? readWords(updateId, message, at);
}

function readNotice(updateId: number, message: Message, at: Instant): Heard | undefined {
  const chat = asChatId(message.chat.id);
  if (chat === undefined) return undefined;
  if (message.new_chat_title !== undefined) {
    return { kind: "title", updateId, chatId: chat, title: message.new_chat_title, at };
  }
  // Several who come together come by a link that somebody shared; each of them is also told by `chat_member`.
  const [came] = message.new_chat_members ?? [];
  const moved = message.left_chat_member ?? came;
  if (moved?.is_bot === false) {
    const isIn = message.left_chat_member === undefined;
    return { kind: "member", updateId, chatId: chat, personId: String(moved.id), isIn, at };
  }
  const isClosed = message["forum_topic_closed"] !== undefined;
  if (!isClosed && message["forum_topic_reopened"] === undefined) return undefined;
  return { kind: "topic", updateId, chatId: chat, topicId: String(message.message_thread_id ?? 1), isClosed, at };
}

function readWords(updateId: number, message: Message, at: Instant): Heard | undefined {
  const { from } = message;
  // A message in the name of a chat (an anonymous administrator, a linked channel) is no student's.
  const isPersons = from !== undefined && !from.is_bot && message["sender_chat"] === undefined;
  const hasContent = contentKeys.some((key) => message[key] !== undefined);
  const chat = heardChat(message);
  if (!isPersons || !hasContent || chat === undefined) return undefined;
  const messageId = String(message.message_id);
  const said = commandIn(message.text ?? "") ?? (chat.isPrivate ? unclear : undefined);
  if (said !== undefined) return { kind: "command", updateId, chat, messageId, from: asker(from), ...said, at };
  const { chatId, title } = chat;
  const person = { id: String(from.id), name: fullName(from) };
  return { kind: "message", updateId, chatId, chatTitle: title, messageId, from: person, at };
}

/** What somebody writes to the bot alone, without a command, is answered with what it can do. */
const unclear = { command: "help", addressee: undefined, words: "" } as const;

/** A button pressed under a message of the bot; `undefined` when the message is out of its reach. */
export function readButton(updateId: number, press: z.infer<typeof buttonSchema>): Heard | undefined {
  const { message, data } = press;
  const chat = message === undefined ? undefined : heardChat(message);
  if (message === undefined || chat === undefined || data === undefined) return undefined;
  const messageId = String(message.message_id);
  return { kind: "button", updateId, chat, messageId, from: asker(press.from), pressId: press.id, data };
}

function heardChat(message: Pick<Message, "chat" | "message_thread_id" | "is_topic_message">): HeardChat | undefined {
  const { chat } = message;
  const id = asChatId(chat.id);
  const isPrivate = chat.type === "private";
  if (id === undefined || (!isPrivate && chat.type !== "group" && chat.type !== "supergroup")) return undefined;
  // Outside forums the number is that of the message replied to.
  const topic = message.is_topic_message === true ? message.message_thread_id : undefined;
  return { chatId: id, isPrivate, title: titleOf(chat), ...(topic === undefined ? {} : { topicId: String(topic) }) };
}

function asker(person: z.infer<typeof userSchema>): TelegramAsker {
  return { id: String(person.id), name: fullName(person), language: person.language_code };
}

/** `/week@carillon_bot next` at the start of a text. */
function commandIn(text: string) {
  const match = /^\/([a-z0-9_]{1,32})(?:@(\w{3,64}))?(?:\s+|$)/i.exec(text);
  if (match === null) return undefined;
  const [whole, command = "", addressee] = match;
  return {
    command: command.toLowerCase(),
    addressee: addressee?.toLowerCase(),
    words: text.slice(whole.length).trim(),
  };
}

function migration(updateId: number, oldId: number, newId: number, at: Instant): Heard | undefined {
  const chat = asChatId(oldId);
  const newChat = asChatId(newId);
  if (chat === undefined || newChat === undefined) return undefined;
  return { kind: "migration", updateId, chatId: chat, newChatId: newChat, at };
}
