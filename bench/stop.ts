import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { systemClock } from "#lib/clock.ts";
import { seededRandom } from "#simulators/telegram/faults.ts";
import { startSimulatedSchool } from "#simulators/simulated-school.ts";

import { everyCoach, mailOf, newCourse, writeLines, type SimulatedCourse } from "../src/simulate/lines.ts";
import { folderIn, scratchFolder } from "../test/scratch.ts";
import { show, timed } from "./figure.ts";

/*
 * `carillon start`, told to stop (SIGTERM) in the middle of its work, each time by a system that will not wait longer
 * than 10 s: while meetings are made, while messages leave to services that take a second to answer, and while a
 * scenario that never ends is at work. What it left is found again by the next start, which the next figure begins with.
 */
const program = fileURLToPath(new URL("../src/cli/launch.js", import.meta.url));
/** So many groups have a course with two classes a week. */
const groups = 400;
/** Real milliseconds that the services take to answer. */
const latencyMs = 1_000;
const limit = { of: "value", atMost: 10 } as const;

const scratch = await scratchFolder();
const data = folderIn(scratch.path, "data", 0o700);
const workbook = join(scratch.path, "school.xlsx");
const random = seededRandom(7);
const courses: SimulatedCourse[] = [];
while (courses.length < groups) courses.push(newCourse(courses, courses.length, random));
await writeLines(workbook, courses);
const school = await startSimulatedSchool({
  start: systemClock.now(),
  zone: "Africa/Abidjan",
  hosts: everyCoach().map(mailOf),
  seed: 7,
  latencyMs,
  paced: false,
});
for (const { chatId } of courses) school.telegram.world.addGroup({ chatId, title: chatId, botIsAdmin: true });
const env = {
  PATH: process.env["PATH"],
  ...school.settings,
  CARILLON_WORKBOOK: workbook,
  CARILLON_DATA: data,
  PORT: "0",
  LOG_LEVEL: process.env["LOG_LEVEL"] ?? "silent",
};
let app: ChildProcess | undefined;

try {
  const writes = () => [...school.zoom.ledger.meetings()].length;
  await begin();
  ask("run", "update_courses");
  await until(() => writes() > 50);
  await end("while meetings are made");

  await begin();
  await until(() => writes() >= groups * 2, 300);
  ask("announce", "Bonjour", "--all");
  const sent = school.telegram.ledger.all().length;
  await until(() => school.telegram.ledger.all().length > sent + 20);
  await end("while messages leave");

  await begin();
  writeFileSync(join(scratch.path, "endless.py"), "def run_scenario():\n    while True:\n        pass\n");
  for (const words of [
    ["scenario", "save", "endless", "--file", join(scratch.path, "endless.py")],
    ["scenario", "limits", "endless", "--seconds", "300"],
  ]) {
    spawnSync(process.execPath, [program, ...words], { env, stdio: ["ignore", "ignore", "inherit"] });
  }
  ask("run", "endless");
  await systemClock.sleep(5_000);
  await end("while a scenario is at work");
} finally {
  app?.kill("SIGKILL");
  await school.close();
  scratch.remove();
}

async function begin(): Promise<void> {
  app = spawn(process.execPath, [program, "start", "--json"], { env, stdio: ["ignore", "pipe", "inherit"] });
  if (app.stdout !== null) await Promise.race([once(app.stdout, "data"), once(app, "exit")]);
  if (app.exitCode !== null) throw new Error(`it ended with ${app.exitCode}`);
}

/** A command that follows its run; it ends by itself when the app does. */
function ask(...words: readonly string[]): void {
  spawn(process.execPath, [program, ...words], { env, stdio: "ignore" });
}

async function end(name: string): Promise<void> {
  const running = app;
  if (running === undefined) return;
  const { ms, value } = await timed(async () => {
    const gone = once(running, "exit");
    running.kill("SIGTERM");
    return await gone;
  });
  if (value[0] !== 0) throw new Error(`${name}: it ended with ${String(value[0] ?? value[1])}`);
  show({ name: `told to stop ${name}`, ours: ms / 1_000, unit: "s", limit });
}

async function until(isSo: () => boolean, seconds = 120): Promise<void> {
  const began = systemClock.now();
  while (!isSo()) {
    if (began.until(systemClock.now()).total("seconds") > seconds) throw new Error("nothing came of it");
    await systemClock.sleep(50);
  }
}
