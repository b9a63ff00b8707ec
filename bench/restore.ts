import { statSync } from "node:fs";
import { join } from "node:path";

import { openApp } from "#app";
import { openSealedBox } from "#adapters/keys/open-sealed-box.ts";
import { restoreSchool } from "#app/restore-school.ts";
import { readConfig } from "#config";
import { backupName, makeBackup } from "#database/backup/make-backup.ts";
import { checkBackup } from "#database/backup/read-backup.ts";
import { openDatabase } from "#database/open.ts";
import { systemClock } from "#lib/clock.ts";
import { newId } from "#lib/ids.ts";
import { openLogger } from "#lib/logger.ts";

import { scratchFolder } from "../test/scratch.ts";
import { round, show, timed } from "./figure.ts";
import { fillLargeSchool } from "./large-school.ts";

/*
 * A backup of a large school, with 100,000 messages and 1,000,000 rows of participation, and its restore in the place of
 * what is there: how long each takes, how long nobody works meanwhile, and how much room the way back asks for. Beside it
 * PostgreSQL copying the same database on its own.
 */
await import("../src/cli/small-footprint.js");
const scratch = await scratchFolder();
const logger = openLogger("silent");
const config = readConfig({ CARILLON_BACKUPS: "0", CARILLON_SCENARIO_STANDBY: "off", TZ: "UTC" });
if (!config.ok) throw new Error(config.failure.what.en);
const school = await openApp({ config: config.value, dataFolder: scratch.path, logger, role: "client" });
if (!school.ok) throw new Error(school.failure.what.en);
await fillLargeSchool(school.value);
await school.value.close();
const opened = await openDatabase({
  dataFolder: scratch.path,
  logger,
  applicationName: "carillon bench",
  poolSize: 2,
});
if (!opened.ok) throw new Error(opened.failure.what.en);
const database = opened.value;
try {
  const box = openSealedBox({ key: undefined, dataFolder: scratch.path });
  if (!box.ok) throw new Error(box.failure.what.en);

  const now = systemClock.now();
  const folder = join(scratch.path, "backups");
  const made = await timed(async () => await makeBackup({ database, folder, keep: 10, now }));
  if (!made.value.ok) throw new Error(made.value.failure.what.en);
  const { size, rows } = made.value.value;
  const backup = await checkBackup(join(folder, backupName(now)));
  if (!backup.ok) throw new Error(backup.failure.what.en);

  const steps = new Map<string, Temporal.Instant>();
  const restored = await timed(
    async () =>
      await restoreSchool({
        id: newId(),
        database,
        backup: backup.value,
        folder,
        box: box.value,
        clock: systemClock,
        by: "bench",
        step: async (step) => void steps.set(step, systemClock.now()),
      }),
  );
  if (!restored.value.ok) throw new Error(restored.value.failure.what.en);
  const away = steps.get("leaving")?.until(systemClock.now()).total("seconds") ?? 0;
  const wayBack = statSync(join(folder, restored.value.value.wayBack ?? "")).size;
  const all = await database.pool.query(
    "select current_database() as name, pg_database_size(current_database())::float as bytes",
  );
  const { name, bytes } = all.rows[0] as { readonly name: string; readonly bytes: number };
  const copied = await timed(async () => await copyDatabase(name));
  const peer = { name: "PostgreSQL copies the database", value: copied.ms / 1_000 };
  const megabytes = bytes / 1e6;
  console.error(`${rows} rows in a database of ${round(megabytes)} MB`);
  show({ name: "a large school's backup, proved", ours: made.ms / 1_000, unit: "s", peer });
  show({ name: "its restore, with the way back", ours: restored.ms / 1_000, unit: "s", peer });
  show({ name: "of it nobody works for", ours: away, unit: "s", peer });
  const whole = { name: "the database", value: megabytes };
  show({ name: "the backup's file", ours: size / 1e6, unit: "MB", peer: whole });
  show({ name: "the way back's file", ours: wayBack / 1e6, unit: "MB", peer: whole });
} finally {
  await database.close();
  scratch.remove();
}

/** The server's own copy of a database, to which nobody else may be connected meanwhile. */
async function copyDatabase(name: string): Promise<void> {
  await database.pool.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and pid <> pg_backend_pid()",
    [name],
  );
  await database.pool.query(`create database copied template ${name}`);
}
