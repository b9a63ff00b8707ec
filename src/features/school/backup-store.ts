import { and, asc, desc, eq, max, ne, notInArray } from "drizzle-orm";

import type { Db } from "#database/open.ts";
import type { Instant } from "#lib/clock.ts";

import { backups } from "./tables.ts";

export type BackupRow = typeof backups.$inferSelect;

/** Keeps which backups lie at a place: those that are gone from it go, new ones come. */
export async function putBackups(db: Db, place: string, found: readonly Omit<BackupRow, "place">[]): Promise<void> {
  const names = found.map(({ name }) => name);
  await db
    .delete(backups)
    .where(and(eq(backups.place, place), names.length === 0 ? undefined : notInArray(backups.name, names)));
  if (found.length === 0) return;
  await db
    .insert(backups)
    .values(found.map((row) => ({ ...row, place })))
    .onConflictDoNothing();
}

/** What lies at other places than this one, newest first. */
export async function listBackupsElsewhere(db: Db, place: string): Promise<readonly BackupRow[]> {
  return await db
    .select()
    .from(backups)
    .where(ne(backups.place, place))
    .orderBy(desc(backups.takenAt), asc(backups.place));
}

/** When the newest backup of all places was taken. */
export async function findLastBackup(db: Db): Promise<Instant | undefined> {
  const [row] = await db.select({ at: max(backups.takenAt) }).from(backups);
  return row?.at ?? undefined;
}
