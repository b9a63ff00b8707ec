import { Api } from "grammy";
import { systemClock, type Clock } from "#lib/clock.ts";
import type { Answer } from "#lib/failure.ts";
import type { ChatId } from "#lib/ids.ts";
import { withoutSecrets, Secret } from "#lib/secrets.ts";
import { classify, noAnswer } from "./classify.ts";
import { telegramFetch } from "./transport.ts";

/** How to reach Telegram. */
export interface TelegramOptions {
  readonly token: Secret;
  /** `https://api.telegram.org`, or the simulator's address. */
  readonly apiRoot: string;
  /** How long an answer may take before it counts as lost, in seconds; `hear` adds its own waiting. */
  readonly timeoutSeconds: number;
  /** Only for a `Retry-After` given as a date. The machine's clock when absent. */
  readonly clock?: Clock;
}

/** Asks once, and reads the answer with `read`; an answer that `read` does not understand counts as none. */
export type Ask = <T>(
  question: () => Promise<unknown>,
  read: (result: unknown) => T | undefined,
  place?: string,
) => Promise<Answer<T>>;

/** grammY's client, whose answers come within `longestSeconds`. */
export function openApi(options: TelegramOptions, longestSeconds: number): Api {
  return new Api(options.token.reveal(), {
    apiRoot: options.apiRoot.replace(/\/+$/, ""),
    sensitiveLogs: false,
    fetch: telegramFetch(options.clock ?? systemClock),
    timeoutSeconds: longestSeconds,
  });
}

/** Asks with every secret taken out of what goes wrong. */
export function askerFor(token: Secret): Ask {
  const clean = cleanerOf(token);
  return async (question, read, place) => {
    try {
      const value = read(await question());
      if (value !== undefined) return { kind: "done", value };
      return noAnswer(true, "The answer lacks what the Bot API promises.", place);
    } catch (error) {
      return classify(error, place, clean);
    }
  };
}

/** The token as it is, and as an address would spell it, taken out of a technical text. */
function cleanerOf(token: Secret): (text: string) => string {
  const plain = token.reveal();
  const spellings = new Set([plain, encodeURI(plain), encodeURIComponent(plain), plain.slice(plain.indexOf(":") + 1)]);
  const secrets = [...spellings].filter((spelling) => spelling.length > 0).map((spelling) => new Secret(spelling));
  return (text) => withoutSecrets(text, secrets);
}

/** Telegram takes ids as numbers; one that a number would round goes as text, which it takes as well. */
export function onTheWire(chat: ChatId): number | string {
  const number = Number(chat);
  return Number.isSafeInteger(number) ? number : chat;
}
