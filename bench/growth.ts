import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { openApp } from "#app";
import type { App } from "#app/parts.ts";
import { readConfig } from "#config";
import { nextSlot } from "#features/scenarios/next-slot.ts";
import { SimulatedClock } from "#jobs/simulated-clock.ts";
import { openLogger } from "#lib/logger.ts";
import { largeStudent } from "#simulators/large-workbook.ts";
import { passTime } from "#simulators/school-time.ts";

import { scratchFolder } from "../test/scratch.ts";
import { round, show } from "./figure.ts";
import { watchMemory } from "./processes.ts";

/*
 * A school of 81, 810 and 8,100 sessions a week (others with CARILLON_SESSIONS=810,81000), one group each, on services
 * that answer at once: what its Sunday and the morning of it, or so many whole weeks (CARILLON_WEEKS), cost of the processor and of memory, and how long Sunday's chain and a morning last on the school's clock, where the services' own limits count. Beside each size
 * the one before; of several weeks the last beside the first ones. Memory is Carillon's and its database's.
 */
await import("../src/cli/small-footprint.js");
const sizes = (process.env["CARILLON_SESSIONS"] ?? "81,810,8100").split(",").map(Number);
const weeks = Number(process.env["CARILLON_WEEKS"] ?? "0");
const saturday = Temporal.Instant.from("2026-03-28T23:54:00Z");
/** The most that Carillon and its database may hold together, in MB. */
const mostMegabytes = 600;

/** What a stretch of time cost: processor seconds of app and database, and the most memory of both and of the app, in MB. */
interface Cost {
  readonly seconds: number;
  readonly all: number;
  readonly app: number;
}

interface Week {
  readonly chain: Cost;
  /** The chain once more the same Sunday, when everything stands already; in the first week only. */
  readonly again: Cost | undefined;
  readonly morning: Cost;
  readonly whole: Cost;
}

let before: { readonly size: number; readonly week: Week } | undefined;
for (const size of sizes) before = { size, week: await live(size, before) };

async function live(size: number, smaller: typeof before): Promise<Week> {
  const scratch = await scratchFolder();
  const workbook = join(scratch.path, "school.xlsx");
  const services = await startServices(size, workbook);
  const config = readConfig({
    ...services.settings,
    CARILLON_WORKBOOK: workbook,
    CARILLON_BACKUPS: "0",
    CARILLON_SCENARIO_STANDBY: "off",
    // What drawing costs is a figure of its own.
    CARILLON_RANKING_PICTURES: "off",
  });
  if (!config.ok) throw new Error(config.failure.what.en);
  const clock = new SimulatedClock(saturday);
  const logger = openLogger("silent");
  const opened = await openApp({ config: config.value, dataFolder: scratch.path, logger, role: "engine", clock });
  if (!opened.ok) throw new Error(opened.failure.what.en);
  const app = opened.value;
  const memory = watchMemory(scratch.path, [services.pid]);
  const pass = async (what: string, until: Temporal.Instant): Promise<Cost> => {
    const time = { clock, engine: app.engine, nextSlot: async () => await slotAfter(app, clock.now()) };
    await memory.most();
    const began = await memory.seconds();
    await passTime(time, until);
    const cost = { seconds: (await memory.seconds()) - began, ...(await memory.most()) };
    console.error(
      `${size} sessions, ${what}: ${round(cost.seconds)} s, ${round(cost.all)} MB, the app ${round(cost.app)} MB`,
    );
    return cost;
  };
  try {
    const lived: Week[] = [];
    for (let number = 0; number < Math.max(1, weeks); number += 1) {
      // Six minutes before Sunday begins.
      const start = saturday.add({ hours: number * 168 });
      const chain = await pass("Sunday's chain", start.add({ hours: 4 }));
      const first = number === 0;
      if (first)
        await app.engine.send(app.database.db, "update_courses", { scenario: "update_courses", cause: "manual" });
      const again = first ? await pass("the chain again", start.add({ hours: 7 })) : undefined;
      const morning = await pass("its morning", start.add({ hours: 12 }));
      const planned = first ? await count(app) : undefined;
      if (first) await enrol(app);
      const rest: Cost[] = [];
      for (const day of weeks === 0 ? [] : [0, 1, 2, 3, 4, 5, 6]) {
        // The day's classes are held, and Zoom has told who was there by the evening.
        await services.jumpTo(start.add({ hours: day * 24 + 22 }));
        rest.push(await pass(`day ${day + 1}`, start.add({ hours: day * 24 + 24 })));
      }
      const week = { chain, again, morning, whole: together([chain, morning, ...rest]) };
      lived.push(week);
      if (planned !== undefined) showFirst(size, week, smaller, planned);
      await tellWeek(app, size, number + 1, week);
    }
    if (weeks > 4) showTrend(size, lived);
    const [week] = lived;
    if (week === undefined) throw new Error("no week was lived");
    return week;
  } finally {
    memory.end();
    await app.close();
    services.close();
    scratch.remove();
  }
}

