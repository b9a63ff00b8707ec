import { systemClock } from "#lib/clock.ts";

import { everyProcess, heldMegabytes, residentMegabytes } from "./processes.ts";

/*
 * Looks at what a process, its children and its database hold, from a process of its own: whoever is looked at may be
 * busy for seconds, and its children end meanwhile.
 */
const [watched = "0", dataFolder = "", ...others] = process.argv.slice(2);
const pid = Number(watched);
const notOurs = new Set([process.pid, ...others.map(Number)]);
/** How often, in real milliseconds: what is shared takes long to look at. */
const lookMs = 500;

let most = { all: 0, app: 0 };
process.on("message", () => {
  process.send?.(most);
  most = { all: 0, app: 0 };
});
const gone = new AbortController();
process.on("disconnect", () => gone.abort());

while (!gone.signal.aborted) {
  const app = residentMegabytes(pid);
  const beside = (await everyProcess(pid, dataFolder)).filter((one) => one !== pid && !notOurs.has(one));
  const all = beside.reduce((sum, one) => sum + heldMegabytes(one), app);
  most = { all: Math.max(most.all, all), app: Math.max(most.app, app) };
  await systemClock.sleep(lookMs, gone.signal);
}
