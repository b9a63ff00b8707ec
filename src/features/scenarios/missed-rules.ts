import { isBefore, type Instant } from "#lib/clock.ts";
import type { TimeZone } from "#lib/ids.ts";

import { nextRuns, slotAt } from "./rules.ts";

/** How late a run may begin before somebody is told, in minutes. Source: DESIGN section 9, "did not happen". */
const graceMinutes = 10;
/** How long a run may take before somebody is told, in minutes: 5,000 groups take three. */
const longMinutes = 60;
/** An occurrence older than this is no news any more, in hours. */
const newsHours = 24;
/** How often the schedules are read again, in minutes: a person may have changed them. */
const lookMinutes = 10;

/** How a run did not happen. */
export type MissedState = "not begun" | "cut off" | "not ended";

/** A schedule, as far as watching it needs. */
export interface Watched {
  readonly enabled: boolean;
  readonly cron: string | null;
  readonly createdAt: Instant;
  readonly editedAt: Instant | null;
}

/** The occurrence that should have been answered by now; `undefined` when none is worth asking for. */
export function slotToAnswer(schedule: Watched, zone: TimeZone, now: Instant): Instant | undefined {
  if (!schedule.enabled || schedule.cron === null) return undefined;
  const slot = slotAt(schedule.cron, zone, now.subtract({ minutes: graceMinutes }));
  const since = schedule.editedAt ?? schedule.createdAt;
  return isBefore(slot, since) || isBefore(slot, now.subtract({ hours: newsHours })) ? undefined : slot;
}

/** How the run of an occurrence missed its hour; `undefined` when all is well. */
export function missedState(
  run: { readonly endedAt: Instant | null } | undefined,
  { slot, now, isEngineAlive }: { readonly slot: Instant; readonly now: Instant; readonly isEngineAlive: boolean },
): MissedState | undefined {
  if (run === undefined) return "not begun";
  if (run.endedAt !== null) return undefined;
  if (!isEngineAlive) return "cut off";
  return isBefore(now, slot.add({ minutes: longMinutes })) ? undefined : "not ended";
}

/** When to look next: just when an occurrence has to be answered, and now and then in between. */
export function nextLook(schedules: readonly Watched[], zone: TimeZone, now: Instant): Instant {
  const due = schedules
    .filter((schedule) => schedule.enabled && schedule.cron !== null)
    .flatMap(({ cron }) => nextRuns(cron ?? "", zone, now.subtract({ minutes: graceMinutes }), 1))
    .map((slot) => slot.add({ minutes: graceMinutes }))
    .filter((at) => isBefore(now, at));
  return due.reduce((first, at) => (isBefore(at, first) ? at : first), now.add({ minutes: lookMinutes }));
}
