import { systemClock } from "#lib/clock.ts";
import { failed, ok, type Result } from "#lib/failure.ts";
import type { Logger } from "#lib/logger.ts";

import { bringUp, type BringUp, type Joined } from "./bring-up.ts";
import { ensureCluster } from "./cluster.ts";
import { prepareDataFolder, type ServerPlace } from "./data-folder.ts";
import { startTimer } from "./elapsed.ts";
import { claimEngine, type EngineClaim } from "./engine-claim.ts";
import { findPostgres } from "./postgres-binaries.ts";
import { stopPostmaster } from "./postmaster.ts";
import { keepLogBounded } from "./server-log.ts";
import { leaveServer, type ServerConnection } from "./server-membership.ts";
import type { ServerSettings } from "./server-settings.ts";

/** How to start the embedded PostgreSQL. */
export interface EmbeddedPostgresOptions {
  readonly dataFolder: string;
  readonly logger: Logger;
  /** How our connection is named in the server, for whoever looks at its activity. */
  readonly applicationName?: string;
  /** Overrides of PostgreSQL's settings; tests turn `fsync` off. */
  readonly settings?: ServerSettings;
  /** How long to wait for a server that gives no sign; 30 s unless told. */
  readonly patienceMs?: number;
}

/** The PostgreSQL of a data folder, while this process uses it. */
export interface EmbeddedPostgres {
  readonly connection: ServerConnection;
  /** Of the postmaster; another one after PostgreSQL was killed and brought up again. */
  readonly serverPid: number;
  readonly location: ServerPlace;
  /** What was found at the start: nothing, a stopped server, or one that runs. */
  readonly origin: "created" | "started" | "reused";
  /** Claims the right to run the schedules; refused with `data.in-use` while another process has it. */
  claimEngine(): Promise<Result<EngineClaim>>;
  /** Stops using the server, and stops it if no other process uses it. */
  stop(): Promise<void>;
}

/**
 * Gives the PostgreSQL of a data folder: takes over the one that runs, or starts it, or creates it first.
 *
 * Several processes may share one; the last to leave stops it. While we use it, it is brought up again
 * should it be killed, so that no database lies dead under a living process.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<Result<EmbeddedPostgres>> {
  const { logger } = options;
  const prepared = await prepareDataFolder(options.dataFolder);
  if (!prepared.ok) return prepared;
  const place = prepared.value;
  const binaries = await findPostgres(place.account, place.dataFolder, logger);
  if (!binaries.ok) return binaries;
  const created = await ensureCluster(place, binaries.value, { logger, sync: options.settings?.["fsync"] !== "off" });
  if (!created.ok) return created;

  const stopping = new AbortController();
  const bringUpOptions: BringUp = {
    place,
    binaries: binaries.value,
    settings: options.settings ?? {},
    applicationName: options.applicationName ?? `carillon pid=${process.pid}`,
    logger,
    patienceMs: options.patienceMs ?? 30_000,
    signal: stopping.signal,
  };
  const elapsed = startTimer();
  const first = await bringUp(bringUpOptions);
  if (!first.ok) return failed(first.failure);
  const origin = created.value ? "created" : first.value.launched ? "started" : "reused";
  logger.info({ pid: first.value.pid, origin, ms: elapsed() }, "database ready");

  const membership = keepJoined(bringUpOptions, first.value);
  const endLogWatch = keepLogBounded(place.logFile, logger);
  const claims = new Set<EngineClaim>();
  let stopped: Promise<void> | undefined;

  async function claim(): Promise<Result<EngineClaim>> {
    const claimed = await claimEngine({ place, connection: () => membership.current().connection, logger });
    if (claimed.ok) claims.add(claimed.value);
    return claimed;
  }

  async function leave(): Promise<void> {
    stopping.abort();
    endLogWatch();
    // Before the server goes: a claim would otherwise try for ever to be taken again.
    await Promise.all([...claims].map((one) => one.release()));
    const client = (await membership.settled())?.client;
    if (client === undefined) return;
    try {
      if (await leaveServer(client)) await stopPostmaster(place, bringUpOptions.binaries, logger);
    } catch (error) {
      // It went away by itself at this moment; whoever comes next starts it.
      logger.debug({ err: error }, "PostgreSQL was gone before we left it");
    }
    await client.end().catch(() => undefined);
  }

  return ok({
    get connection() {
      return membership.current().connection;
    },
    get serverPid() {
      return membership.current().pid;
    },
    location: place,
    origin,
    claimEngine: claim,
    stop: () => (stopped ??= leave()),
  });
}

interface Membership {
  current(): Joined;
  /** Once no rejoining is under way: what we are joined to, if anything. */
  settled(): Promise<Joined | undefined>;
}

/**
 * Joins again whenever the connection that counts us among the users breaks: PostgreSQL was killed (by
 * the system when memory ran out, say), or it restarted itself after one of its processes was.
 */
function keepJoined(options: BringUp, first: Joined): Membership {
  let joined: Joined = first;
  let rejoining: Promise<Joined | undefined> | undefined;
  const watch = () =>
    void joined.ended.then(() => {
      if (!options.signal.aborted) rejoining = rejoin();
    });

  async function rejoin(): Promise<Joined | undefined> {
    const { logger, signal } = options;
    logger.warn({ pid: joined.pid }, "PostgreSQL went away; bringing it up again");
    for (let pause = 100; !signal.aborted; pause = Math.min(30_000, pause * 2)) {
      const again = await bringUp(options);
      if (again.ok) {
        joined = again.value;
        logger.info({ pid: joined.pid }, "PostgreSQL is back");
        watch();
        return joined;
      }
      if (!signal.aborted) logger.error({ failure: again.failure }, "PostgreSQL cannot be brought up again");
      await systemClock.sleep(pause, signal);
    }
    return undefined;
  }

  watch();
  return { current: () => joined, settled: async () => (rejoining === undefined ? joined : await rejoining) };
}
