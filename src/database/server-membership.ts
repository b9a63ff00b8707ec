import { readFile } from "node:fs/promises";

import pg from "pg";

import { codeOf } from "./data-failures.ts";
import { passwordFile, serverUser } from "./cluster.ts";
import { socketPort, type ServerPlace } from "./data-folder.ts";
import { findPostmaster } from "./postmaster.ts";

/** How to connect to the embedded server, as `pg` and pg-boss take it. */
export interface ServerConnection {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  /** Only on Windows. */
  readonly password?: string;
}

/** Locks between our processes; all in the database `postgres`, so that cloned databases share them. */
export const serverLocks = {
  /** Shared by each process that uses the server; exclusive for the one that stops it. */
  users: "1128354377, 1",
  /** Exclusive for the process that runs the schedules. */
  engine: "1128354377, 2",
} as const;

/** The database of the embedded server that holds Carillon's tables. */
const embeddedDatabase = "carillon";

/** What came of trying to become a user of the server. */
export type Joining =
  | {
      readonly kind: "joined";
      readonly client: pg.Client;
      readonly connection: ServerConnection;
      /** Resolves when the connection is over, for whatever reason. */
      readonly ended: Promise<void>;
    }
  /** Nobody listens. */
  | { readonly kind: "absent"; readonly error: unknown }
  /** Someone listens: it starts, recovers or stops. */
  | { readonly kind: "busy"; readonly error: unknown }
  | { readonly kind: "refused"; readonly error: unknown };

/**
 * Connects to the server and takes the shared lock that keeps it up.
 *
 * Connected is not enough: the last user may be stopping the server at this moment. It holds the lock
 * exclusively then, so who gets the shared lock is counted, and who does not must come again.
 */
export async function joinServer(place: ServerPlace, applicationName: string): Promise<Joining> {
  const connection = await connectionTo(place);
  const client = new pg.Client({
    ...connection,
    database: "postgres",
    application_name: applicationName,
    connectionTimeoutMillis: 5_000,
  });
  // Without a listener, a server that goes away would end our process.
  client.on("error", () => undefined);
  const ended = new Promise<void>((settle) => client.once("end", settle));
  try {
    await client.connect();
    const answer = await client.query(`select pg_try_advisory_lock_shared(${serverLocks.users}) as joined`);
    if (answer.rows[0]?.joined === true) {
      await ensureDatabase(client, connection);
      return { kind: "joined", client, connection, ended };
    }
    await client.end();
    return { kind: "busy", error: new Error("the server is being stopped by its last user") };
  } catch (error) {
    await client.end().catch(() => undefined);
    return { kind: kindOf(error), error };
  }
}

function kindOf(error: unknown): "absent" | "busy" | "refused" {
  const code = codeOf(error);
  if (code === "ENOENT" || code === "ECONNREFUSED") return "absent";
  // Starting, stopping, recovering; too many at once; cut while we were asking.
  if (code === undefined || code === "53300" || /^57P|^08/.test(code)) return "busy";
  return /^(ECONN|EPIPE|EAGAIN|ETIMEDOUT)/.test(code) ? "busy" : "refused";
}

async function connectionTo(place: ServerPlace): Promise<ServerConnection> {
  const server = await findPostmaster(place);
  const base = { user: serverUser, database: embeddedDatabase, port: server?.port ?? socketPort };
  if (process.platform === "win32") {
    return { ...base, host: "127.0.0.1", password: await readFile(passwordFile(place), "utf8") };
  }
  // A server that is still up after its folder was moved listens where it was started.
  return { ...base, host: server?.running === true ? server.socketFolder : place.socketFolder };
}

/** Over a connection of its own: the one that makes a database keeps 10 MB for as long as it lives. */
async function ensureDatabase(client: pg.Client, connection: ServerConnection): Promise<void> {
  const found = await client.query("select 1 from pg_database where datname = $1", [embeddedDatabase]);
  if (found.rowCount !== 0) return;
  const maker = new pg.Client({ ...connection, database: "postgres", connectionTimeoutMillis: 5_000 });
  maker.on("error", () => undefined);
  try {
    await maker.connect();
    await maker.query(`create database ${embeddedDatabase}`);
  } catch (error) {
    // Another process of ours was faster: "already exists", or a unique violation when truly at once.
    if (codeOf(error) !== "42P04" && codeOf(error) !== "23505") throw error;
  } finally {
    await maker.end();
  }
}

/**
 * Stops being a user; true when nobody else is one, in which case the server is now closed to newcomers
 * (they wait) until the caller has stopped it.
 */
export async function leaveServer(client: pg.Client): Promise<boolean> {
  await client.query(`select pg_advisory_unlock_shared(${serverLocks.users})`);
  const answer = await client.query(`select pg_try_advisory_lock(${serverLocks.users}) as alone`);
  return answer.rows[0]?.alone === true;
}
