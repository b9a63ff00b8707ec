import type { Db } from "#database/open.ts";
import type { School } from "#features/school/rules.ts";
import type { Instant } from "#lib/clock.ts";

import { findStandingStart } from "./find-standing-start.ts";
import type { PeriodName } from "./period-rules.ts";
import { movementOf, shownName, type RankingLine } from "./rules.ts";
import { findStanding, type SomeLines } from "./standing-store.ts";
import type { Scope } from "./store.ts";

/** Some lines of a ranking as it stands now, and how many were found; see `showRanking` for where it begins. */
export async function showStanding({
  db,
  school,
  scope,
  period,
  some,
  now,
}: {
  readonly db: Db;
  readonly school: Pick<School, "timeZone">;
  readonly scope: Scope;
  readonly period: PeriodName;
  readonly some: SomeLines;
  readonly now: Instant;
}): Promise<{
  readonly from: Instant | undefined;
  readonly to: Instant;
  readonly count: number;
  readonly lines: readonly RankingLine[];
}> {
  const { last, from } = await findStandingStart({ db, school, scope, period, now });
  const { count, lines } = await findStanding(db, { scope, from, to: now, previousId: last?.id, some });
  return {
    from,
    to: now,
    count,
    lines: lines.map(({ previousRank, ...line }) => ({
      ...line,
      name: shownName(line.name),
      movement: movementOf(line.rank, previousRank, last !== undefined),
    })),
  };
}
