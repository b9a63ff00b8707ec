import type { App } from "#app/parts.ts";
import type { Db } from "#database/open.ts";
import type { MessageContent } from "#features/messages/rules.ts";
import type { HeardChat, TelegramAsker } from "#features/roster/ports.ts";
import type { GroupRow } from "#features/roster/store.ts";
import { say, type Bilingual, type Language } from "#lib/bilingual.ts";
import type { Instant } from "#lib/clock.ts";

/** What a command's answer is made from. */
export interface Asked {
  readonly app: App;
  /** The transaction in which the update is taken in: what is written here comes exactly once. */
  readonly db: Db;
  readonly now: Instant;
  /** The group's language; in a private chat the person's. */
  readonly language: Language;
  readonly from: TelegramAsker;
  readonly chat: HeardChat;
  /** In a group's chat, the group; the groups in which the person was heard otherwise. */
  readonly groups: readonly GroupRow[];
  /** What follows the command, trimmed. Never stored. */
  readonly words: string;
}

/** A command that students and groups give to the bot. */
export interface BotCommand {
  /** Without slash: lower case letters, digits and underscores. */
  readonly command: string;
  /** For `/help` and for Telegram's menu. */
  readonly about: Bilingual;
  readonly scope: "private" | "group" | "both";
  /** The answer, which leaves through the outbox; `undefined` for none. */
  answer(asked: Asked): Promise<MessageContent | undefined>;
}

/** A press of a button; `words` is its data after the owner's prefix. */
export interface Pressed extends Asked {
  /** The message under which the button stands. */
  readonly messageId: string;
}

/** What pressing came to. */
export interface PressReply {
  /** A short text over the chat, at most 200 characters. */
  readonly toast?: string;
  /** What the message says from now on, as Telegram HTML; its buttons go. */
  readonly replaceBy?: string;
}

/** What the presser of a button is told that nobody answers for any more. */
export const outOfDate = say("Ce bouton ne sert plus.", "This button is out of date.");

/** Who answers the buttons whose data is `prefix:…` (at most 64 bytes in all). */
export interface ButtonOwner {
  readonly prefix: string;
  press(pressed: Pressed): Promise<PressReply>;
}
