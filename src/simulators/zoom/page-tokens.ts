import type { Clock, Instant } from "#lib/clock.ts";
import { drawText, type Random } from "./random.ts";
import { refusal, type Reply } from "./reply.ts";

interface Issued {
  readonly question: string;
  readonly offset: number;
  readonly issuedAt: Instant;
}

/** A part of a list with the token of what follows; an empty token ends the list. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly size: number;
  readonly nextPageToken: string;
  readonly total: number;
}

const lifeMinutes = 15;

/** Cuts lists into pages whose tokens live 15 minutes and belong to the question that got them. */
export class PageTokens {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #issued = new Map<string, Issued>();
  /** When set, pages are at most this long, so that a small list has several. */
  largest = 300;

  constructor(clock: Clock, random: Random) {
    this.#clock = clock;
    this.#random = random;
  }

  /** One page, or Zoom's refusal of a token that is unknown, too old or another question's. */
  cut<Row>(all: readonly Row[], question: string, query: URLSearchParams): Page<Row> | Reply {
    const asked = Number(query.get("page_size") ?? "30");
    if (!Number.isInteger(asked) || asked < 1) return refusal(400, 300, "Invalid field: page_size.");
    const size = Math.min(asked, this.largest);
    const token = query.get("next_page_token") ?? "";
    const from = token === "" ? 0 : this.#offsetOf(token, question);
    if (from === undefined) return refusal(400, 300, "The next page token is invalid or expired.");
    const next = from + size;
    return {
      rows: all.slice(from, next),
      size,
      nextPageToken: next < all.length ? this.#issue(question, next) : "",
      total: all.length,
    };
  }

  /** Ends every token now, as if 15 minutes had passed. */
  expireAll(): void {
    this.#issued.clear();
  }

  #issue(question: string, offset: number): string {
    const token = drawText(this.#random, 34, "ABCDEFGHJKMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789");
    this.#issued.set(token, { question, offset, issuedAt: this.#clock.now() });
    return token;
  }

  #offsetOf(token: string, question: string): number | undefined {
    const issued = this.#issued.get(token);
    if (issued === undefined || issued.question !== question) return undefined;
    return this.#clock.now().since(issued.issuedAt).total("minutes") < lifeMinutes ? issued.offset : undefined;
  }
}

/** Tells a page from a refusal. */
export function isPage<Row>(cut: Page<Row> | Reply): cut is Page<Row> {
  return "rows" in cut;
}
