import { once } from "node:events";

import { openSealedBox } from "#adapters/keys/open-sealed-box.ts";
import { isDiskFull } from "#database/disk-room.ts";
import { findEngine } from "#database/engine-presence.ts";
import { enterGate, passGate, type Gate } from "#database/gate.ts";
import { withLock } from "#database/lock.ts";
import { migrate } from "#database/migrate.ts";
import { openDatabase, type OpenDatabase } from "#database/open.ts";
import { checkKey, enterPresence, type Presence } from "#database/presence.ts";
import { hasCustomScenarios } from "#features/scenarios/custom-store.ts";
import { ensureBuiltIns } from "#features/scenarios/ensure-built-ins.ts";
import type { EnqueueRun, RunRequest, ScenarioFunction, Schedules } from "#features/scenarios/ports.ts";
import { type BuiltInName, builtInNames } from "#features/scenarios/rules.ts";
import { runScenario } from "#features/scenarios/run-scenario.ts";
import { takeUpUnanswered } from "#features/scenarios/take-up-unanswered.ts";
import { startEngine } from "#jobs/engine.ts";
import { join as joinTexts } from "#lib/bilingual.ts";
import { systemClock, type Clock } from "#lib/clock.ts";
import { ok, type Failure, type Result } from "#lib/failure.ts";
import type { Logger } from "#lib/logger.ts";
import { keyMark, type SealedBox } from "#lib/sealed-box.ts";
import { backupQueue, scheduleBackups, startBackups } from "./app/backups.ts";
import { cryForRoom } from "./app/cry-for-room.ts";
import { performCustom } from "./app/custom/perform-custom.ts";
import { customQueue, queueOf } from "./app/custom/queue.ts";
import { followSettings } from "./app/follow-settings.ts";
import { listen } from "./app/hearing/listen.ts";
import { openAccounts, openServices } from "./app/open-ports.ts";
import type { App, AppOptions } from "./app/parts.ts";
import { scenarioFunctions } from "./app/scenario-functions.ts";
import { sendAtOnce } from "./app/send.ts";
import { giveSignOfLife } from "./app/sign-of-life.ts";
import { withStoredSettings } from "./app/stored-settings.ts";
import { takeTurns } from "./app/take-turns.ts";
import { tellTheAdmin } from "./app/tell-the-admin.ts";
import { senderQueue, wakeSenderOver } from "./app/wake-sender.ts";
import { scheduleZoomTasks, startZoomTasks, zoomQueues } from "./app/zoom-tasks.ts";

const queues = [...builtInNames, customQueue, senderQueue, backupQueue, ...zoomQueues];

/** How long the work at hand is waited for at the end: with what closes after it, well within 10 s. */
const mostWaitMs = 5_000;

/** The only place where features, adapters, jobs and the database are joined. */
export async function openApp(options: AppOptions): Promise<Result<App>> {
  const { config: given, logger, role } = options;
  const clock: Clock = options.clock ?? systemClock;
  const opened = options.database === undefined ? await openOwnDatabase(options) : ok(options.database);
  if (!opened.ok) return opened;
  const database = opened.value;
  let gate: Gate | undefined;
  if (role === "client") await passGate(database);
  else gate = await enterGate({ database, logger });
  const giveUp = async (failure: Failure): Promise<Result<App>> => {
    await gate?.close();
    await database.close();
    return { ok: false, failure };
  };

  const migrated = await migrate(database.pool);
  if (!migrated.ok) return await giveUp(migrated.failure);
  const box = openSealedBox({ key: given.secretKey, dataFolder: options.dataFolder });
  if (!box.ok) return await giveUp(box.failure);
  const read = async () => await withStoredSettings(given, database.db, box.value);
  const first = await read();
  if (!first.ok) return await giveUp(first.failure);
  const claim = role === "engine" ? await database.embedded?.claimEngine() : undefined;
  if (claim?.ok === false) return await giveUp(claim.failure);

  const presence = await showPresence(options, database, box.value);
  if (!presence.ok) return await giveUp(presence.failure);

  const around = { ...options, db: database.db, clock, box: box.value };
  let services = openServices(first.value, around);
  const settings = followSettings({
    first: first.value,
    read,
    database,
    logger,
    async changed(config) {
      services = { ...services, ...openAccounts(config, around) };
      if (role === "engine") await schedule(app);
    },
  });
  const engine = await startEngine({
    database,
    queues,
    logger,
    role: role === "engine" ? "engine" : "client",
    onInterruption: cryForRoom(
      () => ({ config: settings.config, services, clock }),
      async () => database.embedded !== undefined && (await isDiskFull(options.dataFolder)),
    ),
    clock: options.clock?.boss,
  });
  const schedules: Schedules = {
    async set(tx, scenario, cron) {
      const { queue, key } = queueOf(scenario);
      await engine.schedule(tx, queue, cron, settings.config.school.timeZone, { scenario, cause: "schedule" }, key);
    },
    async remove(tx, scenario) {
      const { queue, key } = queueOf(scenario);
      await engine.unschedule(tx, queue, key);
    },
  };
  const stopping = new AbortController();
  const app: App = {
    get config() {
      return settings.config;
    },
    get services() {
      return services;
    },
    get outdated() {
      return settings.outdated;
    },
    refresh: settings.refresh,
    dataFolder: options.dataFolder,
    role,
    clock,
    database,
    engine,
    schedules,
    request: async (request, tx = database.db) => await engine.send(tx, queueOf(request.scenario).queue, request),
    wakeSender: wakeSenderOver(engine),
    hasEngine: async () => role === "engine" || (await findEngine(database)) !== undefined,
    alone: async (name, work) => await withLock(database, name, work),
    lost: claim?.value.lost ?? new AbortController().signal,
    stopping: stopping.signal,
    leave: gate?.leave ?? new AbortController().signal,
    async close() {
      // What is heard plans answers, and answers need the queue: so the hearing ends first.
      stopping.abort();
      await settings.close();
      await listening;
      await engine.stop(mostWaitMs);
      if (options.pictures === undefined) await services.pictures.close();
      await services.python.close();
      await claim?.value.release();
      await presence.value?.leave();
      await gate?.close();
      await database.close();
    },
  };
  await ensureBuiltIns({ db: database.db, clock, schedules });
  if (role === "engine") await startWork(app, options, claim !== undefined, stopping.signal);
  const listening = role === "engine" ? hear(app, logger, stopping.signal) : Promise.resolve();
  if (role !== "client") settings.follow();
  return ok(app);
}

