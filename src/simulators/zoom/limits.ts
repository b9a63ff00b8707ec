import type { Clock, Instant } from "#lib/clock.ts";
import { refusal, type Reply } from "./reply.ts";
import { written } from "./start-time.ts";

/** What the school pays Zoom for. */
export type Plan = "free" | "pro" | "business";
/** Zoom's rate-limit label of an endpoint. */
export type Weight = "light" | "medium" | "heavy";
/** How a 429 says when to come back: an ISO date, seconds, or not at all. */
export type LimitShape = "date" | "seconds" | "bare";

const perSecond: Readonly<Record<Plan, Readonly<Record<Weight, number>>>> = {
  free: { light: 4, medium: 2, heavy: 1 },
  pro: { light: 30, medium: 20, heavy: 10 },
  business: { light: 80, medium: 60, heavy: 40 },
};
const perDay: Readonly<Record<Plan, Readonly<Record<Weight, number>>>> = {
  free: { light: 6_000, medium: 2_000, heavy: 1_000 },
  pro: { light: Infinity, medium: Infinity, heavy: 30_000 },
  business: { light: Infinity, medium: Infinity, heavy: 60_000 },
};
/** Creations and changes per host and UTC day, on every plan. */
const writesPerHostAndDay = 100;

/** Counts requests on the Clock: a clock that stands still fills its second. */
export class Limits {
  readonly #clock: Clock;
  readonly #plan: Plan;
  readonly #lastSecond: Record<Weight, Instant[]> = { light: [], medium: [], heavy: [] };
  readonly #today = new Map<string, number>();
  /** False switches the limits per second and per day off, not the 100 writes of a host. */
  paced: boolean;
  #refusedWrites = 0;
  /** Forces one shape; `undefined` is Zoom's habit: a date for the daily limits, nothing for those per second. */
  shape: LimitShape | undefined;

  constructor(clock: Clock, plan: Plan, paced: boolean) {
    this.#clock = clock;
    this.#plan = plan;
    this.paced = paced;
  }

  /** Counts one request of the account; a refusal when it is one too many. */
  admit(weight: Weight): Reply | undefined {
    if (!this.paced) return undefined;
    const now = this.#clock.now();
    const daily = this.#count(weight, perDay[this.#plan][weight]);
    if (!daily)
      return this.#daily(
        weight,
        "You have reached the maximum daily rate limit for this API. Refer to the response header for details on when you can make another request.",
      );
    const since = now.subtract({ seconds: 1 });
    const recent = this.#lastSecond[weight].filter((moment) => Temporal.Instant.compare(moment, since) > 0);
    this.#lastSecond[weight] = recent;
    if (recent.length >= perSecond[this.#plan][weight]) return this.tooFast(weight, this.shape ?? "bare");
    recent.push(now);
    return undefined;
  }

  /** Counts one creation or change for a host; a refusal from the 101st of the UTC day on. */
  admitWrite(hostId: string): Reply | undefined {
    if (this.#count(`host ${hostId}`, writesPerHostAndDay)) return undefined;
    this.#refusedWrites += 1;
    return this.#daily(
      "light",
      `You have exceeded the daily rate limit (${writesPerHostAndDay}) of Meeting Create/Update API requests permitted for this particular user.`,
    );
  }

  /** Creations and changes that were refused because their host's day was spent. */
  get refusedWrites(): number {
    return this.#refusedWrites;
  }

  /** Another program of the account has used up a host's writes of a UTC day. */
  spendDay(hostId: string, day: Instant): void {
    this.#today.set(this.#key(`host ${hostId}`, day), writesPerHostAndDay);
  }

  /** The host's writes of the current UTC day, those refused by the cap left out. */
  writesToday(hostId: string): number {
    return this.#today.get(this.#key(`host ${hostId}`)) ?? 0;
  }

  /** A refusal per second, in one of the three shapes. */
  tooFast(weight: Weight, shape: LimitShape): Reply {
    const back = this.#clock.now().add({ seconds: 1 });
    return this.#refuse(
      shape,
      weight,
      "QPS",
      back,
      "You have reached the maximum per-second rate limit for this API. Try again later.",
    );
  }

  #daily(weight: Weight, message: string): Reply {
    const midnight = this.#clock.now().toZonedDateTimeISO("UTC").add({ days: 1 }).startOfDay().toInstant();
    return this.#refuse(this.shape ?? "date", weight, "Daily-limit", midnight, message);
  }

  #refuse(shape: LimitShape, weight: Weight, type: string, back: Instant, message: string): Reply {
    const category = { "X-RateLimit-Category": weight.charAt(0).toUpperCase() + weight.slice(1) };
    if (shape === "bare") return refusal(429, 429, message, category);
    const seconds = Math.ceil(back.since(this.#clock.now()).total("seconds"));
    return refusal(429, 429, message, {
      ...category,
      "X-RateLimit-Type": type,
      "X-RateLimit-Remaining": "0",
      "Retry-After": shape === "date" ? written(back) : String(seconds),
    });
  }

  #count(name: string, most: number): boolean {
    const key = this.#key(name);
    const used = this.#today.get(key) ?? 0;
    if (used >= most) return false;
    this.#today.set(key, used + 1);
    return true;
  }

  #key(name: string, day: Instant = this.#clock.now()): string {
    return `${day.toString().slice(0, 10)} ${name}`;
  }
}
