import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import { systemClock } from "#lib/clock.ts";
import { startSimulatedSchool } from "#simulators/simulated-school.ts";

import { scratchFolder } from "../test/scratch.ts";
import { show } from "./figure.ts";
import { everyProcess, heldMegabytes, processorSeconds } from "./processes.ts";

/*
 * `carillon start` with nothing to do, connected to a Telegram and a Zoom: what it and its PostgreSQL take of one core
 * over a minute, and of memory. Shared pages are counted once, by the share of each process (Pss of proc(5)).
 */
const program = fileURLToPath(new URL("../src/cli/launch.js", import.meta.url));
/** Seconds for what is loaded at start, and over which the processor is watched. */
const [settling, watched] = [20, 60];

const scratch = await scratchFolder();
const school = await startSimulatedSchool({
  start: systemClock.now(),
  zone: "Africa/Abidjan",
  hosts: ["pool-1@demo.example"],
  seed: 1,
  latencyMs: 5,
});
const child = spawn(process.execPath, [program, "start", "--json"], {
  env: { PATH: process.env["PATH"], ...school.settings, CARILLON_DATA: scratch.path, PORT: "0", LOG_LEVEL: "silent" },
  stdio: ["ignore", "pipe", "inherit"],
});
try {
  await Promise.race([once(child.stdout, "data"), once(child, "exit")]);
  if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`);
  await systemClock.sleep(settling * 1_000);
  const before = processorSeconds(await everyProcess(child.pid ?? 0, scratch.path));
  await systemClock.sleep(watched * 1_000);
  const all = await everyProcess(child.pid ?? 0, scratch.path);
  const percent = (processorSeconds(all) - before) / watched / 0.01;
  show({ name: "processor, app and database", ours: percent, unit: "% of a core", limit: { of: "value", atMost: 1 } });
  const megabytes = all.reduce((sum, pid) => sum + heldMegabytes(pid), 0);
  show({ name: "memory, app and database", ours: megabytes, unit: "MB", limit: { of: "value", atMost: 200 } });
} finally {
  child.kill("SIGTERM");
  if (child.exitCode === null) await once(child, "exit");
  await school.close();
  scratch.remove();
}
