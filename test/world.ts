import { openApp } from "#app";
import type { App } from "#app/parts.ts";
import { readConfig } from "#config";
import type { Language } from "#lib/bilingual.ts";
import { openLogger } from "#lib/logger.ts";
import { listGroups } from "#features/roster/store.ts";
import type { RunRow } from "#features/scenarios/store.ts";
import { findRun, listLogEntries, listRuns } from "#features/scenarios/store.ts";
import { passTime, settle } from "#simulators/school-time.ts";
import { startSimulatedSchool, type SimulatedSchool } from "#simulators/simulated-school.ts";

import { schoolTimeOf } from "../src/simulate/school-time-of.ts";
import { cloneDatabase, type ClonedDatabase } from "./database.ts";
import { scratchFolder } from "./scratch.ts";

/** A whole school for one test: the app, its simulators, its clock and a database of its own. */
export interface World extends SimulatedSchool {
  readonly app: App;
  readonly database: ClonedDatabase;
  /** Moves time, with everything that happens on the way. */
  pass(until: string | Temporal.Instant): Promise<void>;
  /** Runs a scenario by hand and everything that follows from it; gives the run. */
  run(scenario: string, workbook?: string): Promise<RunRow>;
  /** The runs so far, oldest first, as `scenario cause outcome`. */
  runs(): Promise<readonly string[]>;
  /** The log of a run as `level message (place)`, in English. */
  logOf(run: RunRow): Promise<readonly string[]>;
  /** Makes Telegram groups, with students, of all that the timetable names. */
  enrol(studentsPerGroup: number): Promise<void>;
  /** Ends the app and starts another on the same database, as after a restart. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** Opens a world. The default moment is a Saturday evening, six minutes before the week begins. */
export async function openWorld(
  options: {
    readonly start?: string;
    readonly zone?: string;
    readonly hosts?: readonly string[];
    readonly language?: Language;
    readonly seed?: number;
    readonly latencyMs?: number;
    readonly settings?: Readonly<Record<string, string>>;
  } = {},
): Promise<World> {
  const zone = options.zone ?? "Africa/Abidjan";
  const school = await startSimulatedSchool({
    start: Temporal.Instant.from(options.start ?? "2026-01-10T23:54:00Z"),
    zone,
    hosts: options.hosts ?? ["pool-1@school.example", "pool-2@school.example"],
    seed: options.seed ?? 1,
    latencyMs: options.latencyMs ?? 0,
  });
  const database = await cloneDatabase({ sessionStatements: school.clock.sessionStatements });
  // The world has no folder of its own; a backup that somebody asks for would lie where the tests were started.
  const backups = await scratchFolder();
  const config = readConfig({
    CARILLON_LANGUAGE: options.language ?? "fr",
    CARILLON_BACKUPS: "0",
    CARILLON_BACKUP_FOLDER: backups.path,
    ...school.settings,
    ...options.settings,
  });
  if (!config.ok) throw new Error(config.failure.what.en);
  const settings = config.value;

  async function openHere(): Promise<App> {
    const opened = await openApp({
      config: settings,
      dataFolder: "",
      logger: openLogger("silent"),
      role: "engine",
      clock: school.clock,
      database: { ...database, connectionConfig: database.connectionConfig, close: async () => undefined },
    });
    if (!opened.ok) throw new Error(opened.failure.what.en);
    return opened.value;
  }

  let app = await openHere();
  const time = () => schoolTimeOf(app, school);
  return {
    ...school,
    database,
    get app() {
      return app;
    },
    pass: async (until) => await passTime(time(), Temporal.Instant.from(until)),
    async run(scenario, workbook) {
      const id = await app.request({ scenario, cause: "manual", ...(workbook === undefined ? {} : { workbook }) });
      await settle(time());
      const run = await findRun(database.db, id);
      if (run === undefined) throw new Error(`${scenario} left no run`);
      return run;
    },
    async runs() {
      const rows = await listRuns(database.db, { limit: 1_000 });
      return rows.map((run) => `${run.scenario} ${run.cause} ${run.outcome ?? "open"}`).toReversed();
    },
    async logOf(run) {
      const lines = await listLogEntries(database.db, { runId: run.id, limit: 10_000 });
      return lines.map((line) => `${line.level} ${line.message.en}${line.place === null ? "" : ` (${line.place})`}`);
    },
    async enrol(studentsPerGroup) {
      school.cast.enrol(await listGroups(database.db), studentsPerGroup);
    },
    async restart() {
      await app.close();
      app = await openHere();
    },
    async close() {
      await app.close();
      await school.close();
      await database.close();
      backups.remove();
    },
  };
}
