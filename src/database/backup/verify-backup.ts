import pg from "pg";

import { say } from "#lib/bilingual.ts";
import { causeOf, failed, type Failure, type Result } from "#lib/failure.ts";
import { newId } from "#lib/ids.ts";

import type { ConnectionConfig } from "../connection-config.ts";
import type { Db } from "../open.ts";
import type { CheckedBackup } from "./read-backup.ts";
import { restoreBackup, type RestoredRows } from "./restore-backup.ts";

/**
 * Proves a backup by restoring it into a database of its own on the same server, which is dropped after.
 *
 * Refused where the account may not create a database; the backup itself is then checked by its sum only.
 */
export async function verifyBackup({
  connection,
  backup,
  look,
}: {
  readonly connection: ConnectionConfig;
  readonly backup: CheckedBackup;
  /** Looks at what was restored on the side; what it gives is the refusal. */
  readonly look?: (db: Db) => Promise<Failure | undefined>;
}): Promise<Result<RestoredRows>> {
  const name = `carillon_verify_${newId().replaceAll("-", "").slice(0, 12)}`;
  const admin = new pg.Client({ ...connection, application_name: "carillon backup" });
  admin.on("error", () => undefined);
  try {
    await admin.connect();
    await admin.query(`create database ${name}`);
  } catch (error) {
    await admin.end().catch(() => undefined);
    return failed({
      code: "backup.not-verified",
      what: say(
        "La sauvegarde est écrite, mais elle n'a pas pu être éprouvée en la restaurant.",
        "The backup is written, but it could not be proved by restoring it.",
      ),
      remedy: say(
        "Donnez au compte de la base le droit de créer une base (CREATEDB).",
        "Give the database account the right to create a database (CREATEDB).",
      ),
      place: backup.path,
      cause: causeOf(error),
    });
  }
  const client = new pg.Client({ ...withDatabase(connection, name), application_name: "carillon backup" });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return await restoreBackup({ client, backup, ...(look === undefined ? {} : { settle: look }) });
  } finally {
    await client.end().catch(() => undefined);
    await admin.query(`drop database if exists ${name} with (force)`).catch(() => undefined);
    await admin.end().catch(() => undefined);
  }
}

function withDatabase(connection: ConnectionConfig, database: string): pg.ClientConfig {
  if (!("connectionString" in connection)) return { ...connection, database };
  const address = new URL(connection.connectionString);
  address.pathname = `/${database}`;
  return { connectionString: address.href };
}
