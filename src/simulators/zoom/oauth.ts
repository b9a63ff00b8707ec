import type { Clock, Instant } from "#lib/clock.ts";
import { drawText, type Random } from "./random.ts";
import { refusal, type Reply } from "./reply.ts";

/** The app's credentials, as the school copies them from Zoom's marketplace. */
export interface AppCredentials {
  readonly accountId: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Every scope that the simulated endpoints ask for. */
export const allScopes = [
  "meeting:write:meeting:admin",
  "meeting:update:meeting:admin",
  "meeting:delete:meeting:admin",
  "meeting:read:meeting:admin",
  "meeting:read:list_meetings:admin",
  "meeting:read:list_past_instances:admin",
  "meeting:read:list_past_participants:admin",
  "report:read:list_meeting_participants:admin",
  "user:read:list_users:admin",
] as const;

/** One of Zoom's granular scopes. */
export type Scope = (typeof allScopes)[number];

interface IssuedToken {
  readonly endsAt: Instant;
  readonly scopes: readonly Scope[];
}

const lifeSeconds = 3_600;

/** Server-to-Server OAuth: gives tokens and knows which are good. */
export class OAuth {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #app: AppCredentials;
  readonly #tokens = new Map<string, IssuedToken>();
  /** Given to tokens issued from now on: a token keeps the scopes of its birth. */
  scopes: readonly Scope[] = allScopes;
  /** As on older accounts: a new token ends those before it. */
  newTokenEndsOld = false;
  /** Tokens given since the start. */
  issued = 0;

  constructor(clock: Clock, random: Random, app: AppCredentials) {
    this.#clock = clock;
    this.#random = random;
    this.#app = app;
  }

  /** `POST /oauth/token`; the parameters may stand in the query or in a form body, as with Zoom. */
  token(authorization: string, parameters: URLSearchParams): Reply {
    const expected = `Basic ${Buffer.from(`${this.#app.clientId}:${this.#app.clientSecret}`).toString("base64")}`;
    if (authorization !== expected) return denied(401, "invalid_client", "Invalid client_id or client_secret");
    if (parameters.get("grant_type") !== "account_credentials") {
      return denied(400, "unsupported_grant_type", "unsupported grant type");
    }
    if (parameters.get("account_id") !== this.#app.accountId) return denied(400, "invalid_request", "Bad Request");

    if (this.newTokenEndsOld) this.#tokens.clear();
    const token = `eyJ${drawText(this.#random, 60, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")}`;
    this.#tokens.set(token, { endsAt: this.#clock.now().add({ seconds: lifeSeconds }), scopes: this.scopes });
    this.issued += 1;
    return {
      status: 200,
      body: {
        access_token: token,
        token_type: "bearer",
        expires_in: lifeSeconds - 1,
        scope: this.scopes.join(" "),
        api_url: "https://api.zoom.us",
      },
    };
  }

  /** A refusal when the bearer's token is unknown, over, or lacks the scope. */
  admit(authorization: string, scope: Scope): Reply | undefined {
    const token = this.#tokens.get(/^Bearer (.+)$/.exec(authorization)?.[1] ?? "");
    if (token === undefined) return refusal(401, 124, "Invalid access token.");
    if (Temporal.Instant.compare(token.endsAt, this.#clock.now()) <= 0) {
      return refusal(401, 124, "Access token is expired.");
    }
    if (token.scopes.includes(scope)) return undefined;
    return refusal(400, 4711, `Invalid access token, does not contain scopes:[${scope}].`);
  }

  /** Every token given so far is refused with 124 from now on. */
  endAllTokens(): void {
    this.#tokens.clear();
  }
}

function denied(status: number, error: string, reason: string): Reply {
  return { status, body: { reason, error } };
}
