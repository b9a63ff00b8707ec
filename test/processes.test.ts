import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { listMembers } from "#database/presence.ts";
import { seededRandom } from "#simulators/telegram/faults.ts";

import { brokenPromises } from "../src/simulate/invariants.ts";
import { audience, enrol, openMembers, type Member, type Members } from "./members.ts";
import { startRealServer, type RealServer } from "./real-server.ts";
import { folderIn, scratchFolder, type Scratch } from "./scratch.ts";

let server: RealServer;
let members: Members;

beforeAll(async () => {
  server = await startRealServer();
  console.log(`several processes on ${server.name}`);
});
afterAll(async () => await server.close());
afterEach(async () => await members.close());

const instant = (text: string) => Temporal.Instant.from(text);

async function startAll(modes: readonly Member["mode"][]): Promise<void> {
  const started = await Promise.all(modes.map(async (mode) => await members.start(mode)));
  expect(started.filter((one) => typeof one === "string")).toEqual([]);
}

async function rows(query: string): Promise<readonly Record<string, unknown>[]> {
  return (await members.app.database.pool.query(query)).rows;
}

/** Each schedule's occurrences that have a run, as `scenario day hour outcome`. */
async function slots(): Promise<readonly unknown[]> {
  const found =
    await rows(`select scenario || ' ' || to_char(slot, 'Dy HH24:MI') || ' ' || coalesce(outcome, 'open') as run
    from runs where slot is not null order by slot, scenario`);
  return found.map((row) => row["run"]);
}

/**
 * Lets time pass until a schedule's occurrence has its run: within a minute, whoever is killed meanwhile. The queue looks
 * at the hours every five seconds, and whoever looked may be dead before it acted.
 */
async function untilTakenUp(scenario: string, slot: string, between?: () => Promise<void>): Promise<void> {
  for (let second = 0; second < 60; second += 1) {
    await members.pass(1, between);
    const found = await rows(`select 1 as n from runs where scenario = '${scenario}' and slot = '${slot}'`);
    if (found.length > 0) return;
  }
  throw new Error(`nobody took up ${scenario} of ${slot} within a minute`);
}

async function promisesKept(from: string, until: string): Promise<void> {
  const { app, courses, school } = members;
  const evidence = {
    received: school.telegram.ledger.all(),
    meetings: school.zoom.ledger.meetings(),
    workbooks: [{ from: instant("2026-03-28T00:00:00Z"), courses }],
    zones: audience,
    staysIn: (span: { readonly from: Temporal.Instant; readonly until: Temporal.Instant }) =>
      school.zoom.ledger.stays(span.from, span.until),
    heard: school.cast.heard,
    // What was under way at each death is not known here.
    crashes: undefined,
    byHand: [],
    spent: [],
    rehearsals: [],
    testChat: "",
    from: instant(from),
    until: instant(until),
  };
  expect(await brokenPromises(app, evidence)).toEqual([]);
}

