import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { workbookReader } from "#adapters/excel/read-workbook.ts";
import { workbookTaker } from "#adapters/excel/take-workbook.ts";
import { openUploads } from "#adapters/excel/uploads.ts";
import { workbookBytes } from "#adapters/excel/write-workbook.ts";
import { linkLooker } from "#adapters/links/look-at-link.ts";
import { listPublicHolidays } from "#adapters/holidays/list-public-holidays.ts";
import { openSealedBox } from "#adapters/keys/open-sealed-box.ts";
import { openPainter } from "#adapters/pictures/painter.ts";
import { openPython } from "#adapters/python/open-python.ts";
import { openHeartbeat } from "#adapters/heartbeat/open-heartbeat.ts";
import { writeTable } from "#adapters/tables/write-table.ts";
import { openTelegramHearing } from "#adapters/telegram/hearing.ts";
import { openTelegram } from "#adapters/telegram/telegram.ts";
import { webhookReader } from "#adapters/zoom/read-webhook.ts";
import { isDiskFull } from "#database/disk-room.ts";
import { findEngine } from "#database/engine-presence.ts";
import { withLock } from "#database/lock.ts";
import { migrate } from "#database/migrate.ts";
import { openDatabase, type Db, type OpenDatabase } from "#database/open.ts";
import { checkKey, enterPresence, type Presence } from "#database/presence.ts";
import { hasCustomScenarios } from "#features/scenarios/custom-store.ts";
import { ensureBuiltIns } from "#features/scenarios/ensure-built-ins.ts";
import type { EnqueueRun, RunRequest, ScenarioFunction, Schedules } from "#features/scenarios/ports.ts";
import { type BuiltInName, builtInNames } from "#features/scenarios/rules.ts";
import { runScenario } from "#features/scenarios/run-scenario.ts";
import { startEngine } from "#jobs/engine.ts";
import { join as joinTexts } from "#lib/bilingual.ts";
import { systemClock, type Clock } from "#lib/clock.ts";
import { ok, type Failure, type Result } from "#lib/failure.ts";
import type { SealedBox } from "#lib/sealed-box.ts";
import { backupQueue, startBackups } from "./app/backups.ts";
import { cryForRoom } from "./app/cry-for-room.ts";
import { performCustom } from "./app/custom/perform-custom.ts";
import { customQueue, queueOf } from "./app/custom/queue.ts";
import { listen } from "./app/hearing/listen.ts";
import type { App, AppOptions, Services } from "./app/parts.ts";
import { scenarioFunctions } from "./app/scenario-functions.ts";
import { sendAtOnce } from "./app/send.ts";
import { giveSignOfLife } from "./app/sign-of-life.ts";
import { takeTurns } from "./app/take-turns.ts";
import { tellTheAdmin } from "./app/tell-the-admin.ts";
import { senderQueue, wakeSenderOver } from "./app/wake-sender.ts";
import { openZoomAccount } from "./app/zoom-account.ts";
import { startZoomTasks, zoomQueues } from "./app/zoom-tasks.ts";

