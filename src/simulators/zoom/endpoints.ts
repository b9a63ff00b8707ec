import type { Clock, Instant } from "#lib/clock.ts";
import type { Account } from "./account.ts";
import type { Limits, Plan, Weight } from "./limits.ts";
import type { Live } from "./live.ts";
import type { Scope } from "./oauth.ts";
import type { PageTokens } from "./page-tokens.ts";
import type { Random } from "./random.ts";
import type { Reply } from "./reply.ts";

/** What the endpoints work on. */
export interface Ground {
  readonly clock: Clock;
  readonly random: Random;
  readonly account: Account;
  readonly accountId: string;
  readonly plan: Plan;
  readonly limits: Limits;
  readonly pages: PageTokens;
  readonly live: Live;
  /** IANA zones that this Zoom does not know, besides those that do not exist. */
  readonly unknownZones: ReadonlySet<string>;
  /** False: the account's settings ask for no passcode. */
  readonly passcodes: boolean;
}

/** A request that passed the token, the limits and the scope. */
export interface ApiRequest {
  /** The path's variable part, decoded once. */
  readonly id: string;
  readonly query: URLSearchParams;
  /** The body as text; empty when there is none. */
  readonly body: string;
  readonly now: Instant;
}

/** One endpoint of the API. */
export interface Endpoint {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** As Zoom's documentation writes it, with at most one variable part, e.g. `/users/{userId}/meetings`. */
  readonly template: string;
  readonly scope: Scope;
  readonly weight: Weight;
  handle(request: ApiRequest, ground: Ground): Reply;
}