/** Puts what the settings fix into the schedules: hours are in the school's zone. */
async function schedule(app: App): Promise<void> {
  const { clock, database, schedules } = app;
  await ensureBuiltIns({ db: database.db, clock, schedules });
  await scheduleZoomTasks(app);
  await scheduleBackups(app);
  // What waited for an account or for another mode leaves now.
  await app.wakeSender(database.db, clock.now());
}

/** Hears with the bot of the settings, whichever that is. */
async function hear(app: App, logger: Logger, closing: AbortSignal): Promise<void> {
  while (!closing.aborted) {
    const ended = AbortSignal.any([closing, app.outdated]);
    await listen(app, logger, ended);
    if (!ended.aborted) await once(ended, "abort");
  }
}

async function openOwnDatabase({ config, dataFolder, logger, role, clock }: AppOptions) {
  return await openDatabase({
    dataFolder,
    applicationName: `carillon ${role} pid=${process.pid}`,
    logger,
    poolSize: role === "client" ? 2 : 6,
    ...(config.databaseUrl === undefined ? {} : { url: config.databaseUrl }),
    ...(clock === undefined ? {} : { sessionStatements: clock.sessionStatements }),
  });
}

/** With an embedded database the engine's claim says all that there is to say. */
async function showPresence(
  { config, role, logger }: AppOptions,
  database: OpenDatabase,
  box: SealedBox,
): Promise<Result<Presence | undefined>> {
  if (config.databaseUrl === undefined) return ok(undefined);
  const key = keyMark(box);
  return role === "client" ? await checkKey(database, key) : await enterPresence({ database, role, key, logger });
}

/** Takes up what a crash left and starts taking jobs. */
async function startWork(
  app: App,
  { logger }: Pick<AppOptions, "logger">,
  isAlone: boolean,
  closing: AbortSignal,
): Promise<void> {
  const { clock, database, engine } = app;
  // Nobody else works on this data folder, so a job in work is one that a crash cut off.
  if (isAlone) await engine.takeBackOrphans(queues);

  const enqueue: EnqueueRun = async (tx, request, options) => {
    await engine.send(tx, queueOf(request.scenario).queue, request, options);
  };
  const functions = scenarioFunctions(app);
  const custom: ScenarioFunction = async (run) => await performCustom(app, run, closing);
  for (const queue of [...builtInNames, customQueue]) {
    await engine.work(queue, async (job) => {
      const request = job.data as RunRequest;
      const work = async () =>
        await runScenario({
          db: database.db,
          clock,
          closing,
          zone: app.config.school.timeZone,
          jobId: job.id,
          request,
          perform: queue === customQueue ? custom : functions[queue as BuiltInName],
          enqueue,
          tellAdmin: async (tx, alarm) => await tellTheAdmin(app, tx, alarm),
        });
      const outcome = isAlone ? await work() : await takeTurns(app, `run ${request.scenario}`, closing, work);
      await giveSignOfLife(app, logger, queue, outcome);
    });
  }
  await engine.workTogether(senderQueue, async () => {
    await sendAtOnce(app, logger);
  });
  const tellFailure = async (subject: string, { what, remedy }: Failure) =>
    await tellTheAdmin(app, database.db, { subject, text: joinTexts(what, remedy) });
  await startZoomTasks(app, { logger, tell: tellFailure });
  await startBackups(app, {
    logger,
    tell: async (failure) => await tellFailure(`backup ${clock.now().toString()}`, failure),
  });
  const zone = app.config.school.timeZone;
  const unanswered = await takeUpUnanswered({ db: database.db, zone, now: clock.now(), enqueue });
  if (unanswered.length > 0) logger.info({ scenarios: unanswered }, "occurrences that nobody answered are taken up");
  if (await hasCustomScenarios(database.db)) void app.services.python.warm();
  // Whatever stopped the last process, what is due and waits for no run leaves now.
  await app.wakeSender(database.db, clock.now());
}
