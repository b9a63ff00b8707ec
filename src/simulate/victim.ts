// The real Carillon as a child process, to be killed: it opens on the data folder it is given, at the given
// instant of a simulated clock, and does what its queue and schedules hold until nothing is left. Whoever started it
// holds the services' turnstile.
import { openPainter } from "#adapters/pictures/painter.ts";
import { openApp } from "#app";
import { readConfig } from "#config";
import { nextSlot } from "#features/scenarios/next-slot.ts";
import { SimulatedClock } from "#jobs/simulated-clock.ts";
import { drawIdsFrom } from "#lib/ids.ts";
import { openLogger } from "#lib/logger.ts";
import { seededRandom } from "#simulators/zoom/random.ts";

import { serviceTimeoutMs } from "./school-year.ts";
import { passSteadily, type Services } from "./steady-time.ts";
import { watchedPictures, watchMoves } from "./stillness.ts";

/** What the child asks of whoever started it, with its own time in epoch milliseconds. */
export interface Asked {
  readonly ask: keyof Services;
  readonly now: number;
}

/** What it is told. */
export type Told = number | boolean;

const [dataFolder = "", from = "", until = "", seed = ""] = process.argv.slice(2);
process.noDeprecation = true;
watchMoves();
drawIdsFrom(seededRandom(Number(seed)));

const clock = new SimulatedClock(Temporal.Instant.from(from));

async function ask<T extends Told>(what: keyof Services): Promise<T> {
  const asked: Asked = { ask: what, now: clock.now().epochMilliseconds };
  return await new Promise((resolve) => {
    process.once("message", (told) => resolve(told as T));
    process.send?.(asked);
  });
}

const config = readConfig(process.env);
if (!config.ok) throw new Error(config.failure.what.en);
const pictures = watchedPictures(openPainter());
const opened = await openApp({
  config: config.value,
  dataFolder,
  logger: openLogger("silent"),
  role: "engine",
  clock,
  serviceTimeoutMs,
  pictures,
});
if (!opened.ok) throw new Error(`${opened.failure.what.en} ${opened.failure.cause ?? ""}`);
const app = opened.value;
await passSteadily(
  {
    clock,
    engine: app.engine,
    services: {
      held: async () => await ask<number>("held"),
      release: async () => await ask<boolean>("release"),
      cut: async () => await ask<boolean>("cut"),
      isUnheard: async () => await ask<boolean>("isUnheard"),
    },
    nextSlot: async () => await nextSlot({ db: app.database.db, zone: config.value.school.timeZone, now: clock.now() }),
  },
  Temporal.Instant.from(until),
);
await app.close();
await pictures.close();
process.exit(0);
