import { desc, eq } from "drizzle-orm";

import type { Db } from "#database/open.ts";

import { restores } from "./tables.ts";

export type RestoreRow = typeof restores.$inferSelect;

export async function addRestore(db: Db, row: typeof restores.$inferInsert): Promise<void> {
  await db.insert(restores).values(row);
}

export async function changeRestore(db: Db, id: string, change: Partial<RestoreRow>): Promise<void> {
  await db.update(restores).set(change).where(eq(restores.id, id));
}

/** The one that was begun last. */
export async function findLastRestore(db: Db): Promise<RestoreRow | undefined> {
  const [row] = await db.select().from(restores).orderBy(desc(restores.startedAt)).limit(1);
  return row;
}
