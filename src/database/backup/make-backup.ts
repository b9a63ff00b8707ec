import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";

import { say } from "#lib/bilingual.ts";
import type { Instant } from "#lib/clock.ts";
import { causeOf, failed, ok, type Failure, type Result } from "#lib/failure.ts";

import type { OpenDatabase } from "../open.ts";
import { checkBackup } from "./read-backup.ts";
import { verifyBackup } from "./verify-backup.ts";
import { writeBackup } from "./write-backup.ts";

/** A backup that was made. */
export interface MadeBackup {
  readonly path: string;
  /** In bytes. */
  readonly size: number;
  /** Of all tables together. */
  readonly rows: number;
  /** Absent when it was proved by restoring it; else why it could not be. */
  readonly unproved?: Failure;
}

const fileName = /^carillon-\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}Z\.sql\.gz$/;

/** How the file of a backup that was taken at a moment is called. */
export function backupName(takenAt: Instant): string {
  return `carillon-${takenAt.round("second").toString().replaceAll(":", "-")}.sql.gz`;
}

/** Makes a backup in `folder`, proves it by restoring it, and deletes all but the newest `keep`. */
export async function makeBackup({
  database,
  folder,
  keep,
  now,
  key,
}: {
  readonly database: Pick<OpenDatabase, "pool" | "connectionConfig">;
  readonly folder: string;
  readonly keep: number;
  readonly now: Instant;
  /** The mark of the key that seals the secrets, where it is known. */
  readonly key?: string;
}): Promise<Result<MadeBackup>> {
  const name = backupName(now);
  const path = join(folder, name);
  try {
    await writeBackup({ pool: database.pool, path, now, key });
  } catch (error) {
    return failed(notWritten(folder, causeOf(error)));
  }
  const checked = await checkBackup(path);
  if (!checked.ok) return checked;
  const proved = await verifyBackup({ connection: database.connectionConfig, backup: checked.value });
  // A database that a newer Carillon migrated is backed up too, or nobody could go back to the version before.
  const unprovable = ["backup.not-verified", "backup.newer"];
  if (!proved.ok && !unprovable.includes(proved.failure.code)) return proved;
  for (const old of (await listBackups(folder)).slice(keep)) await rm(old, { force: true });
  const rows = Object.values(checked.value.footer.rows).reduce((sum, count) => sum + count, 0);
  return ok({ path, size: (await stat(path)).size, rows, ...(proved.ok ? {} : { unproved: proved.failure }) });
}

/** The backups of a folder, newest first; none when there is no such folder. */
export async function listBackups(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => fileName.test(name))
    .toSorted()
    .toReversed()
    .map((name) => join(folder, name));
}

function notWritten(folder: string, cause: string): Failure {
  return {
    code: "backup.not-written",
    what: say(
      `La sauvegarde n'a pas pu être écrite dans « ${folder} ».`,
      `The backup could not be written to "${folder}".`,
    ),
    remedy: say(
      "Vérifiez la place sur le disque et les droits du dossier ; CARILLON_BACKUP_FOLDER en choisit un autre.",
      "Check the room on the disk and the folder's rights; CARILLON_BACKUP_FOLDER chooses another one.",
    ),
    place: folder,
    cause,
  };
}
