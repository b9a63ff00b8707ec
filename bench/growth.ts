import { join } from "node:path";

import { openApp } from "#app";
import { readConfig } from "#config";
import { processesIn } from "#database/orphans.ts";
import { findDatabase } from "#cli/places.ts";
import { openLogger } from "#lib/logger.ts";
import { coachMails, writeLargeWorkbook } from "#simulators/large-workbook.ts";
import { passTime } from "#simulators/school-time.ts";
import { startSimulatedSchool } from "#simulators/simulated-school.ts";

import { schoolTimeOf } from "../src/simulate/school-time-of.ts";
import { scratchFolder } from "../test/scratch.ts";
import { peakMegabytes, show, timed } from "./figure.ts";

/*
 * A week of 81, 810 and 8,100 sessions (81,000 with CARILLON_SESSIONS=81000), one group each, on services that answer at
 * once: what Sunday's chain and a morning's messages cost this machine, and how long they last on the school's clock,
 * where the services' own limits count. Beside each size the one before, ten times as small.
 */
await import("../src/cli/small-footprint.js");
const wanted = process.env["CARILLON_SESSIONS"];
const sizes = wanted === undefined ? [81, 810, 8_100] : wanted.split(",").map(Number);
const saturday = "2026-03-28T23:54:00Z";

interface Week {
  readonly chainMs: number;
  readonly morningMs: number;
}

let before: { readonly size: number; readonly week: Week } | undefined;
for (const size of sizes) {
  const week = await live(size, before);
  before = { size, week };
}

async function live(size: number, smaller: typeof before): Promise<Week> {
  const scratch = await scratchFolder();
  const workbook = join(scratch.path, "school.xlsx");
  await writeLargeWorkbook(workbook, size);
  const school = await startSimulatedSchool({
    start: Temporal.Instant.from(saturday),
    zone: "Africa/Abidjan",
    hosts: coachMails(size),
    seed: 1,
    latencyMs: 0,
    paced: false,
  });
  const config = readConfig({
    ...school.settings,
    CARILLON_WORKBOOK: workbook,
    CARILLON_BACKUPS: "0",
    CARILLON_SCENARIO_STANDBY: "off",
  });
  if (!config.ok) throw new Error(config.failure.what.en);
  const logger = openLogger("silent");
  const opened = await openApp({
    config: config.value,
    dataFolder: scratch.path,
    logger,
    role: "engine",
    clock: school.clock,
  });
  if (!opened.ok) throw new Error(opened.failure.what.en);
  const app = opened.value;
  try {
    const pass = async (until: string) =>
      await timed(async () => await passTime(schoolTimeOf(app, school), Temporal.Instant.from(until)));
    const chain = await pass("2026-03-29T07:59:00Z");
    for (const { chat_id: chatId, title } of (await app.database.pool.query("select chat_id, title from groups"))
      .rows) {
      school.telegram.world.addGroup({ chatId, title });
    }
    const morning = await pass("2026-03-29T12:00:00Z");
    const peer = (ms: number | undefined) =>
      smaller === undefined || ms === undefined ? {} : { peer: { name: `${smaller.size} sessions`, value: ms } };
    const grows = smaller === undefined ? {} : { limit: { of: "ratio", atMost: (size / smaller.size) * 1.3 } as const };
    show({
      name: `${size} sessions: from the workbook to meetings and reminders`,
      ours: chain.ms / 1_000,
      unit: "s",
      ...peer(smaller === undefined ? undefined : smaller.week.chainMs / 1_000),
      ...grows,
    });
    const counted = await app.database.pool.query(`
      select (select count(*) from meetings where state = 'open')::int as meetings,
             (select count(*) from messages where kind = 'reminder')::int as reminders,
             (select count(*) from messages where kind = 'reminder' and state = 'sent')::int as sent,
             (select extract(epoch from max(sent_at) - min(sent_at)) from messages where kind = 'reminder')::float as seconds,
             (select extract(epoch from ended_at - started_at) from runs where scenario = 'create_zoom_links')::float as links,
             pg_database_size(current_database()) / 1e6 as megabytes`);
    const failed = await app.database.pool.query(
      "select scenario, outcome, attempt, figures, failure from runs where outcome is distinct from 'succeeded'",
    );
    for (const run of failed.rows) console.error(`${size} sessions: ${JSON.stringify(run)}`);
    const [row] = counted.rows as [Record<string, number>];
    const value = (name: string) => Number(row[name] ?? 0);
    show({ name: `${size} sessions: of them with a meeting`, ours: value("meetings"), unit: "meetings" });
    show({ name: `${size} sessions: making the meetings, on the school's clock`, ours: value("links"), unit: "s" });
    show({ name: `${size} sessions: a morning's reminders`, ours: value("sent"), unit: "messages" });
    show({
      name: `${size} sessions: the machine's time for them`,
      ours: morning.ms / 1_000,
      unit: "s",
      ...peer(smaller === undefined ? undefined : smaller.week.morningMs / 1_000),
      ...grows,
    });
    show({
      name: `${size} sessions: from the first reminder to the last, on the school's clock`,
      ours: value("seconds"),
      unit: "s",
      peer: { name: "30 a second alone", value: Math.max(1, value("sent")) / 30 },
    });
    show({ name: `${size} sessions: database after the week's plan`, ours: value("megabytes"), unit: "MB" });
    show({ name: `${size} sessions: most memory, app with simulators`, ours: peakMegabytes(process.pid), unit: "MB" });
    const place = await findDatabase(scratch.path, false);
    const server = place.kind === "folder" ? processesIn(place.path) : [];
    const largest = Math.max(0, ...server.map((one) => peakMegabytes(one.pid)));
    show({ name: `${size} sessions: the database's largest process`, ours: largest, unit: "MB" });
    return { chainMs: chain.ms, morningMs: morning.ms };
  } finally {
    await app.close();
    await school.close();
    scratch.remove();
  }
}
