// The real Carillon as a child process, to be killed: it opens on the data folder it is given, at the given
// instant of a simulated clock, and does what its queue and schedules hold until nothing is left.
import { openApp } from "#app";
import { readConfig } from "#config";
import { nextSlot } from "#features/scenarios/next-slot.ts";
import { SimulatedClock } from "#jobs/simulated-clock.ts";
import { openLogger } from "#lib/logger.ts";
import { passTime } from "#simulators/school-time.ts";

const [dataFolder = "", from = "", until = ""] = process.argv.slice(2);
process.noDeprecation = true;

const clock = new SimulatedClock(Temporal.Instant.from(from));
const config = readConfig(process.env);
if (!config.ok) throw new Error(config.failure.what.en);
const opened = await openApp({
  config: config.value,
  dataFolder,
  logger: openLogger("silent"),
  role: "engine",
  clock,
});
if (!opened.ok) throw new Error(`${opened.failure.what.en} ${opened.failure.cause ?? ""}`);
const app = opened.value;
await passTime(
  {
    clock,
    engine: app.engine,
    nextSlot: async () => await nextSlot({ db: app.database.db, zone: config.value.school.timeZone, now: clock.now() }),
  },
  Temporal.Instant.from(until),
);
await app.close();
process.exit(0);
