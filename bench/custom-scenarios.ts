import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { openPython } from "#adapters/python/open-python.ts";
import { asHtml } from "#app/custom/message-html.ts";
import { models } from "#app/custom/models.ts";
import { migrate } from "#database/migrate.ts";
import { openDatabase } from "#database/open.ts";
import type { SchoolForScenarios } from "#features/scenarios/answer-calls.ts";
import { defaultLimits } from "#features/scenarios/custom-rules.ts";
import type { PythonPort } from "#features/scenarios/ports.ts";
import { runCustomCode } from "#features/scenarios/run-custom-code.ts";
import { systemClock } from "#lib/clock.ts";
import { openLogger } from "#lib/logger.ts";

import { scratchFolder } from "../test/scratch.ts";
import { show, tellAbsent, timed } from "./figure.ts";

/*
 * What a custom scenario costs: from a standby and from nothing to its first result, memory, questions, messages
 * collected, the end of one that never ends, and the same pure Python loop under the system's python3 where there is
 * one (it is not part of the program; without it the ratio is not told).
 */
const scratch = await scratchFolder();
const opened = await openDatabase({
  dataFolder: join(scratch.path, "data"),
  applicationName: "carillon bench",
  logger: openLogger("silent"),
});
if (!opened.ok) throw new Error(opened.failure.what.en);
const { db, pool } = opened.value;
const snapshotFolders = [join(import.meta.dirname, "../node_modules/.cache/carillon")];
const standby = openPython({ snapshotFolders, standby: true });
const bare = openPython({ snapshotFolders, standby: false });

const nothing = 'def run_scenario():\n    return True, ""\n';
const loop = `def run_scenario():
    import time as clock
    began = clock.perf_counter()
    total = 0
    for number in range(3_000_000):
        total += number * number % 7
    return True, str(clock.perf_counter() - began)
`;
const questions = `def run_scenario():
    for number in range(1_000):
        Student.query.filter_by(id=f"s{number}").order_by(Student.name).first()
    return True, ""
`;
const letters = `def run_scenario():
    told = 0
    for student in Student.query.order_by(Student.name):
        bot.send_message("-1001", f"Hello {student.name}")
        told += 1
    return True, str(told)
`;

const school: SchoolForScenarios = {
  models,
  asHtml,
  findRecipient: async () => ({ groupId: "g", chatId: "-1001", title: "Group", language: "fr" }),
  checkWriting: async () => undefined,
  readSheets: async () => ({ refused: "none" }),
};

async function runOver(python: PythonPort, code: string, seconds = 60): Promise<string> {
  const { end } = await runCustomCode({
    db,
    python,
    school,
    about: { name: "École", language: "fr", timeZone: "Africa/Abidjan" },
    code,
    granted: ["read", "write", "send"],
    limits: { ...defaultLimits, seconds, messages: 20_000, calls: 50_000 },
    isPreview: false,
    now: systemClock.now(),
    log: async () => undefined,
    isCancelled: async () => false,
    signal: new AbortController().signal,
  });
  return end.how === "returned" ? end.message : end.how === "stopped" ? `stopped by ${end.by}` : JSON.stringify(end);
}

/** Resident memory of this process's children that run scenarios, the largest, in megabytes; Linux only. */
function childMemory(): number {
  const sizes = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        if (!readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("adapters/python/child.js")) return 0;
        return Number(readFileSync(`/proc/${pid}/status`, "utf8").match(/VmRSS:\s+(\d+)/)?.[1] ?? 0) / 1024;
      } catch {
        return 0;
      }
    });
  return Math.max(0, ...sizes);
}

try {
  const migrated = await migrate(pool);
  if (!migrated.ok) throw new Error(migrated.failure.what.en);
  await pool.query(`insert into students (id, display_name, created_at)
    select 's' || n, 'Student ' || n, '2026-01-01' from generate_series(0, 9999) n`);

  // The snapshot is made once a version; its making is no part of a start.
  await runOver(bare, nothing);
  const cold = await timed(async () => await runOver(bare, nothing));
  show({ name: "cold start to the result", ours: cold.ms, unit: "ms", limit: { of: "value", atMost: 1_500 } });

  const warms: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    await standby.warm();
    warms.push((await timed(async () => await runOver(standby, nothing))).ms);
    await systemClock.sleep(1_000);
  }
  const middle = warms.toSorted((a, b) => a - b)[2] ?? 0;
  show({ name: "standby to the result, median of 5", ours: middle, unit: "ms", limit: { of: "value", atMost: 150 } });

  await standby.warm();
  const asked = await timed(async () => await runOver(standby, questions));
  show({
    name: "1,000 questions by key to 10,000 students",
    ours: asked.ms,
    unit: "ms",
    limit: { of: "value", atMost: 1_000 },
  });

  // In a round of its own: looking at all processes every 20 ms takes time from the one that answers.
  await standby.warm();
  let most = 0;
  const watching = new AbortController();
  const watch = (async () => {
    while (!watching.signal.aborted) {
      most = Math.max(most, childMemory());
      await systemClock.sleep(20, watching.signal);
    }
  })();
  await runOver(standby, questions);
  watching.abort();
  await watch;
  if (most > 0) show({ name: "memory while it runs", ours: most, unit: "MB", limit: { of: "value", atMost: 250 } });

  await standby.warm();
  const told = await timed(async () => await runOver(standby, letters));
  show({ name: `${told.value} messages collected`, ours: told.ms, unit: "ms", limit: { of: "value", atMost: 3_000 } });

  await standby.warm();
  const ended = await timed(
    async () => await runOver(standby, "def run_scenario():\n    while True:\n        pass\n", 2),
  );
  show({
    name: `after the limit (${ended.value})`,
    ours: ended.ms - 2_000,
    unit: "ms",
    limit: { of: "value", atMost: 200 },
  });

  const ours = Number(await runOver(standby, loop)) * 1_000;
  const peer = spawnSync("python3", ["-c", `${loop}\nprint(run_scenario()[1])`], { encoding: "utf8" });
  const theirs = peer.status === 0 ? Number(peer.stdout) * 1_000 : undefined;
  if (theirs === undefined) tellAbsent("CPython (the same loop beside)", "Debian: apt-get install python3");
  show({
    name: "a loop of pure Python, 3,000,000 rounds",
    ours,
    unit: "ms",
    ...(theirs === undefined ? {} : { peer: { name: "system python3", value: theirs } }),
  });
} finally {
  await standby.close();
  await bare.close();
  await opened.value.close();
  scratch.remove();
}
