import { hostname } from "node:os";

import pg from "pg";

import { say } from "#lib/bilingual.ts";
import { systemClock } from "#lib/clock.ts";
import { failed, ok, type Failure, type Result } from "#lib/failure.ts";
import type { Logger } from "#lib/logger.ts";

import { noticeDeadPeers } from "./lock.ts";
import type { OpenDatabase } from "./open.ts";

/** A process that serves this database: it runs the schedules (`engine`) or the page alone (`web`). */
export interface Member {
  readonly role: "engine" | "web";
  readonly pid: number;
  /** The machine; undefined with the embedded database, which has only one. */
  readonly host: string | undefined;
}

/** A process's being seen by the others of its database. */
export interface Presence {
  leave(): Promise<void>;
}

/** How long to wait before trying to be seen again, in milliseconds. */
const againMs = 1_000;

/**
 * Has this process seen by the others on a DATABASE_URL, for as long as it lives: a connection whose name says what it
 * is, so a process that dies leaves nothing behind.
 *
 * Refused when one that was there before seals its secrets with another key: each would lock the other's users out.
 */
export async function enterPresence({
  database,
  role,
  key,
  logger,
}: {
  readonly database: Pick<OpenDatabase, "connectionConfig" | "pool">;
  readonly role: Member["role"];
  /** The mark of the key that seals secrets; it tells nothing of the key. */
  readonly key: string;
  readonly logger: Logger;
}): Promise<Result<Presence>> {
  const left = new AbortController();
  const enter = async () => {
    const client = new pg.Client({
      ...database.connectionConfig,
      application_name: nameOf(role, key),
      keepAlive: true,
    });
    const ended = new Promise<void>((settle) => client.once("end", settle));
    client.on("error", () => undefined);
    await client.connect();
    await client.query(noticeDeadPeers);
    return { client, ended };
  };
  let { client, ended } = await enter();
  const stranger = await otherKey(client, key);
  if (stranger !== undefined) {
    await client.end().catch(() => undefined);
    return failed(keyDiffers(stranger));
  }
  const stay = async () => {
    for (;;) {
      await ended;
      while (!left.signal.aborted) {
        await systemClock.sleep(againMs, left.signal);
        if (left.signal.aborted) return;
        try {
          ({ client, ended } = await enter());
          break;
        } catch (error) {
          logger.debug({ cause: String(error) }, "not seen by the other processes yet");
        }
      }
      if (left.signal.aborted) return await client.end().catch(() => undefined);
    }
  };
  void stay();
  return ok({
    async leave() {
      left.abort();
      await client.end().catch(() => undefined);
    },
  });
}

/** For a command: refused when a process that serves this database seals its secrets with another key. */
export async function checkKey({ pool }: Pick<OpenDatabase, "pool">, key: string): Promise<Result<undefined>> {
  const stranger = await otherKey(pool, key);
  return stranger === undefined ? ok(undefined) : failed(keyDiffers(stranger));
}

/** The processes that serve this database now, engines first. */
export async function listMembers({
  pool,
  embedded,
}: Pick<OpenDatabase, "pool" | "embedded">): Promise<readonly Member[]> {
  const { rows } = await pool.query<{ name: string }>(
    `select distinct application_name as name from pg_stat_activity
      where application_name ~ '^carillon (engine|web) pid=' and datname in (current_database(), 'postgres')
      order by application_name`,
  );
  return rows.flatMap(({ name }) => {
    const match = /^carillon (engine|web) pid=(\d+)(?: key=\S+ host=(.*))?$/.exec(name);
    if (match?.[1] === undefined || (embedded === undefined && match[3] === undefined)) return [];
    return [{ role: match[1] as Member["role"], pid: Number(match[2]), host: match[3] }];
  });
}

/** PostgreSQL keeps 63 bytes of it. */
function nameOf(role: Member["role"], key: string): string {
  const host = hostname().replaceAll(/[^\x21-\x7e]/g, "-");
  return `carillon ${role} pid=${process.pid} key=${key} host=${host}`.slice(0, 63);
}

/** The name of a process with another key; of two that come at once the later one sees the earlier, not the reverse. */
async function otherKey(on: pg.Client | pg.Pool, key: string): Promise<string | undefined> {
  const { rows } = await on.query<{ name: string }>(
    `select other.application_name as name
       from pg_stat_activity other left join pg_stat_activity ours on ours.pid = pg_backend_pid()
      where other.datname = current_database()
        and other.application_name ~ '^carillon (engine|web) pid=[0-9]+ key='
        and other.application_name !~ (' key=' || $1 || ' ')
        and (other.backend_start, other.pid) < (ours.backend_start, ours.pid)
      limit 1`,
    [key],
  );
  return rows[0]?.name.replace(/ key=\S+/, "");
}

function keyDiffers(stranger: string): Failure {
  return {
    code: "secret-key.differs",
    what: say(
      `Un autre Carillon de cette base (${stranger}) protège ses secrets avec une autre clé.`,
      `Another Carillon on this database (${stranger}) seals its secrets with another key.`,
    ),
    remedy: say(
      "Donnez la même CARILLON_SECRET_KEY à tous : celle du premier est dans le fichier secret.key de son dossier de données.",
      "Give all of them the same CARILLON_SECRET_KEY: the first one's is in the file secret.key of its data folder.",
    ),
    place: "CARILLON_SECRET_KEY",
  };
}
