import type { ApiAnswer } from "./answers.ts";
import { refuse } from "./answers.ts";
import type { Entity } from "./html.ts";

/** What the bot is in a chat. */
export type BotStatus = "member" | "administrator" | "restricted" | "left" | "kicked";

/** A user of Telegram, as the Bot API shows one. */
export interface User {
  readonly id: number;
  readonly is_bot: boolean;
  readonly first_name: string;
  readonly last_name?: string;
  readonly username?: string;
  readonly language_code?: string;
}

/** A message of the bot that can still be edited or deleted. */
export interface StoredMessage {
  readonly messageId: number;
  /** Seconds since 1970. */
  readonly date: number;
  readonly threadId: number | undefined;
  readonly kind: "text" | "photo" | "document";
  text: string;
  entities: readonly Entity[];
  isDeleted: boolean;
}

/** One chat of the simulated Telegram. */
export interface Chat {
  readonly id: number;
  readonly type: "private" | "group" | "supergroup";
  title: string;
  bot: BotStatus;
  maySendText: boolean;
  maySendPhotos: boolean;
  /** True when the bot hears only commands, mentions and replies; fixed when it joined. */
  hearsLittle: boolean;
  isDeleted: boolean;
  /** A person who blocked the bot; private chats only. */
  isBlocked: boolean;
  migratedTo: number | undefined;
  isForum: boolean;
  readonly topics: Map<number, { readonly name: string; isClosed: boolean }>;
  isGeneralClosed: boolean;
  nextMessageId: number;
  readonly sent: Map<number, StoredMessage>;
  readonly people: Map<number, User>;
  /** What people said, by message id: the bot may pass it on. */
  readonly said: Map<number, string>;
}

/** A new chat with nothing in it. */
export function newChat(id: number, type: Chat["type"], title: string, bot: BotStatus, hearsLittle: boolean): Chat {
  return {
    id,
    type,
    title,
    bot,
    hearsLittle,
    maySendText: true,
    maySendPhotos: true,
    isDeleted: false,
    isBlocked: false,
    migratedTo: undefined,
    isForum: false,
    topics: new Map(),
    isGeneralClosed: false,
    nextMessageId: 1,
    sent: new Map(),
    people: new Map(),
    said: new Map(),
  };
}

/** True when the bot is in the chat, whatever it may do there. */
export function isBotIn(chat: Chat): boolean {
  return chat.bot !== "left" && chat.bot !== "kicked" && !chat.isDeleted && chat.migratedTo === undefined;
}

/** Why the bot cannot look into a chat; `undefined` when it can. */
export function whyNoAccess(chat: Chat): (ApiAnswer & { ok: false }) | undefined {
  const kind = chat.type;
  if (chat.migratedTo !== undefined) {
    return refuse(400, "Bad Request: group chat was upgraded to a supergroup chat", {
      migrate_to_chat_id: chat.migratedTo,
    });
  }
  if (chat.isDeleted) return refuse(403, "Forbidden: the group chat was deleted");
  if (chat.isBlocked) return refuse(403, "Forbidden: bot was blocked by the user");
  if (chat.bot === "kicked") return refuse(403, `Forbidden: bot was kicked from the ${kind} chat`);
  if (chat.bot === "left") return refuse(403, `Forbidden: bot is not a member of the ${kind} chat`);
  return undefined;
}

/** Why the bot cannot write `content` into a chat's topic; `undefined` when it can. */
export function whyNoWriting(
  chat: Chat,
  content: "text" | "photo" | "document",
  threadId: number | undefined,
): (ApiAnswer & { ok: false }) | undefined {
  const noAccess = whyNoAccess(chat);
  if (noAccess !== undefined) return noAccess;
  const isAdmin = chat.bot === "administrator";
  if (threadId !== undefined && threadId !== 1) {
    const topic = chat.topics.get(threadId);
    if (topic === undefined) return refuse(400, "Bad Request: message thread not found");
    if (topic.isClosed && !isAdmin) return refuse(400, "Bad Request: TOPIC_CLOSED");
  } else if (chat.isForum && chat.isGeneralClosed && !isAdmin) {
    return refuse(400, "Bad Request: TOPIC_CLOSED");
  }
  if (isAdmin) return undefined;
  if (content === "text" && !chat.maySendText)
    return refuse(400, "Bad Request: not enough rights to send text messages to the chat");
  if (content !== "text" && !chat.maySendPhotos)
    return refuse(400, `Bad Request: not enough rights to send ${content}s to the chat`);
  return undefined;
}
