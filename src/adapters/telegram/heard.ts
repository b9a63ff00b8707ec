import { z } from "zod";
import type { Heard } from "#features/participation/ports.ts";
import { instantOf, type Instant } from "#lib/clock.ts";
import { chatId, type ChatId } from "#lib/ids.ts";

/** The kinds of update that the bot asks for; Telegram sends no others. */
export const allowedUpdates = ["message", "my_chat_member"] as const;

/** Ids have at most 52 bits, which a JSON number carries exactly; they are text from here on. */
const idSchema = z.int();

const chatSchema = z.object({
  id: idSchema,
  type: z.string(),
  title: z.string().optional(),
  first_name: z.string().optional(),
  last_name: z.string().optional(),
});

const userSchema = z.object({
  id: idSchema,
  is_bot: z.boolean(),
  first_name: z.string(),
  last_name: z.string().optional(),
});

/**
 * What a person can put into a message. A message with none of these is one of Telegram's own notices
 * (somebody joined, a title changed, a message was pinned) and is nobody's participation.
 */
const contentKeys = [
  "text",
  "caption",
  "photo",
  "video",
  "animation",
  "audio",
  "document",
  "voice",
  "video_note",
  "sticker",
  "location",
  "venue",
  "contact",
  "poll",
  "dice",
  "game",
  "story",
  "paid_media",
  "checklist",
  "live_photo",
  "rich_message",
] as const;

const messageSchema = z.looseObject({
  message_id: idSchema,
  date: z.int(),
  chat: chatSchema,
  from: userSchema.optional(),
  migrate_to_chat_id: idSchema.optional(),
  migrate_from_chat_id: idSchema.optional(),
});

const memberSchema = z.object({
  status: z.string(),
  is_member: z.boolean().optional(),
  can_send_messages: z.boolean().optional(),
  can_post_messages: z.boolean().optional(),
});

const membershipSchema = z.object({ chat: chatSchema, date: z.int(), new_chat_member: memberSchema });

const updateSchema = z.looseObject({ update_id: z.int() });

/**
 * Reads updates as `getUpdates` gave them. Text, captions and files stay behind here.
 *
 * An update that cannot be read becomes `other`, so that one oddity never stops the hearing;
 * `undefined` when not even the update numbers are there.
 */
export function readUpdates(updates: unknown): readonly Heard[] | undefined {
  if (!Array.isArray(updates)) return undefined;
  const heard: Heard[] = [];
  for (const raw of updates) {
    const update = updateSchema.safeParse(raw);
    if (!update.success) return undefined;
    heard.push(readUpdate(update.data));
  }
  return heard.toSorted((a, b) => a.updateId - b.updateId);
}

function readUpdate(update: z.infer<typeof updateSchema>): Heard {
  const other: Heard = { kind: "other", updateId: update.update_id };
  const message = messageSchema.safeParse(update["message"]);
  if (message.success) return readMessage(update.update_id, message.data) ?? other;
  const membership = membershipSchema.safeParse(update["my_chat_member"]);
  if (membership.success) return readMembership(update.update_id, membership.data) ?? other;
  return other;
}

function readMessage(updateId: number, message: z.infer<typeof messageSchema>): Heard | undefined {
  const at = instantOf(message.date * 1000);
  // Telegram tells of a migration twice, once in each chat; either alone is enough to follow it.
  if (message.migrate_to_chat_id !== undefined)
    return migration(updateId, message.chat.id, message.migrate_to_chat_id, at);
  if (message.migrate_from_chat_id !== undefined)
    return migration(updateId, message.migrate_from_chat_id, message.chat.id, at);

  const isGroup = message.chat.type === "group" || message.chat.type === "supergroup";
  const { from } = message;
  // A message in the name of a chat (an anonymous administrator, a linked channel) is no student's.
  const isPersons = from !== undefined && !from.is_bot && message["sender_chat"] === undefined;
  const hasContent = contentKeys.some((key) => message[key] !== undefined);
  const chat = asChatId(message.chat.id);
  if (!isGroup || !isPersons || !hasContent || chat === undefined) return undefined;
  return {
    kind: "message",
    updateId,
    chatId: chat,
    messageId: String(message.message_id),
    from: { id: String(from.id), name: fullName(from) },
    at,
  };
}

function migration(updateId: number, oldId: number, newId: number, at: Instant): Heard | undefined {
  const chat = asChatId(oldId);
  const newChat = asChatId(newId);
  if (chat === undefined || newChat === undefined) return undefined;
  return { kind: "migration", updateId, chatId: chat, newChatId: newChat, at };
}

function readMembership(updateId: number, change: z.infer<typeof membershipSchema>): Heard | undefined {
  const chat = asChatId(change.chat.id);
  if (chat === undefined) return undefined;
  return {
    kind: "membership",
    updateId,
    chatId: chat,
    chatTitle: titleOf(change.chat),
    canSend: canSend(change.chat.type, change.new_chat_member),
    at: instantOf(change.date * 1000),
  };
}

function canSend(chatType: string, member: z.infer<typeof memberSchema>): boolean {
  switch (member.status) {
    case "creator":
      return true;
    case "administrator":
      return chatType !== "channel" || member.can_post_messages === true;
    case "member":
      return chatType !== "channel";
    case "restricted":
      return member.is_member === true && member.can_send_messages === true;
    default:
      return false;
  }
}

/** A chat's title; a private chat has a person's name instead. */
export function titleOf(chat: {
  title?: string | undefined;
  first_name?: string | undefined;
  last_name?: string | undefined;
}): string {
  return chat.title ?? fullName(chat);
}

function fullName(person: { first_name?: string | undefined; last_name?: string | undefined }): string {
  return [person.first_name, person.last_name].filter((part) => part !== undefined && part !== "").join(" ");
}

/** A chat's id as text, exact to the last digit; `undefined` for 0. */
export function asChatId(id: number): ChatId | undefined {
  return chatId(String(id));
}