describe("three workers and two pages on one PostgreSQL", () => {
  it("share the schedules, the jobs and the one sender, whichever of them is killed whenever", async () => {
    members = await openMembers({ databaseUrl: await server.createDatabase(), start: "2026-03-28T23:59:40Z", seed: 7 });
    const { school } = members;
    const random = seededRandom(19);
    await startAll(["worker", "worker", "worker", "web", "web"]);
    const dead: { readonly mode: Member["mode"]; readonly until: Temporal.Instant }[] = [];
    let kills = 0;
    let next = 3;

    /** Once so many more requests were made somebody dies, mostly one that is at work; each is back after some seconds. */
    const monkey = async () => {
      for (const one of dead.splice(0)) {
        if (Temporal.Instant.compare(one.until, school.clock.now()) > 0) dead.push(one);
        else await startAll([one.mode]);
      }
      if (members.requests() < next || members.alive().length === 0) return;
      next = members.requests() + 4 + Math.floor(random() * 22);
      const atWork = members.alive().filter((member) => member.busy > 0);
      const choice = atWork.length > 0 && random() < 0.8 ? atWork : members.alive();
      const victim = choice[Math.floor(random() * choice.length)];
      if (victim === undefined || kills >= 8) return;
      kills += 1;
      dead.push({ mode: victim.mode, until: school.clock.now().add({ seconds: 5 + Math.floor(random() * 30) }) });
      await members.kill(victim);
    };

    /** Lives through one hour of the schedule: kills while it works, then everybody is back and the work ends. */
    const hour = async (scenario: string, slot: string) => {
      await members.jumpTo(instant(slot).subtract({ minutes: 5 }));
      await members.hear();
      await members.jumpTo(instant(slot).subtract({ seconds: 5 }));
      await untilTakenUp(scenario, slot, monkey);
      await members.settle(monkey);
      await startAll(dead.splice(0).map((one) => one.mode));
    };

    await hour("update_courses", "2026-03-29T00:00:00Z");
    await enrol(members, 3);
    expect(await rows("select count(*)::int as n from meetings where state = 'open'")).toEqual([{ n: 26 }]);
    await hour("send_daily_messages", "2026-03-29T08:00:00Z");
    await hour("send_daily_rankings", "2026-03-29T20:00:00Z");
    // All workers are gone at eight: the pages say so, and the reminders leave late.
    await members.jumpTo(instant("2026-03-30T07:59:00Z"));
    for (const worker of members.alive().filter((member) => member.mode === "worker")) await members.kill(worker);
    await members.jumpTo(instant("2026-03-30T08:20:00Z"));
    const [page] = members.alive();
    const health = await fetch(`${page?.address}/health`);
    expect(await health.json()).toMatchObject({ ok: false, database: true, engine: false });
    await startAll(["worker", "worker", "worker"]);
    expect((await listMembers(members.app.database)).map((one) => one.role)).toEqual([
      "engine",
      "engine",
      "engine",
      "web",
      "web",
    ]);
    await untilTakenUp("send_daily_messages", "2026-03-30T08:00:00Z");
    await members.settle();

    expect(kills).toBeGreaterThan(1);
    expect(await slots()).toEqual([
      "update_courses Sun 00:00 succeeded",
      "send_daily_messages Sun 08:00 succeeded",
      "send_daily_rankings Sun 20:00 succeeded",
      "send_daily_messages Mon 08:00 succeeded",
    ]);
    expect(
      await rows(`select scenario, count(*)::int as n from runs where cause = 'chain' group by scenario order by 1`),
    ).toEqual([
      { scenario: "create_zoom_links", n: 1 },
      { scenario: "generate_messages", n: 1 },
    ]);
    // The whole Monday: each of its classes was told in the morning.
    await promisesKept("2026-03-29T00:00:00Z", "2026-03-31T00:00:00Z");
  });

  it("a page asks for a run, and a worker does it", async () => {
    members = await openMembers({ databaseUrl: await server.createDatabase(), start: "2026-03-30T09:00:00Z", seed: 7 });
    await startAll(["web", "worker"]);
    const page = members.alive().find((member) => member.mode === "web");
    if (page === undefined) throw new Error("no page");
    await members.request(page, "update_courses");
    await members.settle();
    expect(await rows("select scenario, cause, outcome from runs order by started_at")).toMatchObject([
      { scenario: "update_courses", cause: "manual", outcome: "succeeded" },
      { scenario: "create_zoom_links", cause: "chain" },
      { scenario: "generate_messages", cause: "chain" },
    ]);
    // PostgreSQL dies as by a power cut: whoever is left finds it again by themselves.
    await server.crash();
    await expect
      .poll(async () => (await rows("select 1 as n").catch(() => [])).length, { interval: 50, timeout: 60_000 })
      .toBe(1);
    await expect
      .poll(async () => (await listMembers(members.app.database)).length, { interval: 50, timeout: 60_000 })
      .toBe(2);
    await members.request(page, "generate_messages");
    await members.settle();
    expect(await rows("select count(*)::int as n from runs where outcome is not null")).toEqual([{ n: 4 }]);
  });

  it("one that would seal its secrets with another key is refused", async () => {
    members = await openMembers({ databaseUrl: await server.createDatabase(), start: "2026-03-30T09:00:00Z", seed: 7 });
    await startAll(["worker"]);
    const settings = { CARILLON_SECRET_KEY: "11".repeat(32) };
    expect(await members.start("web", { settings })).toBe("secret-key.differs");
  });
});

