import { isBefore, type Instant } from "#lib/clock.ts";

import { brokenAtOnce, brokenPromises, type Evidence } from "./invariants.ts";
import type { Broken, Span } from "./promise.ts";
import { audience, testChat, type SchoolYear } from "./school-year.ts";

/** A promise that was not kept, and the moment of the school's clock at which it was first seen. */
export interface SeenBroken extends Broken {
  readonly seenAt: string;
}

/** Looks at the promises of one school while its year goes on. */
export class Watch {
  readonly #year: SchoolYear;
  /** When the school began: what lay before could not be planned. */
  readonly #start: Instant;
  #lookedAt: Instant;

  constructor(year: SchoolYear, start: Instant) {
    this.#year = year;
    this.#start = start;
    this.#lookedAt = start;
  }

  /** What holds at every moment, about what happened since the last look: after each hour with its faults, twice a day. */
  async atOnce(): Promise<readonly SeenBroken[]> {
    const until = this.#year.now;
    const broken = await brokenAtOnce(this.#year.app, evidenceOf(this.#year, { from: this.#lookedAt, until }));
    this.#lookedAt = until;
    return this.#seen(broken);
  }

  /** Everything, about a span of the healed school. */
  async whole(from: Instant = this.#start): Promise<readonly SeenBroken[]> {
    return this.#seen(await brokenPromises(this.#year.app, evidenceOf(this.#year, { from, until: this.#year.now })));
  }

  #seen(broken: readonly Broken[]): readonly SeenBroken[] {
    return broken.map((one) => ({ ...one, seenAt: this.#year.now.toString({ smallestUnit: "second" }) }));
  }
}

/** So many days before a span still matter to it: what is edited is younger, and what is told twice is told on one day. */
const daysOfEdits = 8;

/** What can be compared now, about a span of the school's time. */
export function evidenceOf(year: SchoolYear, span: Span): Evidence {
  const { school, workbooks, byHand, spent, rehearsals, crashes } = year;
  const { telegram, zoom, cast } = school;
  const received = telegram.ledger.all();
  const before = span.from.subtract({ hours: 24 * daysOfEdits });
  return {
    // In the order of their arrival: a year's looks would otherwise go through all of it twice a day.
    received: received.slice(received.findLastIndex(({ at }) => isBefore(at, before)) + 1),
    meetings: zoom.ledger.meetings(),
    staysIn: ({ from, until }) => zoom.ledger.stays(from, until),
    heard: cast.heard,
    workbooks,
    byHand,
    spent,
    crashes,
    rehearsals,
    zones: audience,
    testChat,
    ...span,
  };
}
