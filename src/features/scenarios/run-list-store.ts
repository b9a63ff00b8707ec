import { and, desc, eq, gte, isNull, lt } from "drizzle-orm";

import type { Db } from "#database/open.ts";
import type { Instant } from "#lib/clock.ts";

import type { Outcome } from "./rules.ts";
import type { RunRow } from "./store.ts";
import { runs } from "./tables.ts";

/** Runs that match, the newest first, beginning below the number `before`; `open` are those that have not ended. */
export async function searchRuns(
  db: Db,
  filter: {
    readonly scenario?: string | undefined;
    readonly outcome?: Outcome | "open" | undefined;
    readonly from?: Instant | undefined;
    readonly until?: Instant | undefined;
    readonly before?: number | undefined;
    readonly limit: number;
  },
): Promise<readonly RunRow[]> {
  const { scenario, outcome, from, until, before } = filter;
  return await db
    .select()
    .from(runs)
    .where(
      and(
        scenario === undefined ? undefined : eq(runs.scenario, scenario),
        outcome === undefined ? undefined : outcome === "open" ? isNull(runs.endedAt) : eq(runs.outcome, outcome),
        from === undefined ? undefined : gte(runs.startedAt, from),
        until === undefined ? undefined : lt(runs.startedAt, until),
        before === undefined ? undefined : lt(runs.number, before),
      ),
    )
    .orderBy(desc(runs.number))
    .limit(filter.limit);
}
