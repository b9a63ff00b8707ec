import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { openTelegram } from "#adapters/telegram/telegram.ts";
import { openApp } from "#app";
import { changeStoredSettings } from "#app/change-stored-settings.ts";
import { lookOnce, type Watch } from "#app/watch.ts";
import { readConfig, type Config } from "#config";
import { listGroups } from "#features/roster/store.ts";
import { SimulatedClock } from "#jobs/simulated-clock.ts";
import { openLogger } from "#lib/logger.ts";
import { startSimulatedSchool, type SimulatedSchool } from "#simulators/simulated-school.ts";

import { fixtureWeek } from "./bot-week.ts";
import { scratchFolder, type Scratch } from "./scratch.ts";
import { startEngine, untilStage } from "./start-engine.ts";
import { openWorld, type World } from "./world.ts";

const admin = "5000000042";
const cli = fileURLToPath(new URL("../src/cli/carillon.ts", import.meta.url));

describe("beside a killed engine", () => {
  let scratch: Scratch;
  let school: SimulatedSchool;
  let settings: Readonly<Record<string, string>>;

  beforeAll(async () => {
    scratch = await scratchFolder();
    school = await startSimulatedSchool({
      start: Temporal.Instant.from("2026-03-30T07:50:00Z"),
      zone: "Africa/Abidjan",
      hosts: fixtureWeek.hosts,
      seed: 3,
      latencyMs: 0,
      paced: false,
    });
    school.telegram.world.addGroup({ chatId: admin, title: "Directrice" });
    settings = { ...school.settings, ...fixtureWeek.settings, TELEGRAM_ADMIN_CHAT_ID: admin };
  });
  afterAll(async () => {
    await school.close();
    scratch.remove();
  });

  function given(written = settings): Config {
    const config = readConfig(written);
    if (!config.ok) throw new Error(config.failure.what.en);
    return config.value;
  }

  function watchAt(instant: string, written = settings): Watch {
    const clock = new SimulatedClock(Temporal.Instant.from(instant));
    return {
      clock,
      telegramOf: ({ telegram }) =>
        telegram && openTelegram({ token: telegram.token, apiRoot: telegram.apiRoot, timeoutSeconds: 15 }),
      open: async () =>
        await openApp({
          config: given(written),
          dataFolder: scratch.path,
          logger: openLogger("silent"),
          role: "client",
          clock,
        }),
    };
  }

  const lookAt = async (instant: string) => await lookOnce(watchAt(instant), { config: given() });

  async function groupsOf(watch: Watch) {
    const opened = await watch.open();
    if (!opened.ok) throw new Error(opened.failure.what.en);
    try {
      return await listGroups(opened.value.database.db);
    } finally {
      await opened.value.close();
    }
  }

  const alarms = () => school.telegram.ledger.to(admin).filter((sent) => sent.plainText.startsWith("🚨"));

  it("the missing 8:00 is told at 8:10, once, even when Telegram was away at first; the next start makes up for it", async () => {
    const engine = startEngine(scratch.path, { instant: "2026-03-30T07:50:00Z", scenario: "update_courses", settings });
    const gone = once(engine, "exit");
    await untilStage(engine, "done");
    engine.kill("SIGKILL");
    await gone;
    const groups = await groupsOf(watchAt("2026-03-30T07:51:00Z"));
    for (const { chatId, title } of groups) school.telegram.world.addGroup({ chatId, title, botIsAdmin: true });

    const early = await lookAt("2026-03-30T08:05:00Z");
    expect(early).toMatchObject({ missed: [], told: [] });
    expect(early.next.toString()).toBe("2026-03-30T08:10:00Z");

    await school.telegram.refuseConnections();
    const deaf = await lookAt("2026-03-30T08:10:00Z");
    expect(deaf).toMatchObject({ missed: [{ scenario: "send_daily_messages", state: "not begun" }], told: [] });
    expect(deaf.next.toString()).toBe("2026-03-30T08:11:00Z");
    await school.telegram.acceptConnections();

    const look = await lookAt("2026-03-30T08:11:00Z");
    expect(look.told).toHaveLength(1);
    const again = await lookAt("2026-03-30T08:12:00Z");
    expect(again).toMatchObject({ missed: [{ state: "not begun" }], told: [] });
    expect(alarms().map((sent) => sent.plainText)).toEqual([
      "🚨 « Envoyer les messages du jour » devait commencer à 08:00 et n'a pas eu lieu. " +
        "Carillon ne tourne pas : relancez « carillon start ». Ce qui a encore un sens sera rattrapé tout seul.",
    ]);

    const next = startEngine(scratch.path, { instant: "2026-03-30T08:15:00Z", scenario: "", settings });
    await untilStage(next, "closed");
    const reminders = school.telegram.ledger.all().filter((sent) => sent.plainText.includes("ID de réunion"));
    expect(reminders.length).toBeGreaterThan(0);
    expect(await lookAt("2026-03-30T08:30:00Z")).toMatchObject({ missed: [], told: [] });
  });

  it("who is told is whoever the page names now, not when the watch began", async () => {
    const { TELEGRAM_ADMIN_CHAT_ID: _, ...others } = settings;
    const deputy = "5000000043";
    school.telegram.world.addGroup({ chatId: deputy, title: "Directeur adjoint" });
    const atFirst = given(others);
    const watch = watchAt("2026-03-31T08:10:00Z", others);
    expect(await lookOnce(watch, { config: atFirst })).toMatchObject({ failure: { code: "watch.nobody-to-tell" } });
    const opened = await watch.open();
    if (!opened.ok) throw new Error(opened.failure.what.en);
    const changes = { TELEGRAM_ADMIN_CHAT_ID: deputy };
    expect(await changeStoredSettings(opened.value, { by: "test", changes })).toMatchObject({ ok: true });
    await opened.value.close();
    const look = await lookOnce(watch, { config: atFirst });
    expect(look.failure).toBeUndefined();
    expect(school.telegram.ledger.to(deputy).map((sent) => sent.plainText)).toEqual(
      look.told.map(({ fr }) => `🚨 ${fr}`),
    );
    expect(look.told).not.toEqual([]);
    expect(look.config.telegram?.adminChat).toBe(deputy);
  });

  async function carillon(data: string, ...words: readonly string[]) {
    const child = spawn(process.execPath, [cli, ...words, "--json", "--data", data], {
      env: { PATH: process.env["PATH"], HOME: scratch.path, ...settings },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [out, [code]] = await Promise.all([text(child.stdout), once(child, "exit")]);
    return { code: code as number, out: JSON.parse(out) as unknown };
  }

  it("a shell sees it too: exit code 3, and a mistyped folder is not created", async () => {
    // By the machine's clock, at least one of today's and yesterday's hours has passed without a run.
    const seen = await carillon(scratch.path, "watch", "--once");
    expect(seen.code).toBe(3);
    expect(seen.out).toMatchObject({
      missed: expect.arrayContaining([expect.objectContaining({ state: "not begun" })]),
    });
    const nowhere = await carillon(join(scratch.path, "nowhere"), "watch", "--once");
    expect(nowhere).toMatchObject({ code: 1, out: { failure: { code: "watch.nothing-here" } } });
  });

  it("a shell changes groups and announces; who did it is written down, before the first start too", async () => {
    const groups = await carillon(scratch.path, "groups");
    const [first] = groups.out as { chatId: string; language: string }[];
    const chatId = first?.chatId ?? "";
    const set = await carillon(scratch.path, "groups", "set", chatId, "--language", "en");
    expect(set).toMatchObject({ code: 0, out: [{ chatId, language: "en" }] });
    const shown = await carillon(
      scratch.path,
      "announce",
      "--fr",
      "Fermé",
      "--en",
      "Closed",
      "--to",
      chatId,
      "--dry-run",
    );
    expect(shown).toMatchObject({ code: 0, out: [{ chatId, text: "Closed" }] });
    const fresh = join(scratch.path, "fresh");
    expect((await carillon(fresh, "scenarios", "set", "send_daily_messages", "--disable")).code).toBe(0);
    expect(await carillon(fresh, "audit")).toMatchObject({ out: [{ by: "cli", action: "scenario.set" }] });
  });
});

describe("the outside heartbeat", () => {
  let world: World;
  let server: Server;
  let calls: string[];
  let status: number;

  beforeAll(async () => {
    server = createServer((request, response) => {
      calls.push(request.url ?? "");
      response.writeHead(status).end();
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  afterEach(async () => await world.close());
  afterAll(() => void server.close());

  it("is called after the runs of 8:00 and 20:00, tries again, and keeps silent after a failure or in dry mode", async () => {
    calls = [];
    status = 200;
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const heartbeat = { CARILLON_HEARTBEAT_URL: `http://127.0.0.1:${port}/ping/s3cr3t` };
    world = await openWorld({ start: "2026-03-30T07:59:00Z", settings: heartbeat });
    await world.pass("2026-03-30T08:05:00Z");
    expect(calls).toEqual(["/ping/s3cr3t"]);
    status = 503;
    await world.pass("2026-03-30T20:05:00Z");
    expect(calls).toHaveLength(4);
    expect(JSON.stringify(world.app.config)).not.toContain("s3cr3t");
    await world.close();
    calls = [];
    world = await openWorld({ start: "2026-03-30T07:59:00Z", settings: { ...heartbeat, CARILLON_MODE: "dry" } });
    await world.pass("2026-03-30T08:05:00Z");
    expect(calls).toEqual([]);
  });
});
