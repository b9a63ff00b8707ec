import type { RateLabel, ZoomPlan } from "#features/meetings/ports.ts";

export type { RateLabel } from "#features/meetings/ports.ts";

/** Gives each request its turn, so that all processes together stay under Zoom's limits. */
export interface Pace {
  /** How long to wait before the request may leave; or that the day's requests of this label are used up. */
  turn(label: RateLabel): Promise<{ readonly waitMs: number } | "spent">;
  /** Zoom asked for a pause: nobody asks for so long. */
  hold(label: RateLabel, ms: number): Promise<void>;
}

/** For a process that is alone and asks little. */
export const unpaced: Pace = { turn: async () => ({ waitMs: 0 }), hold: async () => undefined };

interface Limit {
  readonly perSecond: number;
  readonly perDay: number;
}

/** Requests per second and UTC day of an account. Source: facts on Zoom, Limits. */
const limits: Readonly<Record<ZoomPlan, Readonly<Record<RateLabel, Limit>>>> = {
  free: {
    light: { perSecond: 4, perDay: 6_000 },
    medium: { perSecond: 2, perDay: 2_000 },
    heavy: { perSecond: 1, perDay: 1_000 },
  },
  pro: {
    light: { perSecond: 30, perDay: Infinity },
    medium: { perSecond: 20, perDay: Infinity },
    heavy: { perSecond: 10, perDay: 30_000 },
  },
  business: {
    light: { perSecond: 80, perDay: Infinity },
    medium: { perSecond: 60, perDay: Infinity },
    heavy: { perSecond: 40, perDay: 60_000 },
  },
};

/** Requests do not arrive as evenly as they leave; somewhat slower than the limit keeps them all under it. */
const margin = 1.06;

/** How far apart requests of a label leave, and how many a day has. */
export function limitOf(plan: ZoomPlan, label: RateLabel): { readonly everyMs: number; readonly mostADay: number } {
  const { perSecond, perDay } = limits[plan][label];
  return { everyMs: (1_000 / perSecond) * margin, mostADay: perDay };
}
