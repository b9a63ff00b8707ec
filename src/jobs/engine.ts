import { sql } from "drizzle-orm";
import type pg from "pg";
import { PgBoss, fromDrizzle, type Clock as BossClock, type Db as BossDb, type Job } from "pg-boss";

import { databaseFailure, mostUses, type Db, type OpenDatabase } from "#database/open.ts";
import { instantOf, toDate, type Instant } from "#lib/clock.ts";
import { causeOf, type Failure } from "#lib/failure.ts";
import { newId, type TimeZone } from "#lib/ids.ts";
import type { Logger } from "#lib/logger.ts";

/** The schema of pg-boss's own tables. */
export const jobsSchema = "jobs";

/** A job's handler; a throw makes the job come back. */
export type JobHandler = (job: { readonly id: string; readonly data: object }) => Promise<void>;

/**
 * The queue and the schedules, on the same PostgreSQL as everything else.
 *
 * Several processes may each have one: they share the work.
 */
export interface Engine {
  /** Starts taking jobs from a queue, one at a time over all processes. */
  work(queue: string, handler: JobHandler): Promise<void>;
  /** Starts taking jobs that ask for one and the same work: all that wait are answered by doing it once. */
  workTogether(queue: string, work: () => Promise<void>): Promise<void>;
  /** Puts a job into a queue inside a transaction; the same id twice is kept once. */
  send(
    tx: Db,
    queue: string,
    data: object,
    options?: { readonly startAfter?: Instant; readonly id?: string; readonly together?: true },
  ): Promise<string>;
  /**
   * A daily or weekly occurrence; one that was missed while nobody ran is made up for once. A queue may have several,
   * each with a key.
   */
  schedule(tx: Db, queue: string, cron: string, zone: TimeZone, data: object, key?: string): Promise<void>;
  unschedule(tx: Db, queue: string, key?: string): Promise<void>;
  /** Hands back the jobs that a crashed process of this same machine was holding. Only for the sole engine. */
  takeBackOrphans(queues: readonly string[]): Promise<number>;
  /** How many handlers are at work in this process. */
  busy(): number;
  /**
   * Jobs that run or could run now, over all processes; how many queues have one that nobody keeps from being taken; and
   * when the next one that waits comes due.
   */
  pending(): Promise<{ readonly open: number; readonly ready: number; readonly nextAt: Instant | undefined }>;
  /** Waits for the handlers at work (at most `timeoutMs`), then lets go. */
  stop(timeoutMs: number): Promise<void>;
}

/** Hears why a job could not go on: the database's failure. It must not throw. */
type OnInterruption = (failure: Failure) => Promise<void>;

/** A worker whose process died is noticed after this long. */
const heartbeatSeconds = 10;

/** Starts the engine; `role: "client"` only puts jobs and schedules in, and runs nothing. */
export async function startEngine({
  database,
  queues,
  logger,
  role,
  onInterruption,
  clock,
}: {
  readonly database: OpenDatabase;
  readonly queues: readonly string[];
  readonly logger: Logger;
  readonly role: "engine" | "client";
  readonly onInterruption: OnInterruption;
  /** Only in tests and simulations: moves the process and the database together. */
  readonly clock?: BossClock | undefined;
}): Promise<Engine> {
  let sessionStatements: readonly string[] = [];
  const boss = new PgBoss({
    ...database.connectionConfig,
    // It hands its options on to its pool of pg, those too that its types do not name.
    ...({
      maxUses: mostUses,
      async onConnect(client) {
        for (const statement of sessionStatements) await client.query(statement);
      },
    } satisfies pg.PoolConfig),
    schema: jobsSchema,
    max: role === "engine" ? 4 : 1,
    application_name: "carillon jobs",
    useListenNotify: role === "engine",
    supervise: role === "engine",
    schedule: role === "engine",
    registerInstance: false,
    cronMonitorIntervalSeconds: 5,
    cronWorkerIntervalSeconds: 2,
    superviseIntervalSeconds: 15,
    monitorIntervalSeconds: 15,
    // No job here waits for another one's end: without this it would be looked for every 5 s.
    flowIntervalSeconds: 86_400,
    // It would read the server's statistics every 15 s, for a warning that nobody hears.
    monitorVacuum: false,
    ...(clock === undefined ? {} : { clock }),
  });
  // With a test clock pg-boss has each connection told so. Its own pool hands the connection out before it has been,
  // which pg warns of and its version 9 forbids: ours waits.
  boss.getDb().setSessionStatements = async (statements) => {
    sessionStatements = statements;
  };
  // pg-boss keeps trying by itself; the word is for whoever reads the log.
  boss.on("error", (error) => {
    logger.warn({ cause: causeOf(error) }, "the job queue met an error");
    void onInterruption(databaseFailure(error));
  });
  await boss.start();
  // A command may be the first thing that a new installation runs: its schedules and jobs need their queues too.
  const known = role === "engine" ? [] : (await boss.getQueues()).map((queue) => queue.name);
  for (const queue of queues.filter((name) => !known.includes(name))) {
    await boss.createQueue(queue, {
      policy: "singleton",
      notify: true,
      heartbeatSeconds,
      expireInSeconds: 3 * 3600,
      // At one a minute, a day: whatever the database lacks, somebody gives it by then.
      retryLimit: 1_440,
      retryDelay: 1,
      retryBackoff: true,
      retryDelayMax: 60,
      retentionSeconds: 14 * 86_400,
      deleteAfterSeconds: 7 * 86_400,
    });
  }
  return engineOver(boss, database, logger, onInterruption);
}