/** Costs one after the other: their seconds together, and the most memory of any. */
function together(costs: readonly Cost[]): Cost {
  return {
    seconds: costs.reduce((sum, cost) => sum + cost.seconds, 0),
    all: Math.max(...costs.map((cost) => cost.all)),
    app: Math.max(...costs.map((cost) => cost.app)),
  };
}

/** Each group has its student, as groups do that have written for a while. */
async function enrol({ database: { pool } }: App): Promise<void> {
  await pool.query(
    "insert into students (id, display_name, created_at) select 'student of ' || id, $1, created_at from groups",
    [largeStudent],
  );
  await pool.query(
    "insert into memberships (group_id, student_id, since) select id, 'student of ' || id, created_at from groups",
  );
}

async function slotAfter(app: App, now: Temporal.Instant): Promise<Temporal.Instant | undefined> {
  return await nextSlot({ db: app.database.db, zone: app.config.school.timeZone, now });
}

/** The workbook and the two services, made by a process of its own: its memory is not Carillon's. */
async function startServices(size: number, workbook: string) {
  const program = fileURLToPath(new URL("large-outside.ts", import.meta.url));
  const child = fork(program, [String(size), saturday.toString(), workbook], {
    stdio: "inherit",
    // The services forget nothing.
    execArgv: ["--max-old-space-size=8192"],
  });
  const [settings] = (await once(child, "message")) as [Readonly<Record<string, string>>];
  return {
    settings,
    pid: child.pid ?? 0,
    async jumpTo(moment: Temporal.Instant) {
      child.send(moment.toString());
      await once(child, "message");
    },
    close: () => child.kill(),
  };
}

/** What the first week was like: everything that the page on growth tells of a size. */
function showFirst(size: number, week: Week, smaller: typeof before, value: (name: string) => number): void {
  const peer = (theirs: number | undefined) =>
    smaller === undefined || theirs === undefined ? {} : { peer: { name: `${smaller.size} sessions`, value: theirs } };
  const grows = smaller === undefined ? {} : { limit: { of: "ratio", atMost: (size / smaller.size) * 1.3 } as const };
  const told = (name: string, ours: number, unit: string) => show({ name: `${size} sessions: ${name}`, ours, unit });
  const { chain, again, morning } = week;
  const name = `${size} sessions: from the workbook to meetings and reminders`;
  show({ name, ours: chain.seconds, unit: "s", ...peer(smaller?.week.chain.seconds), ...grows });
  told("of them with a meeting", value("meetings"), "meetings");
  for (const scenario of ["update_courses", "create_zoom_links", "generate_messages"]) {
    told(`${scenario}, on the school's clock`, value(scenario), "s");
  }
  told("a morning's reminders", value("sent"), "messages");
  show({
    name: `${size} sessions: the processor's time for them`,
    ours: morning.seconds,
    unit: "s",
    ...peer(smaller?.week.morning.seconds),
    ...grows,
  });
  show({
    name: `${size} sessions: from the first reminder to the last, on the school's clock`,
    ours: value("seconds"),
    unit: "s",
    peer: { name: "30 a second alone", value: Math.max(1, value("sent")) / 30 },
  });
  told("database after the week's plan", value("megabytes"), "MB");
  const limit = { of: "value", atMost: mostMegabytes } as const;
  const { all, app } = together([chain, morning]);
  show({ name: `${size} sessions: most memory, app and database`, ours: all, unit: "MB", limit });
  told("of it the app", app, "MB");
  if (again === undefined) return;
  told("the same Sunday once more, when everything stands", again.seconds, "s");
  show({ name: `${size} sessions: its most memory, app and database`, ours: again.all, unit: "MB", limit });
}

