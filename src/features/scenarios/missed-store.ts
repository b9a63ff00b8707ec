import { and, eq } from "drizzle-orm";

import type { Db } from "#database/open.ts";
import type { Instant } from "#lib/clock.ts";

import type { MissedState } from "./missed-rules.ts";
import { missedRuns } from "./tables.ts";

interface Key {
  readonly scenario: string;
  readonly slot: Instant;
  readonly state: MissedState;
}

/** Writes down that a run did not happen; says whether the admin still has to be told. */
export async function addMissedRun(db: Db, { scenario, slot, state }: Key, now: Instant): Promise<boolean> {
  await db.insert(missedRuns).values({ scenario, slot, state, noticedAt: now }).onConflictDoNothing();
  const [row] = await db.select().from(missedRuns).where(isOne({ scenario, slot, state }));
  return row?.toldAt === null;
}

/** The admin has it. */
export async function markTold(db: Db, key: Key, now: Instant): Promise<void> {
  await db.update(missedRuns).set({ toldAt: now }).where(isOne(key));
}

function isOne({ scenario, slot, state }: Key) {
  return and(eq(missedRuns.scenario, scenario), eq(missedRuns.slot, slot), eq(missedRuns.state, state));
}