describe("a rolling upgrade", () => {
  let scratch: Scratch;
  afterAll(() => scratch.remove());

  it("the new ones migrate while the old ones work; an old one that starts again is refused", async () => {
    scratch = await scratchFolder();
    const program = copyAsNextVersion(folderIn(scratch.path, "next"));
    members = await openMembers({ databaseUrl: await server.createDatabase(), start: "2026-03-28T23:59:40Z", seed: 7 });
    await startAll(["worker", "worker", "web"]);
    await untilTakenUp("update_courses", "2026-03-29T00:00:00Z");
    await members.settle();
    await enrol(members, 2);
    await members.jumpTo(instant("2026-03-29T07:55:00Z"));
    await members.hear();
    await members.jumpTo(instant("2026-03-29T07:59:55Z"));

    // In the middle of the morning's work the first process of the next version starts and changes the tables.
    await untilTakenUp("send_daily_messages", "2026-03-29T08:00:00Z");
    const first = await members.start("worker", { program });
    if (typeof first === "string") throw new Error(first);
    expect(await rows("select upgraded_at from sessions limit 1")).toEqual([{ upgraded_at: null }]);
    await members.settle();

    // Old and new share the evening.
    await members.jumpTo(instant("2026-03-29T19:55:00Z"));
    await members.hear();
    await members.jumpTo(instant("2026-03-29T19:59:55Z"));
    await untilTakenUp("send_daily_rankings", "2026-03-29T20:00:00Z");
    await members.settle();

    const old = members.alive().filter((member) => member !== first);
    const [crashed, ...others] = old;
    if (crashed === undefined) throw new Error("nobody is left");
    await members.kill(crashed);
    expect(await members.start("worker")).toBe("database.newer");
    for (const member of others) {
      const next = await members.start(member.mode, { program });
      expect(typeof next).toBe("object");
      await members.stop(member);
    }
    await members.jumpTo(instant("2026-03-30T07:59:55Z"));
    await untilTakenUp("send_daily_messages", "2026-03-30T08:00:00Z");
    await members.settle();
    expect(await slots()).toEqual([
      "update_courses Sun 00:00 succeeded",
      "send_daily_messages Sun 08:00 succeeded",
      "send_daily_rankings Sun 20:00 succeeded",
      "send_daily_messages Mon 08:00 succeeded",
    ]);
    await promisesKept("2026-03-29T00:00:00Z", "2026-03-31T00:00:00Z");
    // Nobody was cut off at work, so nothing came twice.
    const told = members.school.telegram.ledger.all().filter(({ plainText }) => plainText.startsWith("📚"));
    const taught = await rows("select count(*)::int as n from sessions where starts_at < '2026-03-31T00:00:00Z'");
    expect([{ n: told.length }]).toEqual(taught);
    expect(told.length).toBeGreaterThan(4);
  });
});

/** This very program with one more migration, as the next version would be; gives its member program. */
function copyAsNextVersion(folder: string): string {
  const root = fileURLToPath(new URL("..", import.meta.url));
  for (const part of ["src", "test", "tools", "python", "package.json"]) {
    cpSync(join(root, part), join(folder, part), { recursive: true });
  }
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  const migrations = join(folder, "src/database/migrations");
  mkdirSync(migrations, { recursive: true });
  const journalFile = join(migrations, "meta/_journal.json");
  const journal = JSON.parse(readFileSync(journalFile, "utf8")) as {
    entries: { idx: number; version: string; when: number; tag: string; breakpoints: boolean }[];
  };
  const last = journal.entries.at(-1);
  if (last === undefined) throw new Error("no migrations");
  journal.entries.push({ ...last, idx: last.idx + 1, when: last.when + 1, tag: "9999_next_version" });
  writeFileSync(journalFile, JSON.stringify(journal));
  writeFileSync(
    join(migrations, "9999_next_version.sql"),
    `alter table sessions add column upgraded_at timestamptz;--> statement-breakpoint\ncreate index next_version on runs (ended_at);`,
  );
  return join(folder, "test/member-process.ts");
}
