import type { Db } from "#database/open.ts";
import type { School } from "#features/school/rules.ts";
import type { Instant } from "#lib/clock.ts";

import { findStandingStart } from "./find-standing-start.ts";
import type { PeriodName } from "./period-rules.ts";
import { inReadingOrder, movementOf, shownName, type RankingLine } from "./rules.ts";
import { computeRanking } from "./standing-store.ts";
import { readTops, type Scope } from "./store.ts";

/** A ranking as it stands now. */
export interface StandingRanking {
  /** Where it begins (excluded); absent for everything since ever. */
  readonly from: Instant | undefined;
  readonly to: Instant;
  readonly lines: readonly RankingLine[];
}

/**
 * The ranking of a group, a level or the school as it stands: since the last published one of its kind, whose
 * places the movements are against. A week and a month begin no later than the calendar says.
 */
export async function showRanking({
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
}): Promise<StandingRanking> {
  const { last, from } = await findStandingStart({ db, school, scope, period, now });
  const before = last === undefined ? [] : (await readTops(db, [last.id], 2_147_483_647))(last.id).lines;
  const ranksBefore = new Map(before.map((line) => [line.studentId, line.rank]));
  const lines = await computeRanking(db, scope, from, now);
  return {
    from,
    to: now,
    lines: inReadingOrder(lines).map((line) => ({
      ...line,
      name: shownName(line.name),
      movement: movementOf(line.rank, ranksBefore.get(line.studentId) ?? null, last !== undefined),
    })),
  };
}
