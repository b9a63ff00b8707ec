import { openAsBlob } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";

import { backupName, listBackups } from "#database/backup/make-backup.ts";
import { checkBackup } from "#database/backup/read-backup.ts";
import { verifyBackup } from "#database/backup/verify-backup.ts";
import { recordChange } from "#features/audit/record-change.ts";
import { listBackupsElsewhere } from "#features/school/backup-store.ts";
import { backupThereAlready } from "#features/school/texts.ts";
import { say } from "#lib/bilingual.ts";
import type { Instant } from "#lib/clock.ts";
import { failed, ok, type Failure, type Result } from "#lib/failure.ts";
import { newId } from "#lib/ids.ts";

import { backUp, backupFolder, backupPlace, tellBackups } from "./backups.ts";
import type { App } from "./parts.ts";

/** A backup, here or on another machine of the database. */
export interface BackupFile {
  readonly name: string;
  readonly bytes: number;
  /** From its name. */
  readonly takenAt: Instant;
  /** The other machine and its folder; `null` when it lies here and can be fetched. */
  readonly place: string | null;
}

/** The backups that lie here, and those that other machines have told of, newest first. */
export async function listBackupFiles(app: App): Promise<readonly BackupFile[]> {
  const here = await tellBackups(app);
  const names = new Set(here.map(({ name }) => name));
  // A folder that several machines share is here.
  const elsewhere = (await listBackupsElsewhere(app.database.db, backupPlace(app))).filter(
    ({ name }) => !names.has(name),
  );
  return [...here.map((file) => ({ ...file, place: null })), ...elsewhere].toSorted((a, b) =>
    Temporal.Instant.compare(b.takenAt, a.takenAt),
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
  const path = await findBackup(app, name);
  if (path === undefined) return failed(noSuchBackup(name));
  const whole = await checkBackup(path);
  if (!whole.ok) return whole;
  const proved = await verifyBackup({ connection: app.database.connectionConfig, backup: whole.value });
  if (!proved.ok) return proved;
  return ok({ rows: Object.values(proved.value).reduce((sum, count) => sum + count, 0) });
}

/** Takes in a backup from elsewhere, if it is whole, under the name that its own moment gives it. */
export async function takeBackup(
  app: App,
  { content, by }: { readonly content: ReadableStream<Uint8Array>; readonly by: string },
): Promise<Result<string>> {
  const folder = backupFolder(app.config, app.dataFolder);
  const coming = join(folder, `coming-${newId()}.partial`);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(coming, content, { mode: 0o600, flag: "wx" });
    const checked = await checkBackup(coming);
    // The person gave a file, and not this path.
    if (!checked.ok) return failed({ ...checked.failure, what: notABackup });
    const { header, footer } = checked.value;
    const name = backupName(Temporal.Instant.from(header.takenAt));
    const there = await checkBackup(join(folder, name));
    if (there.ok && there.value.footer.sha256 !== footer.sha256) return failed(backupThereAlready(name));
    await rename(coming, join(folder, name));
    await note(app, by, "backup.uploaded", name);
    return ok(name);
  } finally {
    await rm(coming, { force: true });
  }
}

/** A backup's bytes, read as they are wanted; who took them away is in the audit, since they hold everything. */
export async function readBackupFile(
  app: App,
  { name, by }: { readonly name: string; readonly by: string },
): Promise<Result<Blob>> {
  const path = await findBackup(app, name);
  if (path === undefined) return failed(noSuchBackup(name));
  await note(app, by, "backup.downloaded", name);
  return ok(await openAsBlob(path, { type: "application/gzip" }));
}

/** The path of a backup of this machine. Only a file that was listed: no name leads out of the folder. */
export async function findBackup(app: App, name: string): Promise<string | undefined> {
  const paths = await listBackups(backupFolder(app.config, app.dataFolder));
  return paths.find((path) => basename(path) === name);
}

async function note({ database, clock }: App, by: string, action: string, subject: string): Promise<void> {
  await recordChange({ db: database.db, now: clock.now(), by, action, subject });
}

/** It went away since the list was shown. */
export function noSuchBackup(name: string): Failure {
  return {
    code: "backup.none-such",
    what: say("Cette sauvegarde n'est plus là.", "This backup is no longer there."),
    remedy: say("Rechargez la liste.", "Load the list again."),
    place: name,
  };
}

const notABackup = say(
  "Ce fichier n'est pas une sauvegarde entière de Carillon.",
  "This file is not a whole backup of Carillon.",
);
