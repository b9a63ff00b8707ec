import { eq, sql } from "drizzle-orm";

import type { Db } from "#database/open.ts";

import { writesPerHostAndDay } from "./rules.ts";
import { hostWrites } from "./tables.ts";

/** Create and update requests of a UTC day by host id; a day that Zoom called spent has no end of them. */
export async function listHostWrites(db: Db, day: string): Promise<ReadonlyMap<string, number>> {
  const rows = await db.select().from(hostWrites).where(eq(hostWrites.day, day));
  return new Map(rows.map((row) => [row.hostId, row.spent ? Infinity : row.writes]));
}

/** Counts one request of a host before it leaves; false when the day's are used up, and nothing is counted. */
export async function takeHostWrite(db: Db, hostId: string, day: string): Promise<boolean> {
  return (await countHostWrite(db, hostId, day)).length > 0;
}

/** The statement that counts one request of a host, and gives a row where the day's are not used up. */
export function countHostWrite(db: Db, hostId: string, day: string) {
  return db
    .insert(hostWrites)
    .values({ hostId, day, writes: 1, spent: false })
    .onConflictDoUpdate({
      target: [hostWrites.hostId, hostWrites.day],
      set: { writes: sql`${hostWrites.writes} + 1` },
      setWhere: sql`${hostWrites.writes} < ${writesPerHostAndDay} and not ${hostWrites.spent}`,
    })
    .returning({ writes: hostWrites.writes });
}

/** Zoom said that the host's day is spent: other programs ask for the same host. */
export async function spendHostDay(db: Db, hostId: string, day: string): Promise<void> {
  await db
    .insert(hostWrites)
    .values({ hostId, day, writes: 0, spent: true })
    .onConflictDoUpdate({ target: [hostWrites.hostId, hostWrites.day], set: { spent: true } });
}
