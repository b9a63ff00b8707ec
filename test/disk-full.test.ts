import { spawnSync } from "node:child_process";
import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { openApp } from "#app";
import type { App } from "#app/parts.ts";
import { readConfig } from "#config";
import { serverAccount } from "#database/server-account.ts";
import { listRuns } from "#features/scenarios/store.ts";
import { openLogger } from "#lib/logger.ts";
import { writeDemoWorkbook } from "#simulators/demo-workbook.ts";
import { passTime } from "#simulators/school-time.ts";
import { startSimulatedSchool, type SimulatedSchool } from "#simulators/simulated-school.ts";

import { schoolTimeOf } from "../src/simulate/school-time-of.ts";
import { cloneDatabase, type ClonedDatabase } from "./database.ts";
import { folderIn, scratchFolder, type Scratch } from "./scratch.ts";

/** A disk of its own needs the right to mount one; elsewhere this is not tried. */
const mayMount = process.getuid?.() === 0 && process.platform === "linux";
const adminChat = "555";
let scratch: Scratch;
let disk: string;
let isMounted = false;
let school: SimulatedSchool;
let app: App;

beforeEach(async () => {
  scratch = await scratchFolder();
  disk = folderIn(scratch.path, "disk");
  const { uid, gid } = serverAccount(undefined);
  const options = `size=40m,mode=0700,uid=${uid},gid=${gid}`;
  isMounted = mayMount && spawnSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", disk]).status === 0;
});
afterEach(() => {
  if (isMounted) spawnSync("umount", ["-l", disk]);
  scratch.remove();
});

async function openHere(database: ClonedDatabase): Promise<App> {
  const config = readConfig({
    ...school.settings,
    CARILLON_WORKBOOK: join(scratch.path, "school.xlsx"),
    CARILLON_SCENARIO_STANDBY: "off",
    CARILLON_BACKUPS: "0",
    CARILLON_LANGUAGE: "en",
    TELEGRAM_ADMIN_CHAT_ID: adminChat,
  });
  if (!config.ok) throw new Error(config.failure.what.en);
  const opened = await openApp({
    config: config.value,
    dataFolder: "",
    logger: openLogger("silent"),
    role: "engine",
    clock: school.clock,
    database: { ...database, connectionConfig: database.connectionConfig, close: async () => undefined },
  });
  if (!opened.ok) throw new Error(`${opened.failure.code} ${opened.failure.cause ?? ""}`);
  return opened.value;
}

/** Takes what is left of the disk, to the last byte. */
function fill(): string {
  const path = join(disk, "filler");
  const file = openSync(path, "w");
  const block = Buffer.alloc(65_536);
  try {
    for (;;) if (writeSync(file, block) === 0) break;
  } catch {
    // It is full.
  } finally {
    closeSync(file);
  }
  return path;
}

/** Waits until the jobs at work have come to their end, good or bad. */
async function untilIdle(): Promise<void> {
  await expect.poll(() => app.engine.busy(), { interval: 2, timeout: 60_000 }).toBe(0);
}

describe("the database's disk is full", () => {
  it("the work stops with that word, and goes on by itself when there is room", async (context) => {
    context.skip(!isMounted, "no right to mount a small disk here");
    school = await startSimulatedSchool({
      start: Temporal.Instant.from("2026-03-30T09:00:00Z"),
      zone: "Africa/Abidjan",
      hosts: ["pool-1@demo.example", "pool-2@demo.example", "pool-3@demo.example"],
      seed: 7,
      latencyMs: 0,
      paced: false,
    });
    await writeDemoWorkbook(join(scratch.path, "school.xlsx"), { seed: 7 });
    const database = await cloneDatabase({ sessionStatements: school.clock.sessionStatements, folder: disk });
    app = await openHere(database);
    school.telegram.world.addGroup({ chatId: adminChat, title: "Admin", botIsMember: true });
    const filler = fill();
    // Nothing of what is asked for now can be written; the job itself found its place before.
    await app.request({ scenario: "update_courses", cause: "manual" });
    const told = () => school.telegram.ledger.all().filter((message) => message.chatId === adminChat);
    const later = async (seconds: number) => {
      await school.clock.pass(seconds * 1_000);
      await untilIdle();
    };
    // The job is taken and cut off in real time, whatever the clock says.
    await expect.poll(async () => (await later(5), told().length), { interval: 20, timeout: 120_000 }).toBe(1);
    await later(60);
    await later(60);
    expect(told().map((message) => message.plainText)).toEqual([
      "🚨 The database's disk is full: nothing can be saved or sent any more. Free some room on that disk; nothing that was saved is lost, and the work goes on by itself.",
    ]);
    expect(await listRuns(app.database.db, { limit: 10 })).toEqual([]);

    rmSync(filler);
    await passTime(schoolTimeOf(app, school), Temporal.Instant.from("2026-03-30T10:00:00Z"));
    const runs = await listRuns(app.database.db, { limit: 10 });
    expect(runs.map((run) => `${run.scenario} ${run.outcome}`).toReversed()).toEqual([
      "update_courses succeeded",
      "create_zoom_links succeeded",
      "generate_messages succeeded",
    ]);
    expect(told()).toHaveLength(1);
    await app.close();
    await school.close();
    await database.close();
  });
});
