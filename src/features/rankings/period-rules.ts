import type { Instant } from "#lib/clock.ts";

/** What a ranking spans: from the last cut-off of its kind to this one; `all` since ever. */
export const periodNames = ["day", "week", "month", "all"] as const;
export type PeriodName = (typeof periodNames)[number];

/** When the school publishes rankings beside the daily one. */
export interface PublishingDays {
  /** ISO weekday, 1 Monday … 7 Sunday; absent for no weekly ranking. */
  readonly weekly: number | undefined;
  readonly monthly: boolean;
}

/** The periods that end with this cut-off, in the school's zone. */
export function periodsEndingAt(cutOff: Instant, zone: string, days: PublishingDays): readonly PeriodName[] {
  const local = cutOff.toZonedDateTimeISO(zone);
  return [
    "day",
    ...(local.dayOfWeek === days.weekly ? (["week"] as const) : []),
    ...(days.monthly && local.day === local.daysInMonth ? (["month"] as const) : []),
  ];
}

/**
 * Where a period begins (excluded) that ends at `to`, when no ranking of its kind says: the same hour one day or
 * week before, or on the last day of the month before. `undefined` for everything since ever.
 */
export function periodStart(period: PeriodName, to: Instant, zone: string): Instant | undefined {
  if (period === "all") return undefined;
  const local = to.toZonedDateTimeISO(zone);
  if (period === "day") return local.subtract({ days: 1 }).toInstant();
  if (period === "week") return local.subtract({ weeks: 1 }).toInstant();
  return local.with({ day: 1 }).subtract({ days: 1 }).toInstant();
}
