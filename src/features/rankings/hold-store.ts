import { asc, eq, gte } from "drizzle-orm";

import type { Db } from "#database/open.ts";
import type { Instant } from "#lib/clock.ts";

import { rankingHolds } from "./tables.ts";

/** Notes that the rankings of a day are held; says whether they were not yet. */
export async function addHold(
  db: Db,
  hold: { readonly day: string; readonly by: string; readonly at: Instant },
): Promise<boolean> {
  return (await db.insert(rankingHolds).values(hold).onConflictDoNothing().returning()).length > 0;
}

/** Takes the hold of a day away; says whether there was one. */
export async function dropHold(db: Db, day: string): Promise<boolean> {
  return (await db.delete(rankingHolds).where(eq(rankingHolds.day, day)).returning()).length > 0;
}

/** The held days from a day on, `YYYY-MM-DD` in the school's zone. */
export async function listHolds(
  db: Db,
  from: string,
): Promise<readonly { readonly day: string; readonly by: string }[]> {
  return await db
    .select({ day: rankingHolds.day, by: rankingHolds.by })
    .from(rankingHolds)
    .where(gte(rankingHolds.day, from))
    .orderBy(asc(rankingHolds.day));
}

/** Whether the rankings that end on a day are held. */
export async function isHeld(db: Db, day: string): Promise<boolean> {
  return (await db.select().from(rankingHolds).where(eq(rankingHolds.day, day))).length > 0;
}
