import { stat } from "node:fs/promises";
import { hostname } from "node:os";
import { basename, join, resolve } from "node:path";

import { listBackups, makeBackup, type MadeBackup } from "#database/backup/make-backup.ts";
import { putBackups, type BackupRow } from "#features/school/backup-store.ts";
import type { Failure, Result } from "#lib/failure.ts";
import type { Logger } from "#lib/logger.ts";
import { keyMark } from "#lib/sealed-box.ts";
import type { App } from "./parts.ts";

/** The internal queue that makes the nightly backup. */
export const backupQueue = "make_backup";

/** Every night at this hour of the school's zone, away from the hours at which it sends. */
const nightly = "30 3 * * *";

/** Where backups go when nothing is set. */
export function backupFolder(config: App["config"], dataFolder: string): string {
  return config.backups.folder ?? join(dataFolder, "backups");
}

/** Makes one backup now. */
export async function backUp(app: App): Promise<Result<MadeBackup>> {
  const { config, database, clock, dataFolder, services } = app;
  const made = await makeBackup({
    database,
    folder: backupFolder(config, dataFolder),
    // Kept is at least the one that was asked for.
    keep: Math.max(1, config.backups.keep),
    now: clock.now(),
    key: keyMark(services.box),
  });
  if (made.ok) await tellBackups(app);
  return made;
}

/** Where this process finds its backups, as the others of the database know it. */
export function backupPlace({ config, dataFolder }: Pick<App, "config" | "dataFolder">): string {
  return `${hostname()}:${resolve(backupFolder(config, dataFolder))}`;
}

/** Lists the backups that lie here, newest first, and lets every process of the database know them. */
export async function tellBackups(
  app: Pick<App, "config" | "dataFolder" | "database">,
): Promise<readonly Omit<BackupRow, "place">[]> {
  const paths = await listBackups(backupFolder(app.config, app.dataFolder));
  const found = await Promise.all(
    paths.map(async (path) => ({
      name: basename(path),
      bytes: (await stat(path)).size,
      takenAt: Temporal.Instant.from(basename(path).replace(takenIn, "$1T$2:$3:$4Z")),
    })),
  );
  await putBackups(app.database.db, backupPlace(app), found);
  return found;
}

/** The moment in a backup's name. */
const takenIn = /^carillon-(.*)T(..)-(..)-(..)Z.*$/;

/** Makes a backup each night, if the school keeps any; a failure is told to the admin. */
export async function startBackups(
  app: App,
  options: { readonly logger: Logger; readonly tell: (failure: Failure) => Promise<void> },
): Promise<void> {
  await scheduleBackups(app);
  await tellBackups(app);
  await app.engine.work(backupQueue, async () => {
    const made = await backUp(app);
    const failure = made.ok ? made.value.unproved : made.failure;
    if (made.ok) options.logger.info({ path: made.value.path, rows: made.value.rows }, "a backup was made");
    if (failure !== undefined) {
      options.logger.error({ code: failure.code, cause: failure.cause }, failure.what.en);
      await options.tell(failure);
    }
  });
}

/** Backups are made at night in the school's zone, while it keeps any. */
export async function scheduleBackups({ config, database, engine }: App): Promise<void> {
  if (config.backups.keep === 0) await engine.unschedule(database.db, backupQueue);
  else await engine.schedule(database.db, backupQueue, nightly, config.school.timeZone, {});
}
