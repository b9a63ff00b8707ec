import { eq, sql } from "drizzle-orm";

import type { Db } from "#database/open.ts";

import { storedSettings } from "./tables.ts";

type StoredSettingRow = typeof storedSettings.$inferSelect;

/** Where every process of this database hears that settings changed. */
export const settingsChannel = "carillon_settings";

/** What people have stored, by name. */
export async function listStoredSettings(db: Db): Promise<readonly StoredSettingRow[]> {
  return await db.select().from(storedSettings).orderBy(storedSettings.name);
}

/** The same; whoever else changes settings waits until the transaction ends. */
export async function holdStoredSettings(db: Db): Promise<readonly StoredSettingRow[]> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtext(${settingsChannel}))`);
  return await listStoredSettings(db);
}

export async function storeSetting(db: Db, row: StoredSettingRow): Promise<void> {
  await db.insert(storedSettings).values(row).onConflictDoUpdate({ target: storedSettings.name, set: row });
}

/** What the program's own default stands for again. */
export async function dropSetting(db: Db, name: string): Promise<void> {
  await db.delete(storedSettings).where(eq(storedSettings.name, name));
}

/** Tells every process, when the transaction is committed, that settings changed. */
export async function tellSettingsChanged(db: Db): Promise<void> {
  await db.execute(sql`select pg_notify(${settingsChannel}, '')`);
}
