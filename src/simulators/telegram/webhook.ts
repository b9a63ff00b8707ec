import type { Clock } from "#lib/clock.ts";
import { causeOf } from "#lib/failure.ts";
import { done, refuse, type ApiAnswer } from "./answers.ts";
import type { Parameters } from "./parameters.ts";
import { seconds } from "./shapes.ts";
import type { Updates } from "./updates.ts";

/** How long the program may take to answer a webhook, in real milliseconds. */
const answerMs = 10_000;

/** Pauses after failed deliveries, in milliseconds of the simulator's clock; the last one repeats. */
const pausesMs = [1_000, 2_000, 5_000, 15_000, 60_000] as const;

interface Target {
  readonly url: string;
  readonly secret: string | undefined;
  readonly maxConnections: number;
  readonly stop: AbortController;
}

/** Delivers updates to an address, one after the other, again and again until it says 2xx. */
export class Webhook {
  readonly #updates: Updates;
  readonly #clock: Clock;
  #target: Target | undefined;
  #isDelivering = false;
  #lastError: { readonly date: number; readonly message: string } | undefined;

  constructor(updates: Updates, clock: Clock) {
    this.#updates = updates;
    this.#clock = clock;
    updates.onPending = () => void this.#deliver();
  }

  isSet(): boolean {
    return this.#target !== undefined;
  }

  /** `setWebhook`. Unlike Telegram, http is taken as well as https: the receiver is on this machine. */
  set(parameters: Parameters): ApiAnswer {
    const url = parameters.text("url") ?? "";
    if (url === "") return this.remove(parameters.flag("drop_pending_updates"));
    if (URL.parse(url) === null) return refuse(400, "Bad Request: bad webhook: invalid webhook URL specified");
    const secret = parameters.text("secret_token");
    if (secret !== undefined && !/^[\w-]{1,256}$/.test(secret)) {
      return refuse(400, "Bad Request: secret token contains unallowed characters");
    }
    this.#target?.stop.abort();
    this.#isDelivering = false;
    const allowed = parameters.json("allowed_updates");
    if (Array.isArray(allowed)) this.#updates.allow(allowed.filter((kind) => typeof kind === "string"));
    if (parameters.flag("drop_pending_updates")) this.#updates.drop();
    this.#lastError = undefined;
    this.#target = {
      url,
      secret,
      maxConnections: parameters.integer("max_connections") ?? 40,
      stop: new AbortController(),
    };
    void this.#deliver();
    return done(true, "Webhook was set");
  }

  /** `deleteWebhook`. */
  remove(dropPending: boolean): ApiAnswer {
    const wasSet = this.#target !== undefined;
    this.close();
    if (dropPending) this.#updates.drop();
    return done(true, wasSet ? "Webhook was deleted" : "Webhook is already deleted");
  }

  /** `WebhookInfo`. */
  info(): Record<string, unknown> {
    const allowed = this.#updates.allowed();
    return {
      url: this.#target?.url ?? "",
      has_custom_certificate: false,
      pending_update_count: this.#updates.pending().length,
      ...(this.#target === undefined ? {} : { max_connections: this.#target.maxConnections }),
      ...(this.#lastError === undefined
        ? {}
        : { last_error_date: this.#lastError.date, last_error_message: this.#lastError.message }),
      ...(allowed === undefined ? {} : { allowed_updates: allowed }),
    };
  }

  close(): void {
    this.#target?.stop.abort();
    this.#target = undefined;
    this.#isDelivering = false;
  }

  async #deliver(): Promise<void> {
    const target = this.#target;
    if (target === undefined || this.#isDelivering) return;
    this.#isDelivering = true;
    let failures = 0;
    for (;;) {
      const update = this.#updates.pending()[0];
      if (update === undefined || target.stop.signal.aborted) break;
      const problem = await post(target, update);
      if (target.stop.signal.aborted) return;
      if (problem === undefined) {
        failures = 0;
        this.#updates.delivered(update.update_id);
        continue;
      }
      this.#lastError = { date: seconds(this.#clock.now()), message: problem };
      const pause = pausesMs[Math.min(failures, pausesMs.length - 1)] ?? 60_000;
      failures += 1;
      await this.#clock.sleep(pause, target.stop.signal);
    }
    if (this.#target === target) this.#isDelivering = false;
  }
}

/** Posts one update; returns what went wrong, in the words of `last_error_message`. */
async function post(target: Target, update: unknown): Promise<string | undefined> {
  try {
    const response = await fetch(target.url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(target.secret === undefined ? {} : { "x-telegram-bot-api-secret-token": target.secret }),
      },
      body: JSON.stringify(update),
      signal: AbortSignal.any([target.stop.signal, AbortSignal.timeout(answerMs)]),
    });
    await response.arrayBuffer();
    return response.ok ? undefined : `Wrong response from the webhook: ${response.status} ${response.statusText}`;
  } catch (error) {
    return causeOf(error);
  }
}
