import { and, asc, desc, eq, exists, gte, isNull, lt, sql } from "drizzle-orm";

import type { Db } from "#database/open.ts";
import type { Instant } from "#lib/clock.ts";
import type { TimeZone } from "#lib/ids.ts";

import type { LogLevel, Outcome } from "./rules.ts";
import type { RunRow } from "./store.ts";
import { logEntries, runs } from "./tables.ts";

/** Runs that match, the newest first, beginning below the number `before`; `open` are those that have not ended. */
export async function searchRuns(
  db: Db,
  filter: {
    readonly scenario?: string | undefined;
    readonly outcome?: Outcome | "open" | undefined;
    /** Only those that wrote such a line. */
    readonly level?: LogLevel | undefined;
    readonly number?: number | undefined;
    readonly from?: Instant | undefined;
    readonly until?: Instant | undefined;
    readonly before?: number | undefined;
    readonly limit: number;
  },
): Promise<readonly RunRow[]> {
  const { scenario, outcome, level, number, from, until, before } = filter;
  return await db
    .select()
    .from(runs)
    .where(
      and(
        scenario === undefined ? undefined : eq(runs.scenario, scenario),
        outcome === undefined ? undefined : outcome === "open" ? isNull(runs.endedAt) : eq(runs.outcome, outcome),
        level === undefined
          ? undefined
          : exists(
              db
                .select({ id: logEntries.id })
                .from(logEntries)
                .where(and(eq(logEntries.runId, runs.id), eq(logEntries.level, level))),
            ),
        number === undefined ? undefined : eq(runs.number, number),
        from === undefined ? undefined : gte(runs.startedAt, from),
        until === undefined ? undefined : lt(runs.startedAt, until),
        before === undefined ? undefined : lt(runs.number, before),
      ),
    )
    .orderBy(desc(runs.number))
    .limit(filter.limit);
}

const howMany = (outcome: Outcome) => sql<number>`(count(*) filter (where ${runs.outcome} = ${outcome}))::int`;

/** The runs of each day of the zone since `from`, the oldest day first. */
export async function countRunsByDay(
  db: Db,
  filter: { readonly scenario?: string | undefined; readonly from: Instant; readonly zone: TimeZone },
) {
  const day = sql<string>`(${runs.startedAt} at time zone ${filter.zone}::text)::date::text`;
  const seconds = sql`extract(epoch from ${runs.endedAt} - ${runs.startedAt})`;
  return await db
    .select({
      day,
      runs: sql<number>`count(*)::int`,
      failed: howMany("failed"),
      partial: howMany("partial"),
      meanSeconds: sql<number | null>`avg(${seconds})::float8`,
      longestSeconds: sql<number | null>`max(${seconds})::float8`,
    })
    .from(runs)
    .where(
      and(
        gte(runs.startedAt, filter.from),
        filter.scenario === undefined ? undefined : eq(runs.scenario, filter.scenario),
      ),
    )
    .groupBy(sql`1`)
    .orderBy(asc(sql`1`));
}
