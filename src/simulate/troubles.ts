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

/** The troubles of one week: none to four, of the kinds that are let in. The same random numbers give the same week. */
export function troublesOfWeek(allowed: readonly TroubleName[], random: Random): readonly Trouble[] {
  if (allowed.length === 0) return [];
  const count = Math.floor(random() * 5);
  return Array.from({ length: count }, () => {
    const name = allowed[Math.floor(random() * allowed.length)] as TroubleName;
    const day = Math.floor(random() * 7);
    const hours: readonly Hour[] = day === 0 ? ["sunday", "morning", "evening"] : ["morning", "evening"];
    return { name, day, hour: hours[Math.floor(random() * hours.length)] as Hour, where: random() };
  });
}
