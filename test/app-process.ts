// A program for tests to run and kill: the real Carillon on the data folder that it is given, with the settings
// of its environment and a clock that stands at a given instant.
//
// It says one JSON line at each stage. It opens only when its input says "go", so that a test can have the next
// one ready; it asks for one scenario by hand, or for none and serves what the queue and the schedules hold; and
// it works until nothing is left for the coming quarter of an hour.
import { once } from "node:events";

import { openApp } from "#app";
import { readConfig } from "#config";
import { listRuns } from "#features/scenarios/store.ts";
import { SimulatedClock } from "#jobs/simulated-clock.ts";
import { openLogger } from "#lib/logger.ts";
import { passTime } from "#simulators/school-time.ts";

/** What the queue's own clerk needs to see what a schedule missed while nobody ran. */
const clerkMs = 11_000;
const worthWaitingFor = { minutes: 15 };

const [dataFolder = "", instant = "", scenario = ""] = process.argv.slice(2);
say({ stage: "loaded" });
await once(process.stdin, "data");

const clock = new SimulatedClock(Temporal.Instant.from(instant));
const config = readConfig(process.env);
if (!config.ok) throw new Error(config.failure.what.en);
const opened = await openApp({
  config: config.value,
  dataFolder,
  logger: openLogger(process.env["LOG_LEVEL"] ?? "silent"),
  role: "engine",
  clock,
});
if (!opened.ok) {
  say({ stage: "refused", failure: opened.failure });
  process.exit(1);
}
const app = opened.value;
say({ stage: "open" });
if (scenario !== "") {
  await app.request({ scenario, cause: "manual" });
  say({ stage: "requested" });
}
await clock.pass(clerkMs);
await passTime(
  { clock, engine: app.engine, nextSlot: async () => undefined },
  Temporal.Instant.from(instant).add(worthWaitingFor),
);
const runs = await listRuns(app.database.db, { limit: 1_000 });
say({ stage: "done", runs: runs.length });
await app.close();
say({ stage: "closed" });
process.exit(0);

function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
