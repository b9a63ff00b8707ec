import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { drizzle } from "drizzle-orm/node-postgres";
import { migrate as applyAll } from "drizzle-orm/node-postgres/migrator";
import type pg from "pg";

import { say } from "#lib/bilingual.ts";
import { systemClock } from "#lib/clock.ts";
import { causeOf, failed, ok, type Failure, type Result } from "#lib/failure.ts";

import { codeOf } from "./data-failures.ts";
import { databaseFailure, isDatabaseGone } from "./database-failures.ts";
import { startTimer } from "./elapsed.ts";

/** The migrations of this program, as drizzle-kit numbers them. */
export const migrationsFolder = join(import.meta.dirname, "migrations");

/** One migration: drizzle tells them apart by the moment they were generated. */
interface Migration {
  readonly tag: string;
  readonly when: number;
}

/** Held while migrating, so that two processes that start together do it one after the other. */
const migrationLock = "1128354377, 3";

/** How long a change may keep others waiting, how long they are then left alone, and for how long it is tried. */
const lockPatienceMs = 2_000;
const giveWayMs = 500;
const longestWaitMs = 120_000;

/** PostgreSQL's codes (appendix A of its manual). */
const lockNotAvailable = "55P03";
const deadlock = "40P01";

/**
 * Brings the database's schema up to this program's, and gives the names of the migrations applied.
 *
 * All in one transaction: a migration that fails leaves the schema as it was. A database that a newer
 * Carillon has migrated is refused, since writing to it could lose what that one added.
 */
export async function migrate(pool: pg.Pool, folder: string = migrationsFolder): Promise<Result<readonly string[]>> {
  const known = readJournal(folder);
  let client: pg.PoolClient | undefined;
  let isSpent = true;
  try {
    client = await pool.connect();
    await client.query(`select pg_advisory_lock(${migrationLock})`);
    const before = await appliedMoments(client);
    const refusal = refuse(known, before);
    const isBehind = refusal === undefined && known.some((one) => !before.has(one.when));
    if (isBehind) await applyGently(client, folder);
    await client.query(`select pg_advisory_unlock(${migrationLock})`);
    isSpent = isBehind;
    if (refusal !== undefined) return failed(refusal);
    return ok(known.filter((one) => !before.has(one.when)).map((one) => one.tag));
  } catch (error) {
    return failed(isDatabaseGone(error) ? databaseFailure(error) : migrationFailed(error));
  } finally {
    // A connection that still holds the lock must not go back to the pool, nor one whose server process has grown by
    // 8 MB with the tables it made.
    client?.release(isSpent);
  }
}

/**
 * Processes of the version before go on working meanwhile: a change of a table that waits for one of their transactions
 * would keep all the others waiting behind it, so it gives way after a moment and comes again.
 */
async function applyGently(client: pg.PoolClient, folder: string): Promise<void> {
  const elapsed = startTimer();
  await client.query(`set lock_timeout = '${lockPatienceMs}ms'`);
  for (;;) {
    try {
      await applyAll(drizzle(client), { migrationsFolder: folder });
      await client.query("reset lock_timeout");
      return;
    } catch (error) {
      const code = codeOf(error) ?? codeOf((error as { cause?: unknown }).cause);
      if ((code !== lockNotAvailable && code !== deadlock) || elapsed() > longestWaitMs) throw error;
      await systemClock.sleep(giveWayMs);
    }
  }
}

function readJournal(folder: string): readonly Migration[] {
  const file = join(folder, "meta", "_journal.json");
  if (!existsSync(file)) return [];
  const journal: { readonly entries: readonly Migration[] } = JSON.parse(readFileSync(file, "utf8"));
  return journal.entries;
}

async function appliedMoments(client: pg.PoolClient): Promise<ReadonlySet<number>> {
  const exists = await client.query("select to_regclass('drizzle.__drizzle_migrations') is not null as yes");
  if (exists.rows[0]?.yes !== true) return new Set();
  const rows = await client.query("select created_at from drizzle.__drizzle_migrations");
  return new Set(rows.rows.map((row) => Number(row.created_at)));
}

function refuse(known: readonly Migration[], applied: ReadonlySet<number>): Failure | undefined {
  const moments = new Set(known.map((one) => one.when));
  const unknown = [...applied].filter((when) => !moments.has(when));
  if (unknown.length > 0) return newer(unknown.length);
  // Drizzle passes over, without a word, a migration generated before the last one applied.
  const last = Math.max(-Infinity, ...applied);
  const skipped = known.find((one) => one.when <= last && !applied.has(one.when));
  return skipped === undefined ? undefined : outOfOrder(skipped.tag);
}

function newer(count: number): Failure {
  return {
    code: "database.newer",
    what: say(
      `La base de données a été mise à niveau par un Carillon plus récent (${count} changement(s) inconnu(s) de celui-ci). Rien n'a été modifié.`,
      `The database was upgraded by a newer Carillon (${count} change(s) that this one does not know). Nothing was changed.`,
    ),
    remedy: say(
      "Installez la version plus récente de Carillon, ou restaurez la sauvegarde faite avant la mise à niveau.",
      "Install the newer version of Carillon, or restore the backup made before the upgrade.",
    ),
  };
}

function outOfOrder(tag: string): Failure {
  return {
    code: "database.migration-out-of-order",
    what: say(
      `La migration ${tag} est plus ancienne que la dernière appliquée à cette base ; elle serait sautée.`,
      `The migration ${tag} is older than the last one applied to this database; it would be skipped.`,
    ),
    remedy: say(
      "C'est un défaut de cette version de Carillon : installez-en une autre. Rien n'a été modifié.",
      "This is a defect of this version of Carillon: install another. Nothing was changed.",
    ),
    place: tag,
  };
}

function migrationFailed(error: unknown): Failure {
  const failure = databaseFailure(error);
  if (failure.code === "database.disk-full") return failure;
  const statement = error instanceof Error && "query" in error ? String(error.query).slice(0, 500) : "";
  return {
    code: codeOf(error) === "42501" ? "database.migration-refused" : "database.migration-failed",
    what: say(
      "La mise à niveau de la base de données a échoué. Elle est restée comme avant.",
      "The upgrade of the database failed. It is as it was before.",
    ),
    remedy: say(
      "Remettez la version précédente de Carillon et transmettez la cause ci-dessous ; avec DATABASE_URL, vérifiez que le compte peut créer des tables.",
      "Go back to the previous version of Carillon and pass on the cause below; with DATABASE_URL, check that the account may create tables.",
    ),
    cause: [failure.cause ?? causeOf(error), statement].filter(Boolean).join("\n"),
  };
}
