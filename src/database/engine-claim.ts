import pg from "pg";

import { systemClock } from "#lib/clock.ts";
import { failed, ok, type Failure, type Result } from "#lib/failure.ts";
import type { Logger } from "#lib/logger.ts";

import { dataInUse, notReady } from "./data-failures.ts";
import type { ServerPlace } from "./data-folder.ts";
import { startTimer } from "./elapsed.ts";
import { serverLocks, type ServerConnection } from "./server-membership.ts";

/** The right to run the schedules of a data folder. */
export interface EngineClaim {
  /** Aborted, with the failure as its reason, if another process took the claim while the database was away. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

/** What `claimEngine` needs. */
export interface ClaimOptions {
  readonly place: ServerPlace;
  readonly connection: () => ServerConnection;
  readonly logger: Logger;
}

type Attempt =
  | { readonly kind: "claimed"; readonly client: pg.Client; readonly ended: Promise<void> }
  | { readonly kind: "taken"; readonly failure: Failure }
  | { readonly kind: "away"; readonly error: unknown };

/**
 * Claims the engine: one process a data folder, until it releases the claim or dies.
 *
 * The claim is a lock of the server held by a connection, so nothing is left to clean after a `kill -9`.
 * When the server itself restarts, the claim is taken again; only another engine that was faster ends it.
 */
export async function claimEngine(options: ClaimOptions): Promise<Result<EngineClaim>> {
  const first = await attempt(options);
  if (first.kind === "taken") return failed(first.failure);
  if (first.kind === "away") return failed(notReady(options.place.cluster, options.place.logFile, String(first.error)));

  const lost = new AbortController();
  const released = new AbortController();
  let client = first.client;
  const watch = (ended: Promise<void>) => void ended.then(retake);
  async function retake(): Promise<void> {
    while (!released.signal.aborted) {
      const again = await attempt(options);
      if (again.kind === "claimed") {
        client = again.client;
        if (released.signal.aborted) await client.end().catch(() => undefined);
        else watch(again.ended);
        return;
      }
      if (again.kind === "taken") {
        options.logger.error({ failure: again.failure }, "the engine's claim was lost");
        return lost.abort(again.failure);
      }
      await systemClock.sleep(200, released.signal);
    }
  }
  watch(first.ended);
  return ok({
    lost: lost.signal,
    async release() {
      released.abort();
      await client.end().catch(() => undefined);
    },
  });
}

/**
 * One try, of at most a second: a process that was just killed may hold its lock for a moment longer,
 * until the server has noticed.
 */
async function attempt(options: ClaimOptions): Promise<Attempt> {
  const client = new pg.Client({
    ...options.connection(),
    database: "postgres",
    application_name: `carillon engine pid=${process.pid}`,
    connectionTimeoutMillis: 5_000,
  });
  client.on("error", () => undefined);
  const ended = new Promise<void>((settle) => client.once("end", settle));
  try {
    await client.connect();
    const elapsed = startTimer();
    for (;;) {
      const answer = await client.query(`select pg_try_advisory_lock(${serverLocks.engine}) as claimed`);
      if (answer.rows[0]?.claimed === true) return { kind: "claimed", client, ended };
      const name = await holder(client);
      if (elapsed() > 1_000) {
        await client.end();
        return { kind: "taken", failure: dataInUse(options.place.dataFolder, name) };
      }
      await systemClock.sleep(50);
    }
  } catch (error) {
    await client.end().catch(() => undefined);
    return { kind: "away", error };
  }
}

async function holder(client: pg.Client): Promise<string> {
  const [classId, objectId] = serverLocks.engine.split(", ").map(Number);
  const answer = await client.query(
    `select activity.application_name as name
       from pg_locks as lock join pg_stat_activity as activity using (pid)
      where lock.locktype = 'advisory' and lock.granted
        and lock.classid = $1 and lock.objid = $2 and lock.objsubid = 2`,
    [classId, objectId],
  );
  return String(answer.rows[0]?.name ?? "?");
}
