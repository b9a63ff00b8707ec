import { isBefore, type Clock, type Instant } from "#lib/clock.ts";
import type { Answer } from "#lib/failure.ts";
import { Secret } from "#lib/secrets.ts";
import { exchange, type HttpRequest } from "./exchange.ts";
import { limited } from "./limits.ts";
import { tokenRefused } from "./refusals.ts";
import { readJson, tokenAnswer, tokenRefusal } from "./schemas.ts";
import { garbled, silent, unusable } from "./silence.ts";

/** An access token with its life. Whoever stores it encrypts it. */
export interface StoredToken {
  readonly accessToken: Secret;
  readonly obtainedAt: Instant;
  readonly expiresAt: Instant;
  /** What it may be used for, where Zoom says so. */
  readonly scopes?: readonly string[] | undefined;
}

/**
 * Where the account's one token is kept, shared by every process: on older Zoom accounts a new token ends the
 * previous one, so two processes with a token each would end each other's for ever.
 */
export interface TokenStore {
  read(): Promise<StoredToken | undefined>;
  /** Does `renew` while no other process renews; what it is given reads again and keeps the new token. */
  renewing<T>(renew: (held: TokenShelf) => Promise<T>): Promise<T>;
}

/** The token's place, while nobody else changes it. */
export interface TokenShelf {
  read(): Promise<StoredToken | undefined>;
  write(token: StoredToken): Promise<void>;
}

/** A store for one process, forgotten with it. */
export function tokensInMemory(): TokenStore {
  let held: StoredToken | undefined;
  const shelf: TokenShelf = {
    read: async () => held,
    write: async (token) => {
      held = token;
    },
  };
  return { read: shelf.read, renewing: async (renew) => await renew(shelf) };
}

/** What is needed to ask for a token. */
export interface TokenOptions {
  readonly accountId: string;
  readonly clientId: string;
  readonly clientSecret: Secret;
  readonly oauthBase: string;
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly tokens: TokenStore;
}

/** Gives a token that should work: the stored one, or a new one five minutes before its end. */
export interface TokenKeeper {
  /**
   * `refused` is a token that Zoom has just refused: it is never given back.
   * A token that cannot be had is `sent: false`, since what the caller wanted to ask was not asked.
   */
  token(refused?: StoredToken): Promise<Answer<StoredToken>>;
}

const renewedBeforeEnd = { minutes: 5 };

/** Keeps one token alive; concurrent callers wait for one renewal. */
export function keepToken(options: TokenOptions): TokenKeeper {
  let underWay: Promise<Answer<StoredToken>> | undefined;
  let held: StoredToken | undefined;

  async function obtain(refused: StoredToken | undefined): Promise<Answer<StoredToken>> {
    // Should another process have renewed it meanwhile, Zoom says so at the next request, and it is read anew.
    if (isGood(held, refused)) return { kind: "done", value: held };
    const answer = await readOrRenew(refused);
    if (answer.kind === "done") held = answer.value;
    return answer;
  }

  async function readOrRenew(refused: StoredToken | undefined): Promise<Answer<StoredToken>> {
    const stored = await options.tokens.read();
    if (isGood(stored, refused)) return { kind: "done", value: stored };
    return await options.tokens.renewing(async (shelf) => {
      // Another process may have renewed it meanwhile: its token is better than a second new one.
      const other = await shelf.read();
      if (isGood(other, refused)) return { kind: "done", value: other };
      const renewed = await requestToken(options);
      if (renewed.kind === "done") await shelf.write(renewed.value);
      return renewed;
    });
  }

  function isGood(token: StoredToken | undefined, refused: StoredToken | undefined): token is StoredToken {
    return token !== undefined && !same(token, refused) && isFresh(token);
  }

  function isFresh(token: StoredToken): boolean {
    return isBefore(options.clock.now(), token.expiresAt.subtract(renewedBeforeEnd));
  }

  return {
    async token(refused) {
      for (;;) {
        const joined = underWay;
        if (joined === undefined) {
          underWay = obtain(refused).finally(() => {
            underWay = undefined;
          });
          return underWay;
        }
        const answer = await joined;
        // The caller we joined may still have trusted the token that Zoom refused to us: then ask again ourselves.
        if (answer.kind !== "done" || !same(answer.value, refused)) return answer;
      }
    },
  };
}

function same(a: StoredToken, b: StoredToken | undefined): boolean {
  return b !== undefined && a.accessToken.reveal() === b.accessToken.reveal();
}

async function requestToken(options: TokenOptions): Promise<Answer<StoredToken>> {
  const first = await requestTokenOnce(options);
  // A token changes nothing at Zoom's, so its request may be repeated, once.
  return first.kind === "unreachable" ? requestTokenOnce(options) : first;
}

async function requestTokenOnce(options: TokenOptions): Promise<Answer<StoredToken>> {
  const { accountId, clientId, clientSecret, oauthBase, timeoutMs, clock } = options;
  const basic = Buffer.from(`${clientId}:${clientSecret.reveal()}`).toString("base64");
  const query = new URLSearchParams({ grant_type: "account_credentials", account_id: accountId });
  const request: HttpRequest = {
    method: "POST",
    url: `${oauthBase}/oauth/token?${query}`,
    headers: { Authorization: `Basic ${basic}`, "Content-Type": "application/x-www-form-urlencoded" },
  };
  const place = { place: "POST /oauth/token", changes: false, base: oauthBase } as const;
  const secrets = [clientSecret, new Secret(basic)];

  // Counted from before the request: a slow answer must not lengthen the token's life.
  const asked = clock.now();
  const heard = await exchange(request, timeoutMs, secrets);
  if (heard.kind === "silence") return { ...silent(heard, timeoutMs, place), sent: false };
  if (heard.status === 429) return limited(heard.headers, "", place, asked);

  const body = readJson(heard.text);
  if (heard.status >= 400 && heard.status < 500) {
    const refusal = tokenRefusal.safeParse(body);
    if (refusal.success) return tokenRefused(refusal.data.error, refusal.data.reason, place, secrets);
  }
  if (heard.status !== 200) return { ...unusable(heard.status, heard.headers, place), sent: false };
  const parsed = tokenAnswer.safeParse(body);
  // The schema's complaint names fields, never values.
  if (!parsed.success) return { ...garbled(parsed.error, place), sent: false };
  return {
    kind: "done",
    value: {
      accessToken: new Secret(parsed.data.access_token),
      obtainedAt: asked,
      expiresAt: asked.add({ seconds: Math.floor(parsed.data.expires_in) }),
      scopes: parsed.data.scope?.split(/\s+/),
    },
  };
}
