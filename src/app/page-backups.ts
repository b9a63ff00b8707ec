import { openAsBlob } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";

import { listBackups } from "#database/backup/make-backup.ts";
import { checkBackup } from "#database/backup/read-backup.ts";
import { verifyBackup } from "#database/backup/verify-backup.ts";
import { recordChange } from "#features/audit/record-change.ts";
import { say } from "#lib/bilingual.ts";
import { failed, ok, type Failure, type Result } from "#lib/failure.ts";

import { backUp, backupFolder } from "./backups.ts";
import type { App } from "./parts.ts";

/** A backup in its folder. */
export interface BackupFile {
  readonly name: string;
  readonly bytes: number;
  /** ISO 8601, UTC; from its name. */
  readonly takenAt: string;
}

/** The backups on this machine, newest first. */
export async function listBackupFiles(app: App): Promise<readonly BackupFile[]> {
  const paths = await listBackups(backupFolder(app.config, app.dataFolder));
  return await Promise.all(
    paths.map(async (path) => {
      const name = basename(path);
      const takenAt = name.replace(/^carillon-(.*)T(..)-(..)-(..)Z.*$/, "$1T$2:$3:$4Z");
      return { name, bytes: (await stat(path)).size, takenAt };
    }),
  );
}

/** Makes a backup now and proves it; who asked is in the audit. */
export async function makePageBackup(
  app: App,
  by: string,
): Promise<Result<{ readonly name: string; readonly rows: number; readonly unproved: Failure | undefined }>> {
  const made = await backUp(app);
  if (!made.ok) return made;
  const { path, rows, unproved } = made.value;
  await note(app, by, "backup.made", basename(path));
  return ok({ name: basename(path), rows, unproved });
}

/** Reads a backup to its end and restores it on the side, where the database lets us; gives the rows it holds. */
export async function proveBackup(app: App, name: string): Promise<Result<{ readonly rows: number }>> {
  const path = await find(app, name);
  if (path === undefined) return failed(noSuchBackup(name));
  const whole = await checkBackup(path);
  if (!whole.ok) return whole;
  const proved = await verifyBackup({ connection: app.database.connectionConfig, backup: whole.value });
  if (!proved.ok) return proved;
  return ok({ rows: Object.values(proved.value).reduce((sum, count) => sum + count, 0) });
}

/** A backup's bytes, read as they are wanted; who took them away is in the audit, since they hold everything. */
export async function readBackupFile(
  app: App,
  { name, by }: { readonly name: string; readonly by: string },
): Promise<Result<Blob>> {
  const path = await find(app, name);
  if (path === undefined) return failed(noSuchBackup(name));
  await note(app, by, "backup.downloaded", name);
  return ok(await openAsBlob(path, { type: "application/gzip" }));
}

/** Only a file that was listed: no name leads out of the folder. */
async function find(app: App, name: string): Promise<string | undefined> {
  const paths = await listBackups(backupFolder(app.config, app.dataFolder));
  return paths.find((path) => basename(path) === name);
}

async function note({ database, clock }: App, by: string, action: string, subject: string): Promise<void> {
  await recordChange({ db: database.db, now: clock.now(), by, action, subject });
}

function noSuchBackup(name: string): Failure {
  return {
    code: "backup.none-such",
    what: say("Cette sauvegarde n'est plus là.", "This backup is no longer there."),
    remedy: say("Rechargez la liste.", "Load the list again."),
    place: name,
  };
}
