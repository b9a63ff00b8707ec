import { readWorkbook } from "#adapters/excel/read-workbook.ts";
import { openTelegram } from "#adapters/telegram/telegram.ts";
import { openZoom } from "#adapters/zoom/open-zoom.ts";
import { tokensInMemory } from "#adapters/zoom/token.ts";
import type { Config } from "#config";
import { withLock } from "#database/lock.ts";
import { migrate } from "#database/migrate.ts";
import { openDatabase, type OpenDatabase } from "#database/open.ts";
import type { ZoomPort } from "#features/meetings/ports.ts";
import type { TelegramSendPort } from "#features/messages/ports.ts";
import { tellAdmin } from "#features/messages/tell-admin.ts";
import { hearUpdates } from "#features/participation/hear-updates.ts";
import type { TelegramHearPort } from "#features/participation/ports.ts";
import { ensureBuiltIns } from "#features/scenarios/ensure-built-ins.ts";
import type { EnqueueRun, RunRequest, Schedules } from "#features/scenarios/ports.ts";
import { builtInNames, type BuiltInName } from "#features/scenarios/rules.ts";
import { runScenario } from "#features/scenarios/run-scenario.ts";
import type { ReadWorkbook } from "#features/timetable/ports.ts";
import { startEngine, type Engine } from "#jobs/engine.ts";
import type { SimulatedClock } from "#jobs/simulated-clock.ts";
import { systemClock, type Clock } from "#lib/clock.ts";
import { ok, type Failure, type Result } from "#lib/failure.ts";
import type { Logger } from "#lib/logger.ts";

import { scenarioFunctions, sendAlarms } from "./app-scenarios.ts";

/** The services outside, as ports; absent when they are not configured. */
export interface Services {
  readonly readWorkbook: ReadWorkbook;
  readonly zoom: ZoomPort | undefined;
  readonly telegram: (TelegramSendPort & TelegramHearPort) | undefined;
}

/** What an app is made of. */
export interface AppOptions {
  readonly config: Config;
  readonly dataFolder: string;
  readonly logger: Logger;
  /**
   * `engine` runs schedules and jobs: one process a data folder. `client` reads, and puts jobs in for the
   * engine to run.
   */
  readonly role: "engine" | "client";
  /** The machine's clock when absent. Tests and simulations hand in one that they move. */
  readonly clock?: SimulatedClock;
  /** Tests hand in a database of their own; it is closed with the app. */
  readonly database?: OpenDatabase;
}

/** Carillon, put together. */
export interface App {
  readonly config: Config;
  readonly clock: Clock;
  readonly database: OpenDatabase;
  readonly services: Services;
  readonly engine: Engine;
  readonly schedules: Schedules;
  /** Puts a run into the queue; gives its id. */
  request(request: RunRequest): Promise<string>;
  /** Does `work` while no other process does the work of that name; `"taken"` when one does. */
  alone<T>(name: string, work: () => Promise<T>): Promise<T | "taken">;
  /** Aborted, with the failure as its reason, when another process took this data folder over. */
  readonly lost: AbortSignal;
  /** Ends in order: the job at work is waited for, at most 8 seconds. */
  close(): Promise<void>;
}

/** The internal queue that sends alarms at once. */
const alarmQueue = "send_alarms";
const queues = [...builtInNames, alarmQueue];