function engineOver(boss: PgBoss, database: OpenDatabase, logger: Logger, onInterruption: OnInterruption): Engine {
  const atWork = new Set<string>();

  /** Takes up to `most` jobs at a time, all of them answered by handling the first. */
  async function take(queue: string, most: number, handle: JobHandler): Promise<void> {
    await boss.work<object>(queue, { batchSize: most, pollingIntervalSeconds: 5 }, async ([job]: Job<object>[]) => {
      if (job === undefined) return;
      atWork.add(job.id);
      try {
        await handle({ id: job.id, data: job.data });
      } catch (error) {
        // The words of a failure, since the error's own may hold the values of a statement.
        const { code, what, remedy, cause } = databaseFailure(error);
        const why = code === "database.failed" ? "" : ` ${what.en}`;
        logger.error({ queue, job: job.id, cause }, `A job was cut off and will come back.${why}`);
        await onInterruption({ code, what, remedy });
        throw error;
      } finally {
        atWork.delete(job.id);
      }
    });
  }

  return {
    work: async (queue, handler) => await take(queue, 1, handler),
    workTogether: async (queue, work) => await take(queue, 500, work),
    async send(tx, queue, data, options = {}) {
      const id = options.id ?? newId();
      await boss.send(queue, data, {
        id,
        db: bossDb(tx),
        // A key of its own: the queue lets only one job of a key be at work.
        ...(options.together === undefined ? {} : { singletonKey: id }),
        ...(options.startAfter === undefined ? {} : { startAfter: toDate(options.startAfter) }),
      });
      return id;
    },
    async schedule(tx, queue, cron, zone, data, key = "") {
      await boss.schedule(queue, cron, data, { tz: zone, missed: "once", key, db: bossDb(tx) });
    },
    async unschedule(tx, queue, key = "") {
      await boss.unschedule(queue, key, { db: bossDb(tx) });
    },
    async takeBackOrphans(queues) {
      let taken = 0;
      for (const queue of queues) {
        for (const job of await boss.findJobs(queue)) {
          if (job.state !== "active") continue;
          await boss.fail(queue, job.id, { reason: "its process stopped" });
          taken += 1;
        }
      }
      return taken;
    },
    busy: () => atWork.size,
    async pending() {
      const { rows } = await database.db.execute<{ open: string; ready: string; next_ms: string | null }>(sql`
        select count(*) filter (where state = 'active' or start_after <= ${sql.raw(jobsSchema)}.job_now()) as open,
               count(distinct name) filter (where state <> 'active' and start_after <= ${sql.raw(jobsSchema)}.job_now()
                 and name not in (select name from ${sql.raw(jobsSchema)}.job where state = 'active')) as ready,
               ceil(extract(epoch from min(start_after) filter
                 (where state <> 'active' and start_after > ${sql.raw(jobsSchema)}.job_now())) * 1000)::bigint::text as next_ms
          from ${sql.raw(jobsSchema)}.job
         where state in ('created', 'retry', 'active') and name not like '\\_\\_pgboss%'`);
      const [row] = rows;
      const nextMs = row?.next_ms;
      return {
        open: Number(row?.open ?? 0),
        ready: Number(row?.ready ?? 0),
        nextAt: nextMs === null || nextMs === undefined ? undefined : instantOf(Number(nextMs)),
      };
    },
    async stop(timeoutMs) {
      await boss.stop({ graceful: true, timeout: timeoutMs, close: true });
    },
  };
}

function bossDb(tx: Db): BossDb {
  return fromDrizzle(tx as Parameters<typeof fromDrizzle>[0], sql);
}
