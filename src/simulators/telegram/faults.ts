/**
 * What can go wrong between Telegram and the bot.
 *
 * - `accept then drop`: carried out, then the connection is cut without an answer.
 * - `accept then hang`: carried out, and no answer ever comes.
 * - `500 after delivery`: carried out, and the answer says 500.
 * - `drop before delivery`: cut without an answer, and nothing was done.
 * - `502 HTML`: a proxy answers a page; nothing was done.
 * - `flood`: 429 with 35 s to wait; nothing was done.
 * - `slow`: carried out and answered, after `slowMs` of real time.
 *
 * A refused connection leaves no request to count: see `refuseConnections` on the simulator.
 */
export type Fault = (typeof faultKinds)[number];

/** All kinds of faults. */
export const faultKinds = [
  "accept then drop",
  "accept then hang",
  "500 after delivery",
  "drop before delivery",
  "502 HTML",
  "flood",
  "slow",
] as const;

/** Methods that change something in a chat: those that faults hit unless others are named. */
const deliveringMethods: readonly string[] = [
  "sendMessage",
  "sendPhoto",
  "sendDocument",
  "sendMediaGroup",
  "forwardMessage",
  "forwardMessages",
  "editMessageText",
  "editMessageCaption",
  "editMessageMedia",
  "deleteMessage",
];

interface Queued {
  readonly fault: Fault;
  readonly methods: readonly string[];
  left: number;
}

interface Chance {
  readonly rate: number;
  readonly kinds: readonly Fault[];
  readonly methods: readonly string[];
  readonly random: () => number;
}

/** The faults to come: a queue that tests fill, and a seeded chance for long simulations. */
export class Faults {
  readonly #queue: Queued[] = [];
  readonly #met = new Map<Fault, number>();
  #chance: Chance | undefined;

  /** The next `n` requests of these methods meet `fault`. Queued faults happen in the order given. */
  next(n: number, fault: Fault, methods: readonly string[] = deliveringMethods): void {
    this.#queue.push({ fault, methods, left: n });
  }

  /** From now on a share `rate` (0 to 1) of the requests meets one of `kinds`; the same seed gives the same faults. */
  atRandom(options: {
    readonly seed: number;
    readonly rate: number;
    readonly kinds?: readonly Fault[];
    readonly methods?: readonly string[];
  }): void {
    this.#chance = {
      rate: options.rate,
      kinds: options.kinds ?? faultKinds,
      methods: options.methods ?? deliveringMethods,
      random: seededRandom(options.seed),
    };
  }

  /** No more faults. */
  none(): void {
    this.#queue.length = 0;
    this.#chance = undefined;
  }

  /** The fault that this request meets, which is thereby used up. */
  take(method: string): Fault | undefined {
    const fault = this.#choose(method);
    if (fault !== undefined) this.#met.set(fault, this.met(fault) + 1);
    return fault;
  }

  /** How many requests have met a fault so far. */
  get total(): number {
    return this.#met.values().reduce((sum, times) => sum + times, 0);
  }

  /** How many requests have met this fault so far. */
  met(fault: Fault): number {
    return this.#met.get(fault) ?? 0;
  }

  #choose(method: string): Fault | undefined {
    const queued = this.#queue.find((candidate) => candidate.methods.includes(method));
    if (queued !== undefined) {
      queued.left -= 1;
      if (queued.left <= 0) this.#queue.splice(this.#queue.indexOf(queued), 1);
      return queued.fault;
    }
    const chance = this.#chance;
    if (chance === undefined || !chance.methods.includes(method) || chance.random() >= chance.rate) return undefined;
    return chance.kinds[Math.floor(chance.random() * chance.kinds.length)];
  }
}

/** Numbers from 0 to 1 that follow from a seed (mulberry32): the same on every machine. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
