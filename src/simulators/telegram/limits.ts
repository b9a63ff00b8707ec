import type { Clock } from "#lib/clock.ts";

/** How much Telegram takes. The real limits are not published; these are the ones it tells bots to keep to. */
export interface LimitOptions {
  /** Messages that one chat takes at once, when it was quiet; after that one a second. */
  readonly chatBurst: number;
  /** Messages that one group takes in any 60 seconds. */
  readonly groupPerMinute: number;
  /** Messages a second over all chats, and as many at once when the bot was quiet. */
  readonly botPerSecond: number;
}

/** The defaults of the simulator. */
export const usualLimits: LimitOptions = { chatBurst: 3, groupPerMinute: 20, botPerSecond: 30 };

/**
 * A bucket that empties steadily: `ahead` is the moment at which everything taken so far would be paid off.
 */
class Pace {
  #paidAt = 0;
  readonly #intervalMs: number;
  readonly #burst: number;

  constructor(intervalMs: number, burst: number) {
    this.#intervalMs = intervalMs;
    this.#burst = burst;
  }

  /** Milliseconds until one more fits; 0 when it fits now. */
  waitAt(now: number): number {
    return Math.max(0, this.#paidAt - (this.#burst - 1) * this.#intervalMs - now);
  }

  take(now: number): void {
    this.#paidAt = Math.max(this.#paidAt, now) + this.#intervalMs;
  }
}

/** Counts messages on the simulator's clock, and says how long a bot that is too fast has to wait. */
export class Limits {
  readonly #clock: Clock;
  readonly #options: LimitOptions;
  readonly #chats = new Map<number, Pace>();
  readonly #groups = new Map<number, number[]>();
  readonly #bot: Pace;

  constructor(clock: Clock, options: LimitOptions) {
    this.#clock = clock;
    this.#options = options;
    this.#bot = new Pace(1000 / options.botPerSecond, options.botPerSecond);
  }

  /**
   * Counts messages to `chat` (an album is several), unless they are too much: then nothing is counted and the whole seconds to
   * wait (1 or more) are returned.
   */
  take(chat: number, isGroup: boolean, howMany = 1): number | undefined {
    const now = this.#clock.now().epochMilliseconds;
    const pace = this.#chats.get(chat) ?? new Pace(1000, this.#options.chatBurst);
    const recent = (this.#groups.get(chat) ?? []).filter((at) => at > now - 60_000);
    const oldest = recent[recent.length - this.#options.groupPerMinute + howMany - 1];
    const groupWait = isGroup && oldest !== undefined ? oldest + 60_000 - now : 0;
    const wait = Math.max(pace.waitAt(now), this.#bot.waitAt(now), groupWait);
    if (wait > 0) return Math.max(1, Math.ceil(wait / 1000));

    for (let taken = 0; taken < howMany; taken += 1) this.#bot.take(now);
    // Within the chat an album arrives as one.
    pace.take(now);
    this.#chats.set(chat, pace);
    this.#groups.set(chat, [...recent, ...Array.from({ length: howMany }, () => now)]);
    return undefined;
  }
}
