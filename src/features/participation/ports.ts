import type { Answer } from "#lib/failure.ts";
import type { ChatId } from "#lib/ids.ts";
import type { Instant } from "#lib/clock.ts";

/** A person as Telegram shows them. */
export interface TelegramPerson {
  readonly id: string;
  readonly name: string;
}

/** What the bot heard. The text of a message never leaves the adapter. */
export type Heard =
  | {
      readonly kind: "message";
      readonly updateId: number;
      readonly chatId: ChatId;
      readonly messageId: string;
      readonly from: TelegramPerson;
      readonly at: Instant;
    }
  /** The bot was added, removed, promoted or restricted; `canSend` is what is left. */
  | {
      readonly kind: "membership";
      readonly updateId: number;
      readonly chatId: ChatId;
      readonly chatTitle: string;
      readonly canSend: boolean;
      readonly at: Instant;
    }
  | {
      readonly kind: "migration";
      readonly updateId: number;
      readonly chatId: ChatId;
      readonly newChatId: ChatId;
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
}
