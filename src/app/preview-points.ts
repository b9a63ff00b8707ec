import { rehearse } from "#database/open.ts";
import { effectOf, type EffectOnGroup } from "#features/rankings/effect-rules.ts";
import { listEarned } from "#features/rankings/effect-store.ts";
import type { PointsRules } from "#features/rankings/points-rules.ts";
import { recountPoints } from "#features/rankings/recount-points.ts";
import { setPointValues } from "#features/rankings/set-point-values.ts";
import type { Instant } from "#lib/clock.ts";
import { ok, type Result } from "#lib/failure.ts";

import type { App } from "./parts.ts";

/** What other points rules would have made of the last seven school days, today included. */
export interface PointsPreview {
  readonly from: Instant;
  readonly to: Instant;
  readonly groups: readonly EffectOnGroup[];
}

/** Sets the rules as of a week ago, counts everything again, compares, and takes all of it back. */
export async function previewPoints(
  { database, clock, config }: Pick<App, "database" | "clock" | "config">,
  change: { readonly level: string | undefined; readonly change: Partial<PointsRules> | "drop" },
): Promise<Result<PointsPreview>> {
  const { school } = config;
  const to = clock.now();
  const since = to.toZonedDateTimeISO(school.timeZone).toPlainDate().subtract({ days: 6 });
  const from = since.toZonedDateTime(school.timeZone).toInstant();
  return await rehearse(database.db, async (tx) => {
    // What happened since the last ranking counts on both sides.
    await recountPoints({ db: tx, school, since, until: to, recordedAt: to });
    const before = await listEarned(tx, from, to);
    const set = await setPointValues({ db: tx, clock, school, ...change, since, note: "", by: "preview" });
    if (!set.ok) return set;
    return ok({ from, to, groups: effectOf(before, await listEarned(tx, from, to)) });
  });
}
