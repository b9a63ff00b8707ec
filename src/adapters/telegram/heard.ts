import { z } from "zod";
import type { Heard } from "#features/roster/ports.ts";
import { instantOf } from "#lib/clock.ts";
import { buttonSchema, channelPostSchema, messageSchema, readButton, readMessage } from "./heard-messages.ts";
import { asChatId, chatSchema, titleOf, userSchema } from "./heard-shapes.ts";
import { memberSchema, standingOf } from "./standing.ts";

/** The kinds of update that the bot asks for; Telegram sends no others. */
export const allowedUpdates = ["message", "my_chat_member", "chat_member", "callback_query", "channel_post"] as const;

const membershipSchema = z.object({ chat: chatSchema, date: z.int(), new_chat_member: memberSchema });

const memberChangeSchema = z.object({
  chat: chatSchema,
  date: z.int(),
  new_chat_member: memberSchema.extend({ user: userSchema }),
});

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
    const update = readUpdate(raw);
    if (update === undefined) return undefined;
    heard.push(update);
  }
  return heard.toSorted((a, b) => a.updateId - b.updateId);
}

/** Reads one update; `undefined` when it has no number. */
export function readUpdate(raw: unknown): Heard | undefined {
  const update = updateSchema.safeParse(raw).data;
  if (update === undefined) return undefined;
  const updateId = update.update_id;
  const other: Heard = { kind: "other", updateId };
  const message = messageSchema.safeParse(update["message"]);
  if (message.success) return readMessage(updateId, message.data) ?? other;
  const press = buttonSchema.safeParse(update["callback_query"]);
  if (press.success) return readButton(updateId, press.data) ?? other;
  const membership = membershipSchema.safeParse(update["my_chat_member"]);
  if (membership.success) return readMembership(updateId, membership.data) ?? other;
  const member = memberChangeSchema.safeParse(update["chat_member"]);
  if (member.success) return readMember(updateId, member.data) ?? other;
  const post = channelPostSchema.safeParse(update["channel_post"]);
  const channel = post.success ? asChatId(post.data.chat.id) : undefined;
  if (!post.success || channel === undefined) return other;
  const { message_id: messageId, date } = post.data;
  return {
    kind: "channel post",
    updateId,
    chatId: channel,
    messageId: String(messageId),
    at: instantOf(date * 1000),
  };
}

/** Telegram tells an administrator who came and who went, also where it shows no notice of it. */
function readMember(updateId: number, change: z.infer<typeof memberChangeSchema>): Heard | undefined {
  const chat = asChatId(change.chat.id);
  const { status, is_member: isMember, user } = change.new_chat_member;
  if (chat === undefined || user.is_bot) return undefined;
  const isIn = status !== "left" && status !== "kicked" && (status !== "restricted" || isMember === true);
  return {
    kind: "member",
    updateId,
    chatId: chat,
    personId: String(user.id),
    isIn,
    at: instantOf(change.date * 1000),
  };
}

function readMembership(updateId: number, change: z.infer<typeof membershipSchema>): Heard | undefined {
  const chat = asChatId(change.chat.id);
  if (chat === undefined) return undefined;
  return {
    kind: "membership",
    updateId,
    chatId: chat,
    chatTitle: titleOf(change.chat),
    isGroup: change.chat.type === "group" || change.chat.type === "supergroup",
    standing: standingOf(change.chat.type, change.new_chat_member, undefined),
    at: instantOf(change.date * 1000),
  };
}
