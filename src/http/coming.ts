import { nextRuns } from "#features/scenarios/rules.ts";
import { scheduleInWords } from "#features/scenarios/schedule-rules.ts";
import type { ScenarioRow } from "#features/scenarios/store.ts";
import type { Bilingual } from "#lib/bilingual.ts";
import type { Instant } from "#lib/clock.ts";
import type { TimeZone } from "#lib/ids.ts";

/** Something that the schedules will do. */
export interface Coming {
  readonly scenario: string;
  readonly title: Bilingual;
  readonly at: Instant;
  /** The schedule that asks for it, as a person says it. */
  readonly schedule: Bilingual;
}

/** The next things that the schedules will do, soonest first; disabled scenarios do nothing. */
export function comingRuns(
  rows: readonly Pick<ScenarioRow, "name" | "title" | "enabled" | "cron">[],
  { zone, now, howMany }: { readonly zone: TimeZone; readonly now: Instant; readonly howMany: number },
): readonly Coming[] {
  const all = rows.flatMap(({ name, title, enabled, cron }) =>
    enabled && cron !== null
      ? nextRuns(cron, zone, now, howMany).map((at) => ({
          scenario: name,
          title,
          at,
          schedule: scheduleInWords(cron, undefined),
        }))
      : [],
  );
  return all.toSorted((a, b) => Temporal.Instant.compare(a.at, b.at)).slice(0, howMany);
}
