import { backupFolder } from "#app/backups.ts";
import { listBackupFiles, makePageBackup, proveBackup, readBackupFile, takeBackup } from "#app/page-backups.ts";
import { beginRestore, findRestore } from "#app/page-restore.ts";
import { demoIsShown, tooManyPasswords, wrongPassword } from "#features/school/texts.ts";

import { actorOf, guarded, toldOf } from "./guard.ts";
import { whoDid } from "#app/who-did.ts";

/** The routes of the backups. */
export const backupRoutes = guarded.backups.router({
  list: guarded.backups.list.handler(async ({ context: { app } }) => ({
    kept: app.config.backups.keep,
    folder: backupFolder(app.config, app.dataFolder),
    files: (await listBackupFiles(app)).map((file) => ({ ...file, takenAt: file.takenAt.toString() })),
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
  upload: guarded.backups.upload.handler(async ({ context, input, errors }) => {
    const { app } = context;
    const taken = await takeBackup(app, { content: input.file.stream(), by: actorOf(context) });
    if (!taken.ok) throw errors.REFUSED(toldOf({ ...taken.failure, place: "file" }));
    return { name: taken.value };
  }),
  restore: guarded.backups.restore.handler(async ({ context, input, errors }) => {
    const { app, own, caller, checkPassword, logger } = context;
    if (app !== own) throw errors.REFUSED(toldOf(demoIsShown));
    const tried = await checkPassword(caller?.id ?? "", input.password);
    if (tried !== "right") throw errors.REFUSED(toldOf(tried === "wrong" ? wrongPassword : tooManyPasswords));
    const begun = await beginRestore(app, { name: input.name, by: actorOf(context), logger });
    if (!begun.ok) throw errors.REFUSED(toldOf(begun.failure));
    return { id: begun.value };
  }),
  lastRestore: guarded.backups.lastRestore.handler(async ({ context: { app } }) => {
    const found = await findRestore(app);
    if (found === undefined) return null;
    const nameOf = await whoDid(app.database.db);
    const { id, file, by, state, step, wayBack, rows, held, failure } = found;
    return {
      id,
      file,
      byName: nameOf(by),
      takenAt: found.takenAt.toString(),
      startedAt: found.startedAt.toString(),
      endedAt: found.endedAt?.toString() ?? null,
      state,
      step,
      wayBack,
      rows,
      held,
      failure: failure === null ? null : { what: failure.what, remedy: failure.remedy },
    };
  }),
  download: guarded.backups.download.handler(async ({ context, input, errors }) => {
    const read = await readBackupFile(context.app, { name: input.name, by: actorOf(context) });
    if (!read.ok) throw errors.REFUSED(toldOf(read.failure));
    return new File([read.value], input.name, { type: "application/gzip" });
  }),
});
