import type { Random } from "#simulators/zoom/random.ts";

/** What can go wrong in a simulated week. */
export const troubleNames = [
  "crash",
  "lost answers",
  "flood",
  "server errors",
  "slow",
  "hang",
  "kicked",
  "migrated",
  "repeated updates",
  "webhooks astray",
  "day spent",
  "zoom down",
  "telegram down",
  "clock jump",
  "database restart",
] as const;

/** One of them. */
export type TroubleName = (typeof troubleNames)[number];

/** The three hours at which a school depends on Carillon. */
export type Hour = "sunday" | "morning" | "evening";

/** One trouble, at one hour of one day of the week. */
export interface Trouble {
  readonly name: TroubleName;
  /** 0 Sunday … 6 Saturday. */
  readonly day: number;
  readonly hour: Hour;
  /** 0 to 1: where in the hour's work, or which group, as the trouble needs. */
  readonly where: number;
}

/** A week has two to four of them, so that eight weeks meet every one. */
const least = 2;
const most = 4;
/** The week is made on Sunday: so many of the troubles meet it there. */
const sundays = 0.3;

/**
 * Deals the troubles of each week out of a pack, so that each comes before any comes again; one that met nobody comes
 * again at once. The same random numbers give the same weeks.
 */
export class Troubles {
  readonly #allowed: readonly TroubleName[];
  readonly #random: Random;
  #pack: TroubleName[] = [];

  constructor(allowed: readonly TroubleName[], random: Random) {
    this.#allowed = allowed;
    this.#random = random;
  }

  /** The troubles of the next week; none when none is let in. */
  deal(): readonly Trouble[] {
    if (this.#allowed.length === 0) return [];
    const count = least + Math.floor(this.#random() * (most - least + 1));
    return Array.from({ length: count }, () => this.#place(this.#draw()));
  }

  /** These had no effect: they are the first of the coming week. */
  again(names: readonly TroubleName[]): void {
    this.#pack.push(...names);
  }

  #draw(): TroubleName {
    if (this.#pack.length === 0) {
      this.#pack = [...this.#allowed];
      for (let at = this.#pack.length - 1; at > 0; at -= 1) {
        const other = Math.floor(this.#random() * (at + 1));
        [this.#pack[at], this.#pack[other]] = [this.#pack[other] as TroubleName, this.#pack[at] as TroubleName];
      }
    }
    return this.#pack.pop() as TroubleName;
  }

  #place(name: TroubleName): Trouble {
    const where = this.#random();
    const isSunday = this.#random() < sundays;
    const day = Math.floor(this.#random() * 7);
    // In the morning nobody asks Zoom for anything.
    const hour = this.#random() < 0.5 && name !== "zoom down" ? "morning" : "evening";
    // Meetings are made on Sunday, and who is told of classes from then on hears of the whole week.
    if (name === "day spent" || (isSunday && name !== "webhooks astray"))
      return { name, day: 0, hour: "sunday", where };
    return name === "webhooks astray" ? { name, day: day % 3, hour: "morning", where } : { name, day, hour, where };
  }
}
