import type { Instant } from "#lib/clock.ts";
import type { Answer } from "#lib/failure.ts";
import type { ChatId } from "#lib/ids.ts";

import type { BotStanding } from "./group-rules.ts";

/** A person as Telegram shows them. */
export interface TelegramPerson {
  readonly id: string;
  readonly name: string;
}

/** Somebody who asks the bot something; `language` is that of their Telegram, e.g. `fr` or `pt-br`. */
export interface TelegramAsker extends TelegramPerson {
  readonly language: string | undefined;
}

/** Where something was said. */
export interface HeardChat {
  readonly chatId: ChatId;
  readonly isPrivate: boolean;
  /** The group's title, or the person's name. */
  readonly title: string;
  /** The topic of a forum; absent in its general topic and in groups without topics. */
  readonly topicId?: string;
}

/**
 * What the bot heard. The text of a group's messages never leaves the adapter; of a command only the words after
 * it do, and nobody stores them.
 */
export type Heard =
  | {
      readonly kind: "message";
      readonly updateId: number;
      readonly chatId: ChatId;
      readonly chatTitle: string;
      readonly messageId: string;
      readonly from: TelegramPerson;
      readonly at: Instant;
    }
  /** `/today`; in a private chat anything else that a person writes counts as `/help`. */
  | {
      readonly kind: "command";
      readonly updateId: number;
      readonly chat: HeardChat;
      readonly messageId: string;
      readonly from: TelegramAsker;
      /** Without slash, in lower case. */
      readonly command: string;
      /** The bot that it is addressed to (`/today@other_bot`), without @, in lower case. */
      readonly addressee: string | undefined;
      /** What follows the command, trimmed. */
      readonly words: string;
      readonly at: Instant;
    }
  /** A person pressed a button under a message of the bot. */
  | {
      readonly kind: "button";
      readonly updateId: number;
      readonly chat: HeardChat;
      readonly messageId: string;
      readonly from: TelegramAsker;
      readonly pressId: string;
      readonly data: string;
    }
  /** The bot was added, removed, promoted or restricted. */
  | {
      readonly kind: "membership";
      readonly updateId: number;
      readonly chatId: ChatId;
      readonly chatTitle: string;
      readonly isGroup: boolean;
      readonly standing: BotStanding;
      readonly at: Instant;
    }
  | {
      readonly kind: "migration";
      readonly updateId: number;
      readonly chatId: ChatId;
      readonly newChatId: ChatId;
      readonly at: Instant;
    }
  | {
      readonly kind: "title";
      readonly updateId: number;
      readonly chatId: ChatId;
      readonly title: string;
      readonly at: Instant;
    }
  /** A person came into a group, or left it or was thrown out. */
  | {
      readonly kind: "member";
      readonly updateId: number;
      readonly chatId: ChatId;
      readonly personId: string;
      readonly isIn: boolean;
      readonly at: Instant;
    }
  /** A forum's topic was closed or opened; `topicId` is `1` for the general one. */
  | {
      readonly kind: "topic";
      readonly updateId: number;
      readonly chatId: ChatId;
      readonly topicId: string;
      readonly isClosed: boolean;
      readonly at: Instant;
    }
  /** Something was published in a channel where the bot is an administrator. */
  | {
      readonly kind: "channel post";
      readonly updateId: number;
      readonly chatId: ChatId;
      readonly messageId: string;
      readonly at: Instant;
    }
  /** An update that concerns nothing we use: only its number counts. */
  | { readonly kind: "other"; readonly updateId: number };

/** What the school hears from Telegram. */
export interface TelegramHearPort {
  /**
   * Updates from `offset` on, oldest first (at most 100); acknowledges everything before it.
   * Waits at most `waitSeconds` (0 to 50) for the first one; ends early with an empty list when `signal` aborts.
   */
  hear(offset: number, waitSeconds: number, signal: AbortSignal): Promise<Answer<readonly Heard[]>>;
  /** Reads one update as a webhook delivers it; `undefined` when it is none. */
  readUpdate(body: unknown): Heard | undefined;
  /** Asks Telegram to deliver updates to an address, one at a time, with this secret in each. */
  setWebhook(address: string, secret: string): Promise<Answer<true>>;
  /** The address that updates are delivered to; empty when they are polled. */
  readWebhook(): Promise<Answer<string>>;
  /** Back to polling; what waits is kept. */
  deleteWebhook(): Promise<Answer<true>>;
}

/** A command of the bot's menu. */
export interface MenuLine {
  readonly command: string;
  readonly about: string;
}

/** What the bot says besides messages; none of it is in the outbox, and losing it loses nothing. */
export interface TelegramTalkPort {
  /** Ends the waiting of a pressed button, with a short text over the chat when there is one. */
  answerPress(pressId: string, text: string | undefined): Promise<Answer<true>>;
  /** Replaces the text of a message of the bot and takes its buttons away. */
  replaceText(chat: ChatId, messageId: string, html: string): Promise<Answer<true>>;
  /** The commands that Telegram's menu shows; `language` absent for everybody else's. */
  setMenu(
    where: "private" | "groups",
    language: "fr" | "en" | undefined,
    lines: readonly MenuLine[],
  ): Promise<Answer<true>>;
}

/** A group as Telegram shows it to the bot. */
export interface GroupSeen {
  readonly chatId: ChatId;
  readonly title: string;
  readonly isForum: boolean;
  readonly standing: BotStanding;
}

/** How the bot stands in its groups. */
export interface TelegramGroupPort {
  /** The bot's @name without @, and whether BotFather's privacy mode is off. */
  readBot(): Promise<Answer<{ readonly name: string; readonly readsAll: boolean }>>;
  /** Reads a group and the bot's standing there; refused as sending would be (`telegram.gone`, `telegram.migrated` …). */
  readGroup(chat: ChatId): Promise<Answer<GroupSeen>>;
}
