import pg from "pg";

import type { ConnectionConfig } from "./connection-config.ts";

/**
 * Has the server let go of a machine that vanished without a word: within 25 s, not after the two hours that systems
 * wait by themselves. Over a Unix socket it means nothing.
 */
export const noticeDeadPeers =
  "set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3";

/**
 * Waits until whoever does the work of a name now has ended it, for `patienceMs` at most; who begins it anew afterwards
 * is not waited for.
 */
export async function awaitLock(
  database: { readonly connectionConfig: ConnectionConfig },
  name: string,
  patienceMs: number,
): Promise<void> {
  const client = new pg.Client({ ...database.connectionConfig, application_name: `carillon wait ${name}` });
  client.on("error", () => undefined);
  await client.connect();
  try {
    await client.query(`set lock_timeout = ${Math.round(patienceMs)}`);
    await client.query("select pg_advisory_lock(hashtextextended($1, 0))", [name]);
  } catch (error) {
    if ((error as { readonly code?: unknown }).code !== lockNotAvailable) throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** So many can be held at once by one process, and so long one that nobody holds stays open, in milliseconds. */
const mostLocks = 40;
const idleMs = 10_000;

/** Connections that hold locks, opened when they are wanted. */
export function openLockPool(connectionConfig: ConnectionConfig): pg.Pool {
  const pool = new pg.Pool({
    ...connectionConfig,
    application_name: "carillon lock",
    max: mostLocks,
    idleTimeoutMillis: idleMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    async onConnect(client) {
      client.on("error", () => undefined);
      await client.query(noticeDeadPeers);
    },
  });
  // One that nobody holds may end.
  pool.on("error", () => undefined);
  if ("connectionString" in connectionConfig)
    Object.defineProperty(pool.options, "connectionString", { enumerable: false });
  return pool;
}

/** PostgreSQL's word for a lock that did not come in time. */
const lockNotAvailable = "55P03";

/**
 * Does `work` while no other process on this database does the work of that name; `"taken"` when one does.
 *
 * The lock belongs to a connection of its own, so a process that dies lets it go. The connection stays for a moment: who
 * works in bursts does not open one each time.
 */
export async function withLock<T>(
  database: { readonly lockPool: pg.Pool },
  name: string,
  work: (lost: AbortSignal) => Promise<T>,
): Promise<T | "taken"> {
  const client = await database.lockPool.connect();
  // A connection that dies lets the lock go: the work is told, so that it begins nothing new.
  const lost = new AbortController();
  const lose = () => lost.abort();
  client.on("error", lose);
  let isSound = false;
  try {
    const { rows } = await client.query("select pg_try_advisory_lock(hashtextextended($1, 0)) as got", [name]);
    if (rows[0]?.got !== true) {
      isSound = true;
      return "taken";
    }
    try {
      return await work(lost.signal);
    } finally {
      isSound = await letGo(client, name);
    }
  } finally {
    client.off("error", lose);
    // One whose lock may still be held ends, and the lock with it.
    client.release(!isSound);
  }
}

/** False when the connection has not let its lock go. */
async function letGo(client: pg.PoolClient, name: string): Promise<boolean> {
  try {
    const { rows } = await client.query("select pg_advisory_unlock(hashtextextended($1, 0)) as free", [name]);
    return rows[0]?.free === true;
  } catch {
    return false;
  }
}
