import { backupFolder } from "#app/backups.ts";
import { listBackupFiles, makePageBackup, proveBackup, readBackupFile } from "#app/page-backups.ts";

import { actorOf, guarded, toldOf } from "./guard.ts";

/** The routes of the backups. */
export const backupRoutes = guarded.backups.router({
  list: guarded.backups.list.handler(async ({ context: { app } }) => ({
    kept: app.config.backups.keep,
    folder: backupFolder(app.config, app.dataFolder),
    files: [...(await listBackupFiles(app))],
  })),
  make: guarded.backups.make.handler(async ({ context, errors }) => {
    const made = await makePageBackup(context.app, actorOf(context));
    if (!made.ok) throw errors.REFUSED(toldOf(made.failure));
    const { name, rows, unproved } = made.value;
    return { name, rows, unproved: unproved === undefined ? null : { what: unproved.what, remedy: unproved.remedy } };
  }),
  prove: guarded.backups.prove.handler(async ({ context, input, errors }) => {
    const proved = await proveBackup(context.app, input.name);
    if (!proved.ok) throw errors.REFUSED(toldOf(proved.failure));
    return proved.value;
  }),
  download: guarded.backups.download.handler(async ({ context, input, errors }) => {
    const read = await readBackupFile(context.app, { name: input.name, by: actorOf(context) });
    if (!read.ok) throw errors.REFUSED(toldOf(read.failure));
    return new File([read.value], input.name, { type: "application/gzip" });
  }),
});
