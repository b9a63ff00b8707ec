import type { PgDatabase } from "drizzle-orm/pg-core";
import { drizzle, type NodePgQueryResultHKT } from "drizzle-orm/node-postgres";
import pg from "pg";

import { systemClock } from "#lib/clock.ts";
import { failed, ok, type Result } from "#lib/failure.ts";
import type { Logger } from "#lib/logger.ts";
import { Secret } from "#lib/secrets.ts";

import type { ConnectionConfig } from "./connection-config.ts";
import { codeOf } from "./data-failures.ts";
import { addressFailure, badAddress, oldestPostgres, tooOld } from "./database-failures.ts";
import { startTimer } from "./elapsed.ts";
import { openLockPool } from "./lock.ts";
import { startEmbeddedPostgres, type EmbeddedPostgres } from "./embedded-postgres.ts";

export { databaseFailure, isDatabaseGone, isPassing } from "./database-failures.ts";

/** A handle for queries: the database itself, or a transaction of it. */
export type Db = PgDatabase<NodePgQueryResultHKT>;

/** Which database to open, and how. */
export interface OpenDatabaseOptions {
  readonly dataFolder: string;
  /** A PostgreSQL 15 or newer; without it the embedded one of the data folder. */
  readonly url?: Secret;
  readonly applicationName: string;
  readonly logger: Logger;
  /** Run on each new connection before anything else. */
  readonly sessionStatements?: readonly string[];
  readonly poolSize?: number;
}

/** An open database. */
export interface OpenDatabase {
  readonly db: Db;
  readonly pool: pg.Pool;
  /** Connections for what `withLock` holds: apart, so that who holds one always finds another to work with. */
  readonly lockPool: pg.Pool;
  readonly connectionConfig: ConnectionConfig;
  /** The server, when it is ours to stop and to claim. */
  readonly embedded: EmbeddedPostgres | undefined;
  /** Lets everything go, in order; the embedded server is stopped if nobody else uses it. */
  close(): Promise<void>;
}

/** Opens the database: the embedded one of the data folder, or the one that `url` names. */
export async function openDatabase(options: OpenDatabaseOptions): Promise<Result<OpenDatabase>> {
  if (options.url !== undefined) return openAddress(options, options.url);
  const embedded = await startEmbeddedPostgres({
    dataFolder: options.dataFolder,
    logger: options.logger,
    applicationName: options.applicationName,
  });
  if (!embedded.ok) return embedded;
  return ok(openPool(options, embedded.value.connection, embedded.value));
}

/**
 * After so many uses a connection is closed and another takes its place: what the server keeps for it grows with all that
 * it was ever asked, to 25 MB and more in half a year, and is 6 MB at first.
 */
export const mostUses = 2_000;

/** Opens a pool on a server that is known to answer. */
export function openPool(
  options: Pick<OpenDatabaseOptions, "applicationName" | "logger" | "sessionStatements" | "poolSize">,
  connectionConfig: ConnectionConfig,
  embedded: EmbeddedPostgres | undefined,
): OpenDatabase {
  const { logger } = options;
  const statements = [...ownSession, ...(options.sessionStatements ?? [])];
  const pool = new pg.Pool({
    ...connectionConfig,
    application_name: options.applicationName,
    max: options.poolSize ?? 10,
    maxUses: mostUses,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    types: textTypes,
    // The pool waits for this before it hands the connection out, and discards the connection if it fails.
    async onConnect(client) {
      // While lent, a connection has no listener of the pool's, and an unheard error would end the process.
      // The query under way fails with the same error, so there is nothing more to do.
      client.on("error", () => undefined);
      for (const statement of statements) await client.query(statement);
    },
  });
  // The address holds the password: it must not appear where someone prints the pool.
  if ("connectionString" in connectionConfig) {
    Object.defineProperty(pool.options, "connectionString", { enumerable: false });
  }
  pool.on("error", (error) => logger.warn({ cause: codeOf(error) ?? error.message }, "a database connection was lost"));
  const lockPool = openLockPool(connectionConfig);

  let closed: Promise<void> | undefined;
  async function close(): Promise<void> {
    // A connection that someone never gave back must not keep the program from stopping.
    const patience = new AbortController();
    await Promise.race([Promise.all([pool.end(), lockPool.end()]), systemClock.sleep(2_000, patience.signal)]);
    patience.abort();
    await embedded?.stop();
  }
  const opened = { db: drizzle(pool) as Db, pool, lockPool, embedded, close: () => (closed ??= close()) };
  return Object.defineProperty(opened, "connectionConfig", { value: connectionConfig }) as OpenDatabase;
}

