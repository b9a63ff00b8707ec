import type { Random } from "./random.ts";

/**
 * What can go wrong between Zoom and its client.
 *
 * - `commit then drop`: carried out, then the connection is cut without an answer.
 * - `commit then hang`: carried out, and no answer ever comes.
 * - `commit later`: cut without an answer, and carried out only `lateMs` of the clock afterwards.
 * - `500 after commit`: carried out, and the answer says 500.
 * - `502 HTML maintenance`: a maintenance page; nothing was done.
 * - `refuse`: cut without an answer, and nothing was done. (A connection that is refused outright leaves no request
 *   to count: see `refuseConnections` on the simulator.)
 * - `slow`: carried out and answered, after `slowMs` of real time.
 * - `429 with a date`, `429 with seconds`, `429 bare`: too many requests, in Zoom's three shapes; nothing was done.
 */
export type Fault = (typeof faultKinds)[number];

/** All kinds of faults. */
export const faultKinds = [
  "commit then drop",
  "commit then hang",
  "commit later",
  "500 after commit",
  "502 HTML maintenance",
  "refuse",
  "slow",
  "429 with a date",
  "429 with seconds",
  "429 bare",
] as const;

/** Which requests a fault hits: those of the API when nothing is said, never the token's unless its path is named. */
export interface FaultMatch {
  readonly method?: "GET" | "POST" | "PATCH" | "DELETE";
  /** A part of the path (`/oauth/token`, `/users`), or a pattern for it. */
  readonly path?: string | RegExp;
}

interface Queued {
  readonly fault: Fault;
  readonly match: FaultMatch;
  left: number;
}

interface Chance {
  readonly rate: number;
  readonly kinds: readonly Fault[];
  readonly match: FaultMatch;
}

/** The faults to come: a queue that tests fill, and a seeded chance for long simulations. */
export class Faults {
  readonly #random: Random;
  readonly #met = new Map<Fault, number>();
  #queue: Queued[] = [];
  #chance: Chance | undefined;

  constructor(random: Random) {
    this.#random = random;
  }

  /** The next `n` requests that match meet `fault`. Queued faults happen in the order given. */
  next(n: number, fault: Fault, match: FaultMatch = {}): void {
    this.#queue.push({ fault, match, left: n });
  }

  /** From now on a share `rate` (0 to 1) of the requests meets one of `kinds`; the simulator's seed decides which. */
  atRandom(options: { readonly rate: number; readonly kinds?: readonly Fault[]; readonly match?: FaultMatch }): void {
    this.#chance = { rate: options.rate, kinds: options.kinds ?? faultKinds, match: options.match ?? {} };
  }

  /** No more faults. */
  none(): void {
    this.#queue = [];
    this.#chance = undefined;
  }

  /** Requests that still have to meet a queued fault. */
  get waiting(): number {
    return this.#queue.reduce((sum, queued) => sum + queued.left, 0);
  }

  /** The fault that this request meets, which is thereby used up. */
  take(method: string, path: string): Fault | undefined {
    const fault = this.#choose(method, path);
    if (fault !== undefined) this.#met.set(fault, this.met(fault) + 1);
    return fault;
  }

  /** How many requests have met this fault so far. */
  met(fault: Fault): number {
    return this.#met.get(fault) ?? 0;
  }

  #choose(method: string, path: string): Fault | undefined {
    const queued = this.#queue.find((candidate) => hits(candidate.match, method, path));
    if (queued !== undefined) {
      queued.left -= 1;
      this.#queue = this.#queue.filter((candidate) => candidate.left > 0);
      return queued.fault;
    }
    const chance = this.#chance;
    if (chance === undefined || !hits(chance.match, method, path) || this.#random() >= chance.rate) return undefined;
    return chance.kinds[Math.floor(this.#random() * chance.kinds.length)];
  }
}

function hits(match: FaultMatch, method: string, path: string): boolean {
  if (match.method !== undefined && match.method !== method) return false;
  if (match.path === undefined) return path.startsWith("/v2/");
  return typeof match.path === "string" ? path.includes(match.path) : match.path.test(path);
}
