import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { systemClock } from "#lib/clock.ts";
import { processesIn } from "#database/orphans.ts";
import { findDatabase } from "#cli/places.ts";
import { startSimulatedSchool } from "#simulators/simulated-school.ts";

import { scratchFolder } from "../test/scratch.ts";
import { show } from "./figure.ts";

/*
 * `carillon start` with nothing to do, connected to a Telegram and a Zoom: what it and its PostgreSQL take of one core
 * over a minute, and of memory. Shared pages are counted once, by the share of each process (Pss of proc(5)).
 */
const program = fileURLToPath(new URL("../src/cli/launch.js", import.meta.url));
/** Seconds for what is loaded at start, and over which the processor is watched. */
const [settling, watched] = [20, 60];
/** Linux counts a process's time in these (sysconf(3), _SC_CLK_TCK). */
const ticksPerSecond = 100;

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
  const before = await secondsOf(await everyProcess());
  await systemClock.sleep(watched * 1_000);
  const all = await everyProcess();
  const percent = ((await secondsOf(all)) - before) / watched / 0.01;
  show({ name: "processor, app and database", ours: percent, unit: "% of a core", limit: { of: "value", atMost: 1 } });
  const megabytes = all.reduce((sum, pid) => sum + sharedOut(pid), 0);
  show({ name: "memory, app and database", ours: megabytes, unit: "MB", limit: { of: "value", atMost: 200 } });
} finally {
  child.kill("SIGTERM");
  if (child.exitCode === null) await once(child, "exit");
  await school.close();
  scratch.remove();
}

/** The app, its children, and the database with its own. */
async function everyProcess(): Promise<readonly number[]> {
  const place = await findDatabase(scratch.path, false);
  const database = place.kind === "folder" ? processesIn(place.path).map((one) => one.pid) : [];
  const ours = [child.pid ?? 0];
  for (const pid of ours) ours.push(...childrenOf(pid));
  return [...new Set([...ours, ...database])];
}

function childrenOf(pid: number): readonly number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, "utf8").trim().split(" ").filter(Boolean).map(Number),
    );
  } catch {
    return [];
  }
}

/** Processor time since each began, its ended children included. */
async function secondsOf(pids: readonly number[]): Promise<number> {
  const ticks = pids.map((pid) => {
    try {
      const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
      return fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    } catch {
      return 0;
    }
  });
  return ticks.reduce((sum, count) => sum + count, 0) / ticksPerSecond;
}

function sharedOut(pid: number): number {
  try {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
    return Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? "0") / 1_024;
  } catch {
    return 0;
  }
}
