// The real Carillon as a child process, to be killed: once it is told to, it opens on the data folder it is given, at
// the given instant of a simulated clock, and does what its queue and schedules hold until nothing is left. Whoever
// started it holds the services' turnstile.
import { openApp } from "#app";
import { readConfig } from "#config";
import { nextSlot } from "#features/scenarios/next-slot.ts";
import { SimulatedClock } from "#jobs/simulated-clock.ts";
import { drawIdsFrom } from "#lib/ids.ts";
import { openLogger } from "#lib/logger.ts";
import { seededRandom } from "#simulators/zoom/random.ts";

import { serviceTimeoutMs } from "./school-year.ts";
import { openSparingPainter } from "./sparing-painter.ts";
import { lookAround, passSteadily, type Services, type Steady } from "./steady-time.ts";
import { watchedPictures, watchMoves } from "./stillness.ts";
import { openYearDatabase } from "./year-database.ts";

/** What it is to do. */
export interface Order {
  readonly dataFolder: string;
  /** Instants. */
  readonly from: string;
  readonly until: string;
  readonly seed: number;
  readonly environment: Readonly<Record<string, string>>;
}

/** What the child asks of whoever started it, with its own time in epoch milliseconds. */
export interface Asked {
  readonly ask: keyof Services;
  readonly now: number;
}

/** What it is told. */
export type Told = number | boolean;

process.noDeprecation = true;
process.once("disconnect", () => process.exit());
const { dataFolder, from, until, seed, environment } = await heard<Order>();
watchMoves();
drawIdsFrom(seededRandom(seed));

const clock = new SimulatedClock(Temporal.Instant.from(from));
const logger = openLogger("silent");

async function ask<T extends Told>(what: keyof Services): Promise<T> {
  const asked: Asked = { ask: what, now: clock.now().epochMilliseconds };
  const told = heard<T>();
  process.send?.(asked);
  return await told;
}

async function heard<T>(): Promise<T> {
  return await new Promise((resolve) => {
    process.once("message", (told) => resolve(told as T));
  });
}

const config = readConfig(environment);
if (!config.ok) throw new Error(config.failure.what.en);
const pictures = watchedPictures(openSparingPainter());
const opened = await openApp({
  config: config.value,
  dataFolder,
  logger,
  role: "engine",
  clock,
  database: await openYearDatabase({ folder: dataFolder, clock, logger }),
  serviceTimeoutMs,
  pictures,
});
if (!opened.ok) throw new Error(`${opened.failure.what.en} ${opened.failure.cause ?? ""}`);
const app = opened.value;
const school: Steady = {
  clock,
  engine: app.engine,
  services: {
    held: async () => await ask<number>("held"),
    release: async () => await ask<boolean>("release"),
    cut: async () => await ask<boolean>("cut"),
    isUnheard: async () => await ask<boolean>("isUnheard"),
  },
  nextSlot: async () => await nextSlot({ db: app.database.db, zone: config.value.school.timeZone, now: clock.now() }),
};
await lookAround(school);
await passSteadily(school, Temporal.Instant.from(until));
await app.close();
await pictures.close();
process.exit(0);