const queues = [...builtInNames, customQueue, senderQueue, backupQueue, ...zoomQueues];

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
  const box = openSealedBox({ key: config.secretKey, dataFolder: options.dataFolder });
  if (!box.ok) return await giveUp(box.failure);
  const claim = role === "engine" ? await database.embedded?.claimEngine() : undefined;
  if (claim?.ok === false) return await giveUp(claim.failure);

  const presence = await showPresence(options, database, box.value);
  if (!presence.ok) return await giveUp(presence.failure);

  const services = openServices(options, database.db, clock, box.value);
  const engine = await startEngine({
    database,
    queues,
    logger,
    role: role === "engine" ? "engine" : "client",
    onInterruption: cryForRoom(
      { config, services, clock },
      async () => database.embedded !== undefined && (await isDiskFull(options.dataFolder)),
    ),
    clock: options.clock?.boss,
  });
  const schedules: Schedules = {
    async set(tx, scenario, cron) {
      const { queue, key } = queueOf(scenario);
      await engine.schedule(tx, queue, cron, config.school.timeZone, { scenario, cause: "schedule" }, key);
    },
    async remove(tx, scenario) {
      const { queue, key } = queueOf(scenario);
      await engine.unschedule(tx, queue, key);
    },
  };
  const stopping = new AbortController();
  const app: App = {
    config,
    role,
    clock,
    database,
    services,
    engine,
    schedules,
    request: async (request) => await engine.send(database.db, queueOf(request.scenario).queue, request),
    wakeSender: wakeSenderOver(engine),
    hasEngine: async () => role === "engine" || (await findEngine(database)) !== undefined,
    alone: async (name, work) => await withLock(database, name, work),
    lost: claim?.value.lost ?? new AbortController().signal,
    async close() {
      // What is heard plans answers, and answers need the queue: so the hearing ends first.
      stopping.abort();
      await listening;
      await engine.stop(8_000);
      await services.pictures.close();
      await services.python.close();
      await claim?.value.release();
      await presence.value?.leave();
      await database.close();
    },
  };
  await ensureBuiltIns({ db: database.db, clock, schedules });
  if (role === "engine") await startWork(app, options, claim !== undefined, stopping.signal);
  const listening = role === "engine" ? listen(app, logger, stopping.signal) : Promise.resolve();
  return ok(app);
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
  const key = box.derive("mark of the key").reveal().slice(0, 8);
  return role === "client" ? await checkKey(database, key) : await enterPresence({ database, role, key, logger });
}

function openServices(
  { config, dataFolder, role, serviceTimeoutMs: timeoutMs = 15_000 }: AppOptions,
  db: Db,
  clock: Clock,
  box: SealedBox,
): Services {
  const telegram =
    config.telegram === undefined
      ? undefined
      : {
          token: config.telegram.token,
          apiRoot: config.telegram.apiRoot,
          timeoutSeconds: timeoutMs / 1_000,
          clock,
        };
  return {
    box,
    readWorkbook: workbookReader(dataFolder === "" ? {} : { cacheFolder: join(dataFolder, "workbooks") }),
    takeWorkbook: workbookTaker(),
    uploads: openUploads(dataFolder === "" ? undefined : join(dataFolder, "workbooks")),
    workbookBytes,
    pictures: openPainter(),
    listPublicHolidays,
    writeTable,
    zoom: config.zoom === undefined ? undefined : openZoomAccount({ zoom: config.zoom, db, clock, box, timeoutMs }),
    lookAtLink: config.zoom === undefined || isOwnZoom(config.zoom.apiBase) ? undefined : linkLooker(),
    readZoomWebhook: config.zoom?.webhookSecret === undefined ? undefined : webhookReader(config.zoom.webhookSecret),
    telegram: telegram === undefined ? undefined : openTelegram(telegram),
    hearing: telegram === undefined ? undefined : openTelegramHearing(telegram),
    python: openPython({
      snapshotFolders: [programCache, ...(dataFolder === "" ? [] : [join(dataFolder, "python")])],
      standby: role === "engine" && config.scenarioStandby,
    }),
    heartbeat:
      config.heartbeat === undefined ? undefined : openHeartbeat({ address: config.heartbeat, timeoutMs, clock }),
  };
}

/** True for an address that is not Zoom's: a simulated one. */
function isOwnZoom(apiBase: string): boolean {
  return !/(^|\.)zoom\.us$/.test(new URL(apiBase).hostname);
}

/** What can be made again from the program itself is kept beside it, where that can be written. */
const programCache = fileURLToPath(new URL("../node_modules/.cache/carillon", import.meta.url));

/** Takes up what a crash left and starts taking jobs. */
async function startWork(
  app: App,
  { dataFolder, logger }: Pick<AppOptions, "dataFolder" | "logger">,
  isAlone: boolean,
  closing: AbortSignal,
): Promise<void> {
  const { config, clock, database, engine } = app;
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
          zone: config.school.timeZone,
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
    dataFolder,
    logger,
    tell: async (failure) => await tellFailure(`backup ${clock.now().toString()}`, failure),
  });
  if (await hasCustomScenarios(database.db)) void app.services.python.warm();
  // Whatever stopped the last process, what is due and waits for no run leaves now.
  await app.wakeSender(database.db, clock.now());
}
