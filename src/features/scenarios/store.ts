import { and, asc, desc, eq, gt, isNotNull, isNull, sql } from "drizzle-orm";

import type { Db } from "#database/open.ts";
import type { Bilingual } from "#lib/bilingual.ts";
import type { Instant } from "#lib/clock.ts";

import type { LogLevel } from "./rules.ts";
import { logEntries, runs, scenarios, type HowItRan } from "./tables.ts";

export type ScenarioRow = typeof scenarios.$inferSelect;
export type RunRow = typeof runs.$inferSelect;
export type LogEntryRow = typeof logEntries.$inferSelect;

export async function addScenarioIfMissing(db: Db, row: typeof scenarios.$inferInsert): Promise<boolean> {
  const added = await db.insert(scenarios).values(row).onConflictDoNothing().returning({ name: scenarios.name });
  return added.length > 0;
}

export async function listScenarios(db: Db): Promise<readonly ScenarioRow[]> {
  return await db
    .select()
    .from(scenarios)
    .where(isNull(scenarios.removedAt))
    .orderBy(asc(scenarios.createdAt), asc(scenarios.name));
}

export async function findScenario(db: Db, name: string): Promise<ScenarioRow | undefined> {
  const [row] = await db
    .select()
    .from(scenarios)
    .where(and(eq(scenarios.name, name), isNull(scenarios.removedAt)));
  return row;
}

/** The scenario as it is; nobody else changes it until this transaction ends. */
export async function holdScenario(db: Db, name: string): Promise<ScenarioRow | undefined> {
  const [row] = await db
    .select()
    .from(scenarios)
    .where(and(eq(scenarios.name, name), isNull(scenarios.removedAt)))
    .for("update");
  return row;
}

export async function changeScenario(
  db: Db,
  name: string,
  change: Partial<Pick<ScenarioRow, "enabled" | "cron" | "after">> & { readonly editedAt: Instant },
): Promise<void> {
  await db.update(scenarios).set(change).where(eq(scenarios.name, name));
}

/** Takes a scenario out of every list and every chain; how it ran is kept, so that it can be put back. */
export async function markRemoved(db: Db, { name, enabled, cron, after }: ScenarioRow, at: Instant): Promise<void> {
  const removedFrom = { enabled, cron, after };
  const away = { enabled: false, cron: null, after: null, editedAt: at, removedAt: at, removedFrom };
  await db.update(scenarios).set(away).where(eq(scenarios.name, name));
}

/** Brings a scenario back that was removed; says whether it was. */
export async function bringBack(db: Db, name: string, title: Bilingual, at: Instant): Promise<boolean> {
  const back = await db
    .update(scenarios)
    .set({ enabled: true, title, editedAt: at, removedAt: null, removedFrom: null })
    .where(and(eq(scenarios.name, name), isNotNull(scenarios.removedAt)))
    .returning({ name: scenarios.name });
  return back.length > 0;
}

/** A scenario that was removed, held until this transaction ends. */
export async function holdRemoved(db: Db, name: string): Promise<ScenarioRow | undefined> {
  const [row] = await db
    .select()
    .from(scenarios)
    .where(and(eq(scenarios.name, name), isNotNull(scenarios.removedAt)))
    .for("update");
  return row;
}

/** Puts a scenario back that was removed, to run so. */
export async function putBack(db: Db, name: string, howItRuns: HowItRan, at: Instant): Promise<void> {
  await db
    .update(scenarios)
    .set({ ...howItRuns, editedAt: at, removedAt: null, removedFrom: null })
    .where(eq(scenarios.name, name));
}

export async function listFollowers(db: Db, name: string): Promise<readonly ScenarioRow[]> {
  return await db.select().from(scenarios).where(eq(scenarios.after, name)).orderBy(asc(scenarios.name));
}

/** Adds a run unless its id, its slot or its place in the chain has one already; says whether it was added. */
export async function addRun(db: Db, row: typeof runs.$inferInsert): Promise<boolean> {
  const added = await db.insert(runs).values(row).onConflictDoNothing().returning({ id: runs.id });
  return added.length > 0;
}

export async function findRun(db: Db, id: string): Promise<RunRow | undefined> {
  const [row] = await db.select().from(runs).where(eq(runs.id, id));
  return row;
}

/** The run with the number that people see. */
export async function findRunByNumber(db: Db, number: number): Promise<RunRow | undefined> {
  const [row] = await db.select().from(runs).where(eq(runs.number, number));
  return row;
}

export async function findRunOfSlot(db: Db, scenario: string, slot: Instant): Promise<RunRow | undefined> {
  const [row] = await db
    .select()
    .from(runs)
    .where(and(eq(runs.scenario, scenario), eq(runs.slot, slot)));
  return row;
}

/** Takes up a run that a crash cut off. */
export async function restartRun(db: Db, id: string): Promise<void> {
  await db
    .update(runs)
    .set({ attempt: sql`${runs.attempt} + 1` })
    .where(eq(runs.id, id));
}

export async function endRun(
  db: Db,
  id: string,
  end: Pick<RunRow, "endedAt" | "outcome" | "figures" | "failure">,
): Promise<void> {
  await db.update(runs).set(end).where(eq(runs.id, id));
}

/** The newest runs first. */
export async function listRuns(
  db: Db,
  filter: { readonly scenario?: string; readonly limit: number },
): Promise<readonly RunRow[]> {
  return await db
    .select()
    .from(runs)
    .where(filter.scenario === undefined ? undefined : eq(runs.scenario, filter.scenario))
    .orderBy(desc(runs.number))
    .limit(filter.limit);
}

export async function listOpenRuns(db: Db): Promise<readonly RunRow[]> {
  return await db.select().from(runs).where(isNull(runs.endedAt)).orderBy(asc(runs.number));
}

export async function addLogEntry(
  db: Db,
  entry: {
    readonly runId: string;
    readonly at: Instant;
    readonly level: LogLevel;
    readonly message: Bilingual;
    readonly place?: string | undefined;
    readonly remedy?: Bilingual | undefined;
    readonly cause?: string | undefined;
  },
): Promise<void> {
  await db.insert(logEntries).values(entry);
}

/** Log entries in the order in which they were written, after the given id. */
export async function listLogEntries(
  db: Db,
  filter: {
    readonly runId?: string;
    readonly level?: LogLevel | undefined;
    readonly after?: number | undefined;
    readonly limit: number;
  },
): Promise<readonly (LogEntryRow & { readonly scenario: string; readonly runNumber: number })[]> {
  const rows = await db
    .select({ entry: logEntries, scenario: runs.scenario, runNumber: runs.number })
    .from(logEntries)
    .innerJoin(runs, eq(runs.id, logEntries.runId))
    .where(
      and(
        filter.runId === undefined ? undefined : eq(logEntries.runId, filter.runId),
        filter.level === undefined ? undefined : eq(logEntries.level, filter.level),
        filter.after === undefined ? undefined : gt(logEntries.id, filter.after),
      ),
    )
    .orderBy(filter.after === undefined && filter.runId === undefined ? desc(logEntries.id) : asc(logEntries.id))
    .limit(filter.limit);
  return rows
    .map(({ entry, scenario, runNumber }) => ({ ...entry, scenario, runNumber }))
    .toSorted((a, b) => a.id - b.id);
}
