import { count, max, sql } from "drizzle-orm";

import type { Db } from "#database/open.ts";
import type { Instant } from "#lib/clock.ts";

import { runs } from "./tables.ts";

/** How often each scenario ended in each way, and when it last began; `open` while it runs. */
export interface RunFigure {
  readonly scenario: string;
  readonly outcome: string;
  readonly howMany: number;
  readonly lastStartedAt: Instant | null;
}

export async function countRuns(db: Db): Promise<readonly RunFigure[]> {
  const outcome = sql<string>`coalesce(${runs.outcome}, 'open')`;
  return await db
    .select({ scenario: runs.scenario, outcome, howMany: count(), lastStartedAt: max(runs.startedAt) })
    .from(runs)
    .groupBy(runs.scenario, outcome);
}
