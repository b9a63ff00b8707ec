import pg from "pg";

import type { OpenDatabase } from "./open.ts";

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
  database: Pick<OpenDatabase, "connectionConfig">,
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

/** PostgreSQL's word for a lock that did not come in time. */
const lockNotAvailable = "55P03";

/**
 * Does `work` while no other process on this database does the work of that name; `"taken"` when one does.
 *
 * The lock belongs to a connection of its own, so a process that dies lets it go.
 */
export async function withLock<T>(
  database: Pick<OpenDatabase, "connectionConfig">,
  name: string,
  work: (lost: AbortSignal) => Promise<T>,
): Promise<T | "taken"> {
  const client = new pg.Client({
    ...database.connectionConfig,
    application_name: `carillon lock ${name}`,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  });
  // A connection that dies lets the lock go: the work is told, so that it begins nothing new.
  const lost = new AbortController();
  client.on("error", () => lost.abort());
  await client.connect();
  try {
    const { rows } = await client.query("select pg_try_advisory_lock(hashtextextended($1, 0)) as got", [name]);
    if (rows[0]?.got !== true) return "taken";
    await client.query(noticeDeadPeers);
    return await work(lost.signal);
  } finally {
    await client.end().catch(() => undefined);
  }
}
