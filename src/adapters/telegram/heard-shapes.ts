import { z } from "zod";
import { chatId, type ChatId } from "#lib/ids.ts";

/** Ids have at most 52 bits, which a JSON number carries exactly; they are text from here on. */
export const idSchema = z.int();

export const chatSchema = z.object({
  id: idSchema,
  type: z.string(),
  title: z.string().optional(),
  first_name: z.string().optional(),
  last_name: z.string().optional(),
});

export const userSchema = z.object({
  id: idSchema,
  is_bot: z.boolean(),
  first_name: z.string(),
  last_name: z.string().optional(),
  language_code: z.string().optional(),
});

/**
 * What a person can put into a message. A message with none of these is one of Telegram's own notices
 * (somebody joined, a title changed, a message was pinned) and is nobody's participation.
 */
export const contentKeys = [
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

/** First and last name, as Telegram shows a person. */
export function fullName(person: { first_name?: string | undefined; last_name?: string | undefined }): string {
  return [person.first_name, person.last_name].filter((part) => part !== undefined && part !== "").join(" ");
}

/** A chat's title; a private chat has a person's name instead. */
export function titleOf(chat: {
  title?: string | undefined;
  first_name?: string | undefined;
  last_name?: string | undefined;
}): string {
  return chat.title ?? fullName(chat);
}

/** A chat's id as text, exact to the last digit; `undefined` for 0. */
export function asChatId(id: number): ChatId | undefined {
  return chatId(String(id));
}
