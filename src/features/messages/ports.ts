import type { Db } from "#database/open.ts";
import type { Instant } from "#lib/clock.ts";
import type { Answer } from "#lib/failure.ts";
import type { ChatId } from "#lib/ids.ts";

import type { MessageButton } from "./rules.ts";

/** Telegram's receipt for what was delivered. */
export interface Receipt {
  /** One for a text, a picture or a document; one for each picture of an album, each message passed on. */
  readonly messageIds: readonly string[];
  /** The chat that took it: another one than asked when the group had been migrated. */
  readonly chatId: ChatId;
  /** What Telegram takes next time in place of each file's bytes, in the order of the files. */
  readonly fileIds: readonly string[];
}

/** What Telegram tells of a chat. */
export interface ChatInfo {
  readonly chatId: ChatId;
  readonly title: string;
}

/** A file on its way: its bytes, or the id that Telegram gave it before. */
export interface OutgoingFile {
  readonly name: string;
  readonly mediaType: string;
  readonly source: Uint8Array | { readonly telegramFileId: string };
}

/** What goes to a chat in one request. */
export type OutgoingContent =
  | { readonly form: "text"; readonly html: string; readonly buttons?: readonly (readonly MessageButton[])[] }
  | {
      readonly form: "picture" | "document";
      readonly file: OutgoingFile;
      readonly html: string;
      readonly buttons?: readonly (readonly MessageButton[])[];
    }
  | { readonly form: "album"; readonly files: readonly OutgoingFile[]; readonly html: string }
  | { readonly form: "forward"; readonly fromChat: string; readonly messageIds: readonly string[] };

/** New words for a text, or a new caption, with or without another picture. */
export type OutgoingEdit =
  | {
      readonly form: "text";
      readonly html: string;
      readonly buttons?: readonly (readonly MessageButton[])[] | undefined;
    }
  | { readonly form: "caption"; readonly html: string; readonly file?: OutgoingFile | undefined };

/** What the school asks of Telegram to send. Nothing is retried inside: the outbox decides. */
export interface TelegramSendPort {
  /**
   * Sends one content to a chat, or to a topic of it. After `unreachable` with `sent: true` the group may or may
   * not have it.
   * A `refused` answer's code tells the kinds apart: `telegram.flood` (with `retryAfterMs`), `telegram.gone`
   * (kicked, deleted, not found), `telegram.rights`, `telegram.topic`, `telegram.migrated` (place = the new id),
   * `telegram.text` (a defect of ours), `telegram.token`.
   */
  send(chat: ChatId, content: OutgoingContent, topicId?: string): Promise<Answer<Receipt>>;
  /** Gives a message of the bot other words; one that has these words already is `done`. */
  edit(chat: ChatId, messageId: string, change: OutgoingEdit): Promise<Answer<true>>;
  /** Deletes a message of the bot for everybody, within 48 hours; one that is gone already is `done`. */
  recall(chat: ChatId, messageId: string): Promise<Answer<true>>;
  /** Who the bot is, for `doctor`: its @name. */
  checkBot(): Promise<Answer<string>>;
  /** Reads a chat's title; refused when the bot is not in it. */
  readChat(chat: ChatId): Promise<Answer<ChatInfo>>;
}

/** Asks for the outbox to be looked at from `at` on, inside the caller's transaction. */
export type WakeSender = (tx: Db, at: Instant) => Promise<void>;
