import type { Instant } from "#lib/clock.ts";
import type { BotStatus, Chat, StoredMessage, User } from "./chats.ts";

/** Seconds since 1970, as the Bot API writes dates. */
export function seconds(instant: Instant): number {
  return Math.floor(instant.epochMilliseconds / 1000);
}

/** `Chat`. */
export function chatShape(chat: Chat): Record<string, unknown> {
  if (chat.type === "private") return { id: chat.id, type: "private", first_name: chat.title };
  return { id: chat.id, type: chat.type, title: chat.title, ...(chat.isForum ? { is_forum: true } : {}) };
}

/** `ChatFullInfo`, the answer of `getChat`. */
export function chatFullInfoShape(chat: Chat): Record<string, unknown> {
  return {
    ...chatShape(chat),
    accent_color_id: 0,
    max_reaction_count: 11,
    accepted_gift_types: {
      unlimited_gifts: false,
      limited_gifts: false,
      unique_gifts: false,
      premium_subscription: false,
      gifts_from_channels: false,
    },
    ...(chat.type === "private" ? {} : { permissions: permissionsShape(chat) }),
  };
}

function permissionsShape(chat: Chat): Record<string, boolean> {
  return {
    can_send_messages: chat.maySendText,
    can_send_photos: chat.maySendPhotos,
    can_send_polls: chat.maySendText,
    can_invite_users: true,
    can_change_info: false,
    can_pin_messages: false,
  };
}

/** A `Message` that the bot sent. */
export function ownMessageShape(chat: Chat, message: StoredMessage, bot: User): Record<string, unknown> {
  const formatting =
    message.entities.length === 0
      ? {}
      : message.kind !== "text"
        ? { caption_entities: message.entities }
        : { entities: message.entities };
  const words =
    message.kind !== "text" ? (message.text === "" ? {} : { caption: message.text }) : { text: message.text };
  return {
    message_id: message.messageId,
    from: bot,
    chat: chatShape(chat),
    date: message.date,
    ...(message.threadId === undefined ? {} : { message_thread_id: message.threadId, is_topic_message: true }),
    ...words,
    ...formatting,
  };
}

/** `ChatMember` for the bot, or for a person with a status. */
export function memberShape(user: User, status: BotStatus, chat: Chat): Record<string, unknown> {
  switch (status) {
    case "administrator":
      return {
        status,
        user,
        can_be_edited: false,
        is_anonymous: false,
        can_manage_chat: true,
        can_delete_messages: true,
        can_manage_video_chats: false,
        can_restrict_members: false,
        can_promote_members: false,
        can_change_info: false,
        can_invite_users: true,
        can_post_stories: false,
        can_edit_stories: false,
        can_delete_stories: false,
        can_pin_messages: true,
        can_manage_topics: chat.isForum,
      };
    case "restricted":
      return {
        status,
        user,
        is_member: true,
        can_send_messages: chat.maySendText,
        can_send_photos: chat.maySendPhotos,
        can_send_audios: false,
        can_send_documents: false,
        can_send_videos: false,
        can_send_video_notes: false,
        can_send_voice_notes: false,
        can_send_polls: false,
        can_send_other_messages: false,
        can_add_web_page_previews: false,
        can_react_to_messages: true,
        can_edit_tag: false,
        can_change_info: false,
        can_invite_users: false,
        can_pin_messages: false,
        can_manage_topics: false,
        until_date: 0,
      };
    case "kicked":
      return { status, user, until_date: 0 };
    default:
      return { status, user };
  }
}
