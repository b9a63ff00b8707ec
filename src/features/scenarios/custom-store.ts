import { and, asc, desc, eq, isNull } from "drizzle-orm";

import type { Db } from "#database/open.ts";
import type { Instant } from "#lib/clock.ts";

import type { Limits, Permission } from "./custom-rules.ts";
import { artefacts, customScenarios, runs, scenarios, scenarioVersions } from "./tables.ts";

export type ScenarioVersion = typeof scenarioVersions.$inferSelect;
export type Artefact = typeof artefacts.$inferSelect;

/** A custom scenario with the code in force. */
export interface CustomScenario {
  readonly name: string;
  readonly version: number;
  readonly code: string;
  readonly permissions: readonly Permission[];
  readonly limits: Limits;
}

export async function findCustomScenario(db: Db, name: string): Promise<CustomScenario | undefined> {
  const [row] = await db
    .select({ custom: customScenarios, code: scenarioVersions.code })
    .from(customScenarios)
    .innerJoin(
      scenarioVersions,
      and(eq(scenarioVersions.scenario, customScenarios.name), eq(scenarioVersions.version, customScenarios.version)),
    )
    .innerJoin(scenarios, and(eq(scenarios.name, customScenarios.name), isNull(scenarios.removedAt)))
    .where(eq(customScenarios.name, name));
  return row === undefined ? undefined : { ...row.custom, code: row.code };
}

/** Nobody else changes it until this transaction ends. */
export async function holdCustomScenario(db: Db, name: string): Promise<void> {
  await db
    .select({ name: customScenarios.name })
    .from(customScenarios)
    .where(eq(customScenarios.name, name))
    .for("update");
}

export async function hasCustomScenarios(db: Db): Promise<boolean> {
  const [row] = await db
    .select({ name: scenarios.name })
    .from(scenarios)
    .where(and(eq(scenarios.kind, "custom"), eq(scenarios.enabled, true)))
    .limit(1);
  return row !== undefined;
}

/** Adds it; one that was removed and comes back begins again with this. */
export async function addCustomScenario(db: Db, row: typeof customScenarios.$inferInsert): Promise<void> {
  await db.insert(customScenarios).values(row).onConflictDoUpdate({ target: customScenarios.name, set: row });
}

export async function changeCustomScenario(
  db: Db,
  name: string,
  change: { readonly version?: number; readonly permissions?: Permission[]; readonly limits?: Limits },
): Promise<void> {
  await db.update(customScenarios).set(change).where(eq(customScenarios.name, name));
}

export async function addVersion(db: Db, row: typeof scenarioVersions.$inferInsert): Promise<void> {
  await db.insert(scenarioVersions).values(row);
}

/** The newest first. */
export async function listVersions(db: Db, scenario: string): Promise<readonly ScenarioVersion[]> {
  return await db
    .select()
    .from(scenarioVersions)
    .where(eq(scenarioVersions.scenario, scenario))
    .orderBy(desc(scenarioVersions.version));
}

export async function findVersion(db: Db, scenario: string, version: number): Promise<ScenarioVersion | undefined> {
  const [row] = await db
    .select()
    .from(scenarioVersions)
    .where(and(eq(scenarioVersions.scenario, scenario), eq(scenarioVersions.version, version)));
  return row;
}

export async function addArtefact(db: Db, row: typeof artefacts.$inferInsert): Promise<void> {
  await db.insert(artefacts).values(row);
}

export async function listArtefacts(db: Db, runId: string): Promise<readonly Artefact[]> {
  return await db.select().from(artefacts).where(eq(artefacts.runId, runId)).orderBy(asc(artefacts.id));
}

/** Asks that the open runs of a scenario be ended; says how many there are. */
export async function askToCancel(db: Db, scenario: string, at: Instant): Promise<number> {
  const asked = await db
    .update(runs)
    .set({ cancelAskedAt: at })
    .where(and(eq(runs.scenario, scenario), isNull(runs.endedAt)))
    .returning({ id: runs.id });
  return asked.length;
}

export async function isCancelAsked(db: Db, runId: string): Promise<boolean> {
  const [row] = await db.select({ at: runs.cancelAskedAt }).from(runs).where(eq(runs.id, runId));
  return row !== undefined && row.at !== null;
}
