import { stat } from "node:fs/promises";

import { backupFolder } from "#app/backups.ts";
import type { Check } from "#app/health/check.ts";
import { checkBackups } from "#app/health/check-backups.ts";
import type { Config } from "#config";
import { listBackups } from "#database/backup/make-backup.ts";
import { instantOf, type Instant } from "#lib/clock.ts";

import type { CommandContext } from "./command.ts";

/** When the last backup was made, here or by what the database knows of other machines. */
export async function lookAtBackups(
  context: CommandContext,
  config: Config,
  { lastBackup, since }: { readonly lastBackup?: Instant; readonly since?: Instant },
): Promise<Check> {
  const [newest] = await listBackups(backupFolder(config, context.dataFolder));
  const here = newest === undefined ? undefined : instantOf(Math.trunc((await stat(newest)).mtimeMs));
  const all = [here, lastBackup].filter((at) => at !== undefined);
  const last = all.toSorted((a, b) => Temporal.Instant.compare(b, a))[0];
  return checkBackups({
    last,
    kept: config.backups.keep,
    since,
    now: context.clock.now(),
    zone: config.school.timeZone,
  });
}
