const hourMs = 3_600_000;

/** A time in epoch milliseconds, the end excluded: plain numbers, because a plan compares millions of them. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/**
 * When one host is busy. Kept by the hour, so that a week of ten thousand classes is planned in well under a second.
 */
export class HostBook {
  readonly #atOnce: number;
  readonly #hours = new Map<number, Stretch[]>();
  /** How many meetings are in the book. */
  load = 0;

  /** `atOnce`: how many meetings this host can hold at the same time. */
  constructor(atOnce: number) {
    this.#atOnce = atOnce;
  }

  /** True when one more meeting fits into every one of these times. */
  isFree(times: readonly Stretch[]): boolean {
    return times.every((time) => this.#fits(time));
  }

  add(times: readonly Stretch[]): void {
    for (const time of times) {
      for (let hour = Math.floor(time.from / hourMs); hour * hourMs < time.to; hour += 1) {
        const there = this.#hours.get(hour);
        if (there === undefined) this.#hours.set(hour, [time]);
        else there.push(time);
      }
    }
    this.load += 1;
  }

  #fits(time: Stretch): boolean {
    const there: Stretch[] = [];
    for (let hour = Math.floor(time.from / hourMs); hour * hourMs < time.to; hour += 1) {
      for (const other of this.#hours.get(hour) ?? []) {
        if (other.from >= time.to || time.from >= other.to || there.includes(other)) continue;
        there.push(other);
        if (this.#atOnce === 1) return false;
      }
    }
    if (there.length < this.#atOnce) return true;
    // The most that are held at one moment: it is reached at some meeting's start, or at ours.
    const moments = [time.from, ...there.map((other) => other.from).filter((moment) => moment > time.from)];
    return moments.every(
      (moment) => there.filter((other) => other.from <= moment && moment < other.to).length < this.#atOnce,
    );
  }
}
