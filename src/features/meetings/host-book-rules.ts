import type { Span } from "./rules.ts";

const hourMs = 3_600_000;

interface Entry {
  readonly from: number;
  readonly to: number;
}

/**
 * When one host is busy. Kept by the hour, so that a week of ten thousand classes is planned in well under a second.
 */
export class HostBook {
  readonly #atOnce: number;
  readonly #hours = new Map<number, Entry[]>();
  /** How many meetings are in the book. */
  load = 0;

  /** `atOnce`: how many meetings this host can hold at the same time. */
  constructor(atOnce: number) {
    this.#atOnce = atOnce;
  }

  /** True when one more meeting fits into every one of these spans. */
  isFree(spans: readonly Span[]): boolean {
    return spans.every((span) => {
      const from = span.startsAt.epochMilliseconds;
      const to = span.endsAt.epochMilliseconds;
      const there = this.#around(from, to);
      if (there.length < this.#atOnce) return true;
      // The most that are held at one moment: it is reached at some meeting's start, or at ours.
      const moments = [from, ...there.map((entry) => entry.from).filter((moment) => moment > from)];
      return moments.every(
        (moment) => there.filter((entry) => entry.from <= moment && moment < entry.to).length < this.#atOnce,
      );
    });
  }

  add(spans: readonly Span[]): void {
    for (const span of spans) {
      const entry = { from: span.startsAt.epochMilliseconds, to: span.endsAt.epochMilliseconds };
      for (let hour = Math.floor(entry.from / hourMs); hour * hourMs < entry.to; hour += 1) {
        const there = this.#hours.get(hour);
        if (there === undefined) this.#hours.set(hour, [entry]);
        else there.push(entry);
      }
    }
    this.load += 1;
  }

  #around(from: number, to: number): readonly Entry[] {
    const found = new Set<Entry>();
    for (let hour = Math.floor(from / hourMs); hour * hourMs < to; hour += 1) {
      for (const entry of this.#hours.get(hour) ?? []) if (entry.from < to && from < entry.to) found.add(entry);
    }
    return [...found];
  }
}
