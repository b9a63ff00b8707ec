import { basename } from "node:path";

import { checkBackup } from "#database/backup/read-backup.ts";
import { databaseFailure, openDatabase, openPool, type OpenDatabase } from "#database/open.ts";
import { stateOfRestore, type RestoreState } from "#features/school/restore-rules.ts";
import { addRestore, changeRestore, findLastRestore, type RestoreRow } from "#features/school/restore-store.ts";
import { restoreUnderWay } from "#features/school/texts.ts";
import { isBefore } from "#lib/clock.ts";
import { causeOf, failed, ok, type Result } from "#lib/failure.ts";
import { newId } from "#lib/ids.ts";
import type { Logger } from "#lib/logger.ts";

import { backupFolder } from "./backups.ts";
import { findBackup, noSuchBackup } from "./page-backups.ts";
import type { App } from "./parts.ts";
import { refuseBackup, restoreSchool } from "./restore-school.ts";

/** One restore at a time, over all processes. */
const turn = "restore";

/** A restore, and what became of it. */
export interface ShownRestore extends RestoreRow {
  readonly state: RestoreState;
}

/**
 * Begins to put a backup of this machine in the place of all that the database holds, and gives the restore's id; refused
 * at once when the file cannot be restored here. The work goes on beside the app, which leaves and comes in again
 * meanwhile: `findRestore` tells what became of it.
 */
export async function beginRestore(
  app: App,
  { name, by, logger }: { readonly name: string; readonly by: string; readonly logger: Logger },
): Promise<Result<string>> {
  const path = await findBackup(app, name);
  if (path === undefined) return failed(noSuchBackup(name));
  const checked = await checkBackup(path);
  if (!checked.ok) return checked;
  const refused = refuseBackup(checked.value, app.services.box);
  if (refused !== undefined) return failed(refused);
  if (await isRestoring(app)) return failed(restoreUnderWay);
  const opened = await openBeside(app, logger);
  if (!opened.ok) return opened;
  const database = opened.value;
  const { clock } = app;
  const id = newId();
  await addRestore(database.db, {
    id,
    file: basename(path),
    takenAt: Temporal.Instant.from(checked.value.header.takenAt),
    by,
    startedAt: clock.now(),
    step: "proving",
  });
  const { box } = app.services;
  const folder = backupFolder(app.config, app.dataFolder);
  const { alone } = app;
  const carryOut = async () => {
    const done = await alone(turn, async () => {
      const step = async (to: RestoreRow["step"]) => await changeRestore(database.db, id, { step: to });
      return await restoreSchool({ id, database, backup: checked.value, folder, box, clock, by, step });
    });
    return done === "taken" ? failed(restoreUnderWay) : done;
  };
  void carryOut()
    .catch((error: unknown) => failed(databaseFailure(error)))
    .then(async (done) => {
      if (done.ok) return logger.info({ file: name, rows: done.value.rows }, "a backup was restored");
      logger.error({ code: done.failure.code, cause: done.failure.cause }, done.failure.what.en);
      return await changeRestore(database.db, id, { endedAt: clock.now(), failure: done.failure });
    })
    .catch((error: unknown) => logger.error({ cause: causeOf(error) }, "what became of a restore is not written down"))
    .finally(() => void database.close());
  return ok(id);
}

/** For so long what became of a restore is told, in hours. */
const hoursTold = 7 * 24;

/** The restore that was begun last, and what became of it, while it is news. */
export async function findRestore(app: App): Promise<ShownRestore | undefined> {
  const row = await findLastRestore(app.database.db);
  if (row === undefined || isBefore(row.startedAt, app.clock.now().subtract({ hours: hoursTold }))) return undefined;
  const isOpen = row.endedAt === null && row.failure === null;
  return { ...row, state: stateOfRestore(row, isOpen && (await isRestoring(app))) };
}

async function isRestoring(app: App): Promise<boolean> {
  return (await app.alone(turn, async () => undefined)) === "taken";
}

/** A database of the restore's own: the app's is closed while it works. */
async function openBeside({ database, dataFolder }: App, logger: Logger): Promise<Result<OpenDatabase>> {
  const own = { applicationName: `carillon restore pid=${process.pid}`, logger, poolSize: 2 };
  if (database.embedded !== undefined) return await openDatabase({ ...own, dataFolder });
  return ok(openPool(own, database.connectionConfig, undefined));
}
