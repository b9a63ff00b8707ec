import type { Db } from "#database/open.ts";
import type { Bilingual } from "#lib/bilingual.ts";
import type { Instant } from "#lib/clock.ts";
import type { TimeZone } from "#lib/ids.ts";

import { missedState, nextLook, slotToAnswer, type MissedState } from "./missed-rules.ts";
import { addMissedRun } from "./missed-store.ts";
import { findRunOfSlot, listScenarios } from "./store.ts";

/** A run that did not happen, or not to its end. */
export interface MissedRun {
  readonly scenario: string;
  readonly title: Bilingual;
  readonly slot: Instant;
  readonly state: MissedState;
}

/**
 * Looks for occurrences of the schedules that nobody answered, and writes each down once.
 *
 * Gives those whose word to the admin has not arrived yet, and when to look again.
 */
export async function findMissedRuns({
  db,
  zone,
  now,
  isEngineAlive,
}: {
  readonly db: Db;
  readonly zone: TimeZone;
  readonly now: Instant;
  readonly isEngineAlive: boolean;
}): Promise<{ readonly missed: readonly MissedRun[]; readonly untold: readonly MissedRun[]; readonly next: Instant }> {
  const scenarios = await listScenarios(db);
  const missed: MissedRun[] = [];
  const untold: MissedRun[] = [];
  for (const scenario of scenarios) {
    const slot = slotToAnswer(scenario, zone, now);
    if (slot === undefined) continue;
    const state = missedState(await findRunOfSlot(db, scenario.name, slot), { slot, now, isEngineAlive });
    if (state === undefined) continue;
    const run = { scenario: scenario.name, title: scenario.title, slot, state };
    missed.push(run);
    if (await addMissedRun(db, run, now)) untold.push(run);
  }
  return { missed, untold, next: nextLook(scenarios, zone, now) };
}
