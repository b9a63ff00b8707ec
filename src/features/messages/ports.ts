import type { Answer } from "#lib/failure.ts";
import type { ChatId } from "#lib/ids.ts";

/** Telegram's receipt for a delivered message. */
export interface Receipt {
  readonly messageId: string;
  /** The chat that took it: another one than asked when the group had been migrated. */
  readonly chatId: ChatId;
}

/** What Telegram tells of a chat. */
export interface ChatInfo {
  readonly chatId: ChatId;
  readonly title: string;
}

/** What the school asks of Telegram to send. Nothing is retried inside: the outbox decides. */
export interface TelegramSendPort {
  /**
   * Sends an HTML text. After `unreachable` with `sent: true` the group may or may not have it.
   * A `refused` answer's code tells the kinds apart: `telegram.flood` (with `retryAfterMs`), `telegram.gone`
   * (kicked, deleted, not found), `telegram.rights`, `telegram.topic`, `telegram.migrated` (place = the new id),
   * `telegram.text` (a defect of ours), `telegram.token`.
   */
  sendHtml(chat: ChatId, html: string): Promise<Answer<Receipt>>;
  /** Who the bot is, for `doctor`: its @name. */
  checkBot(): Promise<Answer<string>>;
  /** Reads a chat's title; refused when the bot is not in it. */
  readChat(chat: ChatId): Promise<Answer<ChatInfo>>;
}