/** The only place where features, adapters, jobs and the database are joined. */
export async function openApp(options: AppOptions): Promise<Result<App>> {
  const { config, logger, role } = options;
  const clock: Clock = options.clock ?? systemClock;
  const opened = options.database === undefined ? await openOwnDatabase(options) : ok(options.database);
  if (!opened.ok) return opened;
  const database = opened.value;
  const giveUp = async (failure: Failure): Promise<Result<App>> => {
    await database.close();
    return { ok: false, failure };
  };

  const migrated = await migrate(database.pool);
  if (!migrated.ok) return await giveUp(migrated.failure);
  const claim = role === "engine" ? await database.embedded?.claimEngine() : undefined;
  if (claim?.ok === false) return await giveUp(claim.failure);

  const engine = await startEngine({ database, queues, logger, role, clock: options.clock?.boss });
  const services = openServices(config, clock);
  const schedules: Schedules = {
    async set(tx, scenario, cron) {
      await engine.schedule(tx, scenario, cron, config.school.timeZone, { scenario, cause: "schedule" });
    },
    async remove(tx, scenario) {
      await engine.unschedule(tx, scenario);
    },
  };
  const stopping = new AbortController();
  const app: App = {
    config,
    clock,
    database,
    services,
    engine,
    schedules,
    request: async (request) => await engine.send(database.db, request.scenario, request),
    alone: async (name, work) => await withLock(database, name, work),
    lost: claim?.value.lost ?? new AbortController().signal,
    async close() {
      stopping.abort();
      await engine.stop(8_000);
      await listening;
      await claim?.value.release();
      await database.close();
    },
  };
  await ensureBuiltIns({ db: database.db, clock, schedules });
  if (role === "engine") await startWork(app, logger, claim !== undefined);
  const listening = role === "engine" ? listen(app, logger, stopping.signal) : Promise.resolve();
  return ok(app);
}

async function openOwnDatabase({ config, dataFolder, logger, role, clock }: AppOptions) {
  return await openDatabase({
    dataFolder,
    applicationName: `carillon ${role} pid=${process.pid}`,
    logger,
    poolSize: role === "engine" ? 6 : 2,
    ...(config.databaseUrl === undefined ? {} : { url: config.databaseUrl }),
    ...(clock === undefined ? {} : { sessionStatements: clock.sessionStatements }),
  });
}

function openServices(config: Config, clock: Clock): Services {
  return {
    readWorkbook,
    zoom:
      config.zoom === undefined
        ? undefined
        : openZoom({ ...config.zoom, timeoutMs: 15_000, clock, tokens: tokensInMemory() }),
    telegram:
      config.telegram === undefined
        ? undefined
        : openTelegram({ token: config.telegram.token, apiRoot: config.telegram.apiRoot, timeoutSeconds: 15, clock }),
  };
}

/** Takes up what a crash left and starts taking jobs. */
async function startWork(app: App, logger: Logger, isAlone: boolean): Promise<void> {
  const { config, clock, database, engine } = app;
  // Nobody else works on this data folder, so a job in work is one that a crash cut off.
  if (isAlone) await engine.takeBackOrphans(queues);

  const enqueue: EnqueueRun = async (tx, request, options) => {
    await engine.send(tx, request.scenario, request, options);
  };
  const functions = scenarioFunctions(app);
  for (const name of builtInNames) {
    await engine.work(name, async (job) => {
      await runScenario({
        db: database.db,
        clock,
        zone: config.school.timeZone,
        jobId: job.id,
        request: job.data as RunRequest,
        perform: functions[name as BuiltInName],
        enqueue,
        tellAdmin: async (tx, alarm) => {
          const adminChat = config.telegram?.adminChat;
          if (adminChat === undefined) return;
          const { language } = config.school;
          if (await tellAdmin({ db: tx, now: clock.now(), adminChat, language, ...alarm })) {
            await engine.send(tx, alarmQueue, {});
          }
        },
      });
    });
  }
  await engine.work(alarmQueue, async () => {
    await sendAlarms(app, logger);
  });
}

/** How long to wait after Telegram could not be heard, in milliseconds. */
const deafPause = 10_000;

/** Hears the groups for as long as the app is open. */
async function listen(app: App, logger: Logger, signal: AbortSignal): Promise<void> {
  const { telegram } = app.services;
  const token = app.config.telegram?.token;
  if (telegram === undefined || token === undefined) return;
  const [bot = ""] = token.reveal().split(":");
  while (!signal.aborted) {
    try {
      const answer = await hearUpdates({
        db: app.database.db,
        clock: app.clock,
        telegram,
        school: app.config.school,
        bot,
        waitSeconds: 25,
        signal,
      });
      if (answer.kind === "done" || signal.aborted) continue;
      logger.warn({ failure: answer.failure.code, cause: answer.failure.cause }, "telegram could not be heard");
    } catch (error) {
      if (signal.aborted) return;
      logger.warn({ error }, "what telegram told could not be kept");
    }
    await app.clock.sleep(deafPause, signal);
  }
}
