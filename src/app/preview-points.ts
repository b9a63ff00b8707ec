import { rehearse } from "#database/open.ts";
import { effectOf, type EffectOnGroup } from "#features/rankings/effect-rules.ts";
import { listEarned } from "#features/rankings/effect-store.ts";
import { appendDifferences, listLevels, listRulesVersions } from "#features/rankings/ledger-store.ts";
import {
  changedBook,
  defaultRuleBook,
  stretchesOf,
  wrongIn,
  type PointsRules,
  type RulesVersion,
} from "#features/rankings/points-rules.ts";
import { wrongRules } from "#features/rankings/texts.ts";
import type { Instant } from "#lib/clock.ts";
import { failed, ok, type Result } from "#lib/failure.ts";

import type { App } from "./parts.ts";

/** What other points rules would have made of the last seven school days, today included. */
export interface PointsPreview {
  readonly from: Instant;
  readonly to: Instant;
  readonly groups: readonly EffectOnGroup[];
}

/** Counts a week again under the rules as they are and as they would be, compares, and takes all of it back. */
export async function previewPoints(
  { database, clock, config }: Pick<App, "database" | "clock" | "config">,
  { level, change }: { readonly level: string | undefined; readonly change: Partial<PointsRules> | "drop" },
): Promise<Result<PointsPreview>> {
  const zone = config.school.timeZone;
  const to = clock.now();
  const since = to.toZonedDateTimeISO(zone).toPlainDate().subtract({ days: 6 });
  const from = since.toZonedDateTime(zone).toInstant();
  const versions = await listRulesVersions(database.db);
  const newest = versions.at(-1);
  const book = changedBook(newest?.book ?? defaultRuleBook, level, change);
  const wrong = wrongIn(book);
  if (wrong.length > 0) return failed(wrongRules(wrong));
  // A version that is only thought of takes no number from those to come.
  const tried = { version: (newest?.version ?? 0) + 1, since: since.toString(), book };
  const levels = await listLevels(database.db);
  return await rehearse(database.db, async (tx) => {
    const earnedUnder = async (some: readonly RulesVersion[]) => {
      const stretches = stretchesOf(some, levels);
      await appendDifferences(tx, { zone, stretches, from, until: to, recordedAt: to });
      return await listEarned(tx, from, to);
    };
    // What happened since the last ranking counts on both sides.
    const before = await earnedUnder(versions);
    return ok({ from, to, groups: effectOf(before, await earnedUnder([...versions, tried])) });
  });
}
