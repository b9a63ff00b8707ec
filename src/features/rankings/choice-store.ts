import { eq } from "drizzle-orm";

import type { Db } from "#database/open.ts";
import type { Instant } from "#lib/clock.ts";

import { nudges, rankingChoices } from "./tables.ts";

/** What a student chose about rankings. */
export interface Choice {
  readonly hidden: boolean;
  readonly pseudonym: string | null;
  readonly nudges: boolean;
}

const none: Choice = { hidden: false, pseudonym: null, nudges: false };

/** A student's choices; who chose nothing is listed by name and not nudged. */
export async function findChoice(db: Db, studentId: string): Promise<Choice> {
  const [row] = await db.select().from(rankingChoices).where(eq(rankingChoices.studentId, studentId));
  return row === undefined ? none : { hidden: row.hidden, pseudonym: row.pseudonym, nudges: row.nudges };
}

export async function putChoice(db: Db, studentId: string, choice: Choice, now: Instant): Promise<void> {
  const set = { ...choice, changedAt: now };
  await db
    .insert(rankingChoices)
    .values({ studentId, ...set })
    .onConflictDoUpdate({ target: rankingChoices.studentId, set });
}

export async function markNudged(db: Db, studentId: string, at: Instant): Promise<void> {
  await db.insert(nudges).values({ studentId, at }).onConflictDoUpdate({ target: nudges.studentId, set: { at } });
}