async function tellWeek(app: App, size: number, number: number, week: Week): Promise<void> {
  const value = await count(app);
  const parts = [
    `${round(week.whole.seconds)} s (Sunday's chain ${round(week.chain.seconds)} s, its morning ${round(week.morning.seconds)} s)`,
    `${round(week.whole.all)} MB, the app ${round(week.whole.app)} MB`,
    `database ${round(value("megabytes"))} MB, ${value("meetings")} meetings, ${value("sent")} sent`,
  ];
  console.error(`${size} sessions, week ${number}: ${parts.join("; ")}`);
  await tellTroubles(app, size);
}

/** The last weeks beside the second to the fifth: the first also brings the whole school in. */
function showTrend(size: number, lived: readonly Week[]): void {
  const middle = (of: readonly Week[], part: (week: Week) => number) =>
    of.map(part).toSorted((a, b) => a - b)[Math.floor(of.length / 2)] ?? 0;
  const [early, late] = [lived.slice(1, 5), lived.slice(-4)];
  for (const [what, unit, part] of [
    ["a week's processor time", "s", (week: Week) => week.whole.seconds],
    ["a week's most memory", "MB", (week: Week) => week.whole.all],
  ] as const) {
    show({
      name: `${size} sessions: ${what}, the last of ${lived.length} weeks`,
      ours: middle(late, part),
      unit,
      peer: { name: "weeks 2 to 5", value: middle(early, part) },
      limit: { of: "ratio", atMost: 1.3 },
    });
  }
  show({
    name: `${size} sessions: the most memory of ${lived.length} weeks, app and database`,
    ours: together(lived.map(({ whole }) => whole)).all,
    unit: "MB",
    limit: { of: "value", atMost: mostMegabytes },
  });
}

/** Every run that did not succeed, and every one that has not ended. */
async function tellTroubles(app: App, size: number): Promise<void> {
  const { rows } = await app.database.pool.query(
    `select scenario, started_at, outcome, attempt, figures, failure from runs
      where outcome is distinct from 'succeeded' order by number desc limit 5`,
  );
  for (const run of rows) console.error(`${size} sessions: ${JSON.stringify(run)}`);
}

async function count(app: App): Promise<(name: string) => number> {
  const { rows } = await app.database.pool.query(`
    select (select count(*) from meetings where state = 'open')::int as meetings,
           (select count(*) from messages where kind = 'reminder' and state = 'sent')::int as sent,
           (select extract(epoch from max(sent_at) - min(sent_at)) from messages where kind = 'reminder')::float as seconds,
           pg_database_size(current_database()) / 1e6 as megabytes`);
  const lasted = await app.database.pool.query(
    "select scenario, max(extract(epoch from ended_at - started_at))::float as seconds from runs group by scenario",
  );
  const [row] = rows as [Record<string, number>];
  const all = new Map([
    ...Object.entries(row),
    ...(lasted.rows as { scenario: string; seconds: number }[]).map((run) => [run.scenario, run.seconds] as const),
  ]);
  return (name) => Number(all.get(name) ?? 0);
}
