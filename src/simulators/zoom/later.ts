import type { Clock, Instant } from "#lib/clock.ts";

/** What Zoom has taken in and carries out some time after the client has stopped waiting. */
export class Later {
  readonly #clock: Clock;
  readonly #lateMs: number;
  #waiting: { readonly at: Instant; readonly carryOut: () => void }[] = [];

  /** `lateMs` is time of the clock. */
  constructor(clock: Clock, lateMs: number) {
    this.#clock = clock;
    this.#lateMs = lateMs;
  }

  add(carryOut: () => void): void {
    this.#waiting.push({ at: this.#clock.now().add({ milliseconds: this.#lateMs }), carryOut });
  }

  /** Carries out what is due by now. */
  settle(): void {
    const now = this.#clock.now();
    const due = this.#waiting.filter(({ at }) => Temporal.Instant.compare(at, now) <= 0);
    this.#waiting = this.#waiting.filter((one) => !due.includes(one));
    for (const { carryOut } of due) carryOut();
  }
}