/**
 * Runs `work` in a transaction: all of it happens, or none of it.
 *
 * Inside another transaction it is a savepoint. Only the handle that `work` is given may be used in it:
 * the outer one would wait for a connection while holding one.
 */
export async function inTransaction<T>(db: Db, work: (tx: Db) => Promise<T>): Promise<T> {
  const pool = (db as { $client?: unknown }).$client;
  if (!(pool instanceof pg.Pool)) return db.transaction(work);
  // Not drizzle's own way over a pool: it loses the connection when BEGIN fails, and hides the error of
  // the work behind that of the rollback when the database has gone.
  const client = await pool.connect();
  let thrown: { readonly error: unknown } | undefined;
  const recorded = async (tx: Db): Promise<T> => {
    try {
      return await work(tx);
    } catch (error) {
      thrown = { error };
      throw error;
    }
  };
  try {
    const result = await (drizzle(client) as Db).transaction(recorded);
    client.release();
    return result;
  } catch (error) {
    // If the error is the work's own, the rollback succeeded and the connection is good.
    client.release(thrown?.error !== error);
    throw thrown === undefined ? error : thrown.error;
  }
}

/**
 * Runs `work` in the transaction that `db` is, or else in one of its own.
 *
 * For what is whole only together and gives its errors to whoever asked: unlike a savepoint it costs nothing, and what
 * throws here ends the outer transaction too.
 */
export async function together<T>(db: Db, work: (tx: Db) => Promise<T>): Promise<T> {
  const isPool = (db as { $client?: unknown }).$client instanceof pg.Pool;
  return isPool ? await inTransaction(db, work) : await work(db);
}

/**
 * Runs `work` in a transaction and takes everything back: what it gives is what would really happen.
 *
 * Rows that it touches are locked until it ends.
 */
export async function rehearse<T>(db: Db, work: (tx: Db) => Promise<T>): Promise<T> {
  const takenBack = new Error("taken back");
  let result: { readonly value: T } | undefined;
  try {
    await inTransaction(db, async (tx) => {
      result = { value: await work(tx) };
      throw takenBack;
    });
  } catch (error) {
    if (error !== takenBack) throw error;
  }
  if (result === undefined) throw new Error("the rehearsed work gave nothing");
  return result.value;
}

/**
 * Each session speaks UTC and ISO, whatever the server's settings: what is read does not depend on the machine.
 */
const ownSession = ["set timezone to 'UTC'; set datestyle to 'ISO, YMD'; set intervalstyle to 'iso_8601'"];

/**
 * Dates and times are left as the text that PostgreSQL sent, also in plain queries of the pool: `pg` would
 * make `Date`s of them, a `date` even in the machine's zone. The column types of `columns.ts` read them.
 */
const temporalTypes = new Set<number>([
  pg.types.builtins.DATE,
  pg.types.builtins.TIME,
  pg.types.builtins.TIMESTAMP,
  pg.types.builtins.TIMESTAMPTZ,
  pg.types.builtins.INTERVAL,
]);
const textTypes: pg.CustomTypesConfig = {
  getTypeParser: ((id: number, format?: "text" | "binary") =>
    temporalTypes.has(id)
      ? (text: string) => text
      : pg.types.getTypeParser(id, format)) as typeof pg.types.getTypeParser,
};

async function openAddress(options: OpenDatabaseOptions, url: Secret): Promise<Result<OpenDatabase>> {
  const connectionString = url.reveal();
  let place: string;
  let secrets: Secret[];
  try {
    const address = new URL(connectionString);
    place = `${address.host || address.searchParams.get("host") || "localhost"}${decodeURIComponent(address.pathname)}`;
    secrets = [url, new Secret(address.password), new Secret(decodeURIComponent(address.password))];
  } catch {
    return failed(badAddress());
  }
  const elapsed = startTimer();
  for (;;) {
    try {
      const version = await serverVersion(connectionString, options.applicationName);
      if (version.number < oldestPostgres * 10_000) return failed(tooOld(place, version.text));
      return ok(openPool(options, { connectionString }, undefined));
    } catch (error) {
      // It is there but still starting, as when both were started together: worth waiting for.
      if (codeOf(error) !== "57P03" || elapsed() > 30_000) return failed(addressFailure(error, place, secrets));
      await systemClock.sleep(500);
    }
  }
}

async function serverVersion(connectionString: string, name: string): Promise<{ number: number; text: string }> {
  const client = new pg.Client({ connectionString, application_name: name, connectionTimeoutMillis: 10_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    const answer = await client.query(
      "select current_setting('server_version_num')::int as number, current_setting('server_version') as text",
    );
    return answer.rows[0];
  } finally {
    await client.end().catch(() => undefined);
  }
}
