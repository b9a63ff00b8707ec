import type { Db } from "#database/open.ts";
import type { School } from "#features/school/rules.ts";
import type { Instant } from "#lib/clock.ts";

import { periodStart, type PeriodName } from "./period-rules.ts";
import { findLastRanking, type RankingRow, type Scope } from "./store.ts";

/**
 * Where a ranking as it stands now begins (excluded): at the last published one of its kind, against whose places the
 * movements are told. Without one, a week and a month begin when the calendar says; `from` absent: since ever.
 */
export async function findStandingStart({
  db,
  school,
  scope,
  period,
  now,
}: {
  readonly db: Db;
  readonly school: Pick<School, "timeZone">;
  readonly scope: Scope;
  readonly period: PeriodName;
  readonly now: Instant;
}): Promise<{ readonly last: RankingRow | undefined; readonly from: Instant | undefined }> {
  const last = period === "all" ? undefined : await findLastRanking(db, scope, period);
  return { last, from: last?.to ?? periodStart(period, now, school.timeZone) };
}
