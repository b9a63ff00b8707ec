import type { z } from "zod";

import type { Clock } from "#lib/clock.ts";
import type { Answer } from "#lib/failure.ts";
import type { Secret } from "#lib/secrets.ts";
import { exchange, type HttpRequest } from "./exchange.ts";
import { daySpent, limited } from "./limits.ts";
import { unpaced, type Pace, type RateLabel } from "./pace.ts";
import { refused } from "./refusals.ts";
import { readJson, refusalAnswer } from "./schemas.ts";
import { garbled, silent, unusable, type Place } from "./silence.ts";
import type { StoredToken, TokenKeeper } from "./token.ts";

/** One request to Zoom's API. Path segments are already encoded. */
export interface Call {
  readonly method: HttpRequest["method"];
  readonly path: string;
  /** Zoom's rate label of this request, as its documentation says. */
  readonly label: RateLabel;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Asks Zoom and reads the answer with a schema; never throws for an expected misfortune. */
export type Ask = <T>(call: Call, schema: z.ZodType<T>) => Promise<Answer<T>>;

/** What the caller needs. */
export interface CallerOptions {
  readonly apiBase: string;
  readonly timeoutMs: number;
  readonly clientSecret: Secret;
  readonly clock: Clock;
  readonly keeper: TokenKeeper;
  /** Without one, requests leave at once. */
  readonly pace?: Pace;
}

/** A pause that Zoom asks for is everybody's when it is at most this long; longer ones are the day's, and told. */
const longestHold = 60_000;

/** A scope given to the app counts only for tokens born after it, so an older token is worth renewing once. */
const youngTokenMs = 60_000;

/**
 * The one way to Zoom's API.
 *
 * A refused token is renewed once, for every method: what was refused was not done. A GET without a usable answer is
 * asked a second time at once (longer patience belongs to the jobs); what changes something is never repeated.
 */
export function openCaller(options: CallerOptions): Ask {
  const { apiBase, timeoutMs, clientSecret, clock, keeper, pace = unpaced } = options;

  async function once<T>(call: Call, token: StoredToken, schema: z.ZodType<T>): Promise<Answer<T>> {
    const place = placeOf(call, apiBase);
    const query = call.query === undefined ? "" : `?${new URLSearchParams(call.query)}`;
    const secrets = [token.accessToken, clientSecret];
    const turn = await pace.turn(call.label);
    if (turn === "spent") return daySpent(place, clock.now());
    if (turn.waitMs > 0) await clock.sleep(turn.waitMs);
    const heard = await exchange(
      {
        method: call.method,
        url: `${apiBase}${call.path}${query}`,
        headers: {
          Authorization: `Bearer ${token.accessToken.reveal()}`,
          Accept: "application/json",
          ...(call.body === undefined ? {} : { "Content-Type": "application/json" }),
        },
        ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
      },
      timeoutMs,
      secrets,
    );
    if (heard.kind === "silence") return silent(heard, timeoutMs, place);

    const { status, headers } = heard;
    const body = readJson(heard.text);
    if (status >= 200 && status < 300) {
      const parsed = schema.safeParse(body);
      return parsed.success ? { kind: "done", value: parsed.data } : garbled(parsed.error, place);
    }
    if (status >= 400 && status < 500) {
      const told = refusalAnswer.safeParse(body);
      if (status === 429) {
        const refusal = limited(headers, told.data?.message ?? "", place, clock.now());
        const { retryAfterMs = 0 } = refusal;
        if (retryAfterMs <= longestHold) await pace.hold(call.label, retryAfterMs);
        return refusal;
      }
      if (told.success) return refused(status, told.data.code, wordsOf(told.data), place, secrets);
      if (status === 401) return refused(status, 124, "", place, secrets);
    }
    return unusable(status, headers, place);
  }

  async function tried<T>(call: Call, token: StoredToken, schema: z.ZodType<T>): Promise<Answer<T>> {
    const first = await once(call, token, schema);
    return first.kind === "unreachable" && call.method === "GET" ? once(call, token, schema) : first;
  }

  function deservesNewToken(answer: Answer<unknown>, token: StoredToken): boolean {
    if (answer.kind !== "refused") return false;
    if (answer.failure.code === "zoom.token") return true;
    const age = clock.now().epochMilliseconds - token.obtainedAt.epochMilliseconds;
    return answer.failure.code === "zoom.scope" && age > youngTokenMs;
  }

  return async (call, schema) => {
    const held = await keeper.token();
    if (held.kind !== "done") return held;
    const answer = await tried(call, held.value, schema);
    if (!deservesNewToken(answer, held.value)) return answer;
    const renewed = await keeper.token(held.value);
    return renewed.kind === "done" ? tried(call, renewed.value, schema) : renewed;
  };
}

/** Where a call goes, for failures: no query, because a page token is of no use to a reader. */
export function placeOf(call: Pick<Call, "method" | "path">, apiBase: string): Place {
  return { place: `${call.method} ${call.path}`, changes: call.method !== "GET", base: apiBase };
}

function wordsOf(told: z.output<typeof refusalAnswer>): string {
  const fields = (told.errors ?? []).map((error) => `${error.field}: ${error.message}`);
  return fields.length === 0 ? told.message : `${told.message} (${fields.join("; ")})`;
}
