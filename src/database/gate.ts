import pg from "pg";

import { systemClock } from "#lib/clock.ts";
import type { Logger } from "#lib/logger.ts";

import { codeOf } from "./data-failures.ts";
import { keepHearing } from "./keep-hearing.ts";
import { noticeDeadPeers } from "./lock.ts";
import type { OpenDatabase } from "./open.ts";

/** Shared by each process that serves the database; exclusive for the one that replaces all that it holds. */
const gateLock = "1128354377, 5";

/** Where those inside hear that they are asked to leave. */
const channel = "carillon_gate";

/** They are asked again this often, in milliseconds: one that listened for a moment to nothing hears it then. */
const askAgainMs = 300;

/** PostgreSQL's word for a lock that did not come in time. */
const lockNotAvailable = "55P03";

/** A process's being inside. */
export interface Gate {
  /** Aborted when somebody replaces what the database holds: leave everything, close, and come in again. */
  readonly leave: AbortSignal;
  close(): Promise<void>;
}

/** Comes in, for as long as the process serves this database; waits while somebody replaces what it holds. */
export async function enterGate({
  database,
  logger,
}: {
  readonly database: Pick<OpenDatabase, "connectionConfig">;
  readonly logger: Logger;
}): Promise<Gate> {
  const closing = new AbortController();
  const leave = new AbortController();
  const inside = Promise.withResolvers<undefined>();
  let known: string | undefined;
  const hearing = keepHearing({
    database,
    logger,
    closing: closing.signal,
    channel,
    purpose: "gate",
    async prepare(client) {
      await client.query(noticeDeadPeers);
      if (known === undefined) await client.query(`select pg_advisory_lock_shared(${gateLock})`);
      else if (!(await tryShared(client))) leave.abort();
      const found = await generationOf(client);
      // It was replaced while this connection was away.
      if (known !== undefined && known !== found) leave.abort();
      known = found;
    },
    heard: () => leave.abort(),
    listening: () => inside.resolve(undefined),
  });
  await inside.promise;
  return {
    leave: leave.signal,
    async close() {
      closing.abort();
      await hearing;
    },
  };
}

/** Waits while somebody replaces what the database holds. */
export async function passGate({ pool }: Pick<OpenDatabase, "pool">): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query(`select pg_advisory_lock_shared(${gateLock})`);
    await client.query(`select pg_advisory_unlock_shared(${gateLock})`);
  } finally {
    client.release();
  }
}

/** Whether somebody replaces what the database holds, or waits for the others to leave. */
export async function isGateClosed({ pool }: Pick<OpenDatabase, "pool">): Promise<boolean> {
  const [classId, objectId] = gateLock.split(", ").map(Number);
  const { rowCount } = await pool.query(
    `select 1 from pg_locks
      where locktype = 'advisory' and classid = $1 and objid = $2 and objsubid = 2 and mode = 'ExclusiveLock'
        and database = (select oid from pg_database where datname = current_database())`,
    [classId, objectId],
  );
  return rowCount !== 0;
}

/**
 * Asks everybody to leave, waits for `patienceMs` at most until they have, and does `work` with nobody inside and nobody
 * coming in. `"occupied"` when somebody stayed: then nothing was done, and those who left come in again.
 *
 * `client` holds the gate: when its connection or its process ends, the gate is open.
 */
export async function withGateClosed<T>(
  {
    database,
    patienceMs,
  }: { readonly database: Pick<OpenDatabase, "connectionConfig" | "pool">; readonly patienceMs: number },
  work: (client: pg.Client) => Promise<T>,
): Promise<T | "occupied"> {
  const client = new pg.Client({
    ...database.connectionConfig,
    application_name: `carillon restore pid=${process.pid}`,
    keepAlive: true,
  });
  client.on("error", () => undefined);
  await client.connect();
  try {
    await client.query(noticeDeadPeers);
    if (!(await closeGate(client, database.pool, patienceMs))) return "occupied";
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function closeGate(client: pg.Client, pool: pg.Pool, patienceMs: number): Promise<boolean> {
  const closed = new AbortController();
  const asking = (async () => {
    while (!closed.signal.aborted) {
      await pool.query("select pg_notify($1, '')", [channel]).catch(() => undefined);
      await systemClock.sleep(askAgainMs, closed.signal);
    }
  })();
  try {
    await client.query(`set lock_timeout = ${Math.round(patienceMs)}`);
    await client.query(`select pg_advisory_lock(${gateLock})`);
    return true;
  } catch (error) {
    if (codeOf(error) === lockNotAvailable) return false;
    throw error;
  } finally {
    closed.abort();
    await asking;
  }
}

async function tryShared(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query(`select pg_try_advisory_lock_shared(${gateLock}) as got`);
  return rows[0]?.got === true;
}

/** Another one whenever the tables were replaced as a whole. */
async function generationOf(client: pg.Client): Promise<string> {
  const { rows } = await client.query("select 'public'::regnamespace::oid::text as generation");
  return String(rows[0]?.generation);
}
