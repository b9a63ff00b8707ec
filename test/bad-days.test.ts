import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, describe, expect, it } from "vitest";

import { listAuditLines } from "#features/audit/store.ts";
import { editScenario } from "#features/scenarios/edit-scenario.ts";
import type { RunRow } from "#features/scenarios/store.ts";
import { writeDemoWorkbook } from "#simulators/demo-workbook.ts";

import { openWorld, type World } from "./world.ts";

const folder = mkdtempSync(join(tmpdir(), "carillon-bad-days-"));
const workbook = join(folder, "school.xlsx");
await writeDemoWorkbook(workbook, { seed: 7 });
const saturday = "2026-03-28T23:54:00Z";
const hosts = ["pool-1@x.example", "pool-2@x.example", "pool-3@x.example"];

let world: World;
afterEach(async () => {
  await noSecretIn(world);
  await world.close();
});

/** A week that was planned at Sunday 00:00, with its groups. */
async function plannedWeek(): Promise<void> {
  world = await openWorld({
    start: saturday,
    hosts,
    settings: { CARILLON_WORKBOOK: workbook, TELEGRAM_ADMIN_CHAT_ID: "555" },
  });
  await world.pass("2026-03-29T00:05:00Z");
  await world.enrol(3);
  world.telegram.world.addGroup({ chatId: "555", title: "Admin", botIsMember: true });
}

/** A failure as an operator reads it: something in both languages, and something to do. */
function expectTold(run: RunRow, code: string): void {
  expect(run.outcome).toBe("failed");
  expect(run.failure?.code).toBe(code);
  for (const text of [run.failure?.what, run.failure?.remedy]) {
    expect(text?.fr.length).toBeGreaterThan(10);
    expect(text?.en.length).toBeGreaterThan(10);
  }
}

async function noSecretIn({ database, settings }: World): Promise<void> {
  const tables = ["runs", "log_entries", "messages", "deliveries", "meetings"];
  const rows = await Promise.all(
    tables.map(async (table) => (await database.pool.query(`select * from ${table}`)).rows),
  );
  const text = JSON.stringify(rows);
  expect(text).not.toContain(settings["TELEGRAM_BOT_TOKEN"]);
  expect(text).not.toContain(settings["ZOOM_CLIENT_SECRET"]);
}

const count = async (query: string) => Number((await world.database.pool.query(query)).rows[0]?.n ?? Number.NaN);

describe("a bad workbook", () => {
  const empty = join(folder, "empty.xlsx");
  writeFileSync(empty, "");
  const page = join(folder, "page.xls");
  writeFileSync(page, "<!DOCTYPE html><html><body>Sign in</body></html>");
  const other = join(folder, "other.csv");
  writeFileSync(other, "Nom,Note\nAma,12\n");
  const noGroup = join(folder, "no-group.csv");
  writeFileSync(noGroup, "Jour,Heure,Cours,Professeur\nLundi,18h,Anglais,Lucie Arnaud\n");

  it.each([
    ["missing", join(folder, "nowhere.xlsx"), "workbook.missing"],
    ["a folder", folder, "workbook.not-a-workbook"],
    ["empty", empty, "workbook.empty"],
    ["a web page", page, "workbook.not-a-workbook"],
    ["without the sheet", other, "timetable.no-sheet"],
    ["without a needed column", noGroup, "timetable.no-column"],
  ])("%s: told, the chain stops, last week's timetable stays", async (_name, path, code) => {
    await plannedWeek();
    const before = await world.runs();
    expectTold(await world.run("update_courses", path), code);
    expect(await count("select count(*) as n from entries where ended_at is null")).toBe(26);
    expect(await count("select count(*) as n from sessions where status = 'scheduled'")).toBe(26);
    expect((await world.runs()).slice(before.length)).toEqual(["update_courses manual failed"]);
    expect(world.telegram.ledger.to("555")).toHaveLength(1);
  });

  it("a line without day, time or group is left out and told; the others are taken", async () => {
    const path = join(folder, "holes.csv");
    const lines = [
      "Jour,Heure,Cours,Professeur,Groupe",
      "Lundi,18h,A,Lucie Arnaud,-1001111100001",
      ",18h,B,Lucie Arnaud,-1001111100002",
      "Mardi,,C,Lucie Arnaud,-1001111100003",
      "Mardi,20h,D,Lucie Arnaud,",
    ];
    writeFileSync(path, lines.join("\n"));
    world = await openWorld({ start: saturday, hosts });
    const run = await world.run("update_courses", path);
    expect(run).toMatchObject({ outcome: "partial", figures: { read: 4, created: 1, failed: 3 } });
    const log = (await world.logOf(run)).filter((line) => line.startsWith("error"));
    expect(log.map((line) => /\((.*)\)$/.exec(line)?.[1]?.split("!")[1])).toEqual(["A3", "B4", "E5"]);
  });
});

describe("running twice", () => {
  it("changes nothing", async () => {
    await plannedWeek();
    const run = await world.run("update_courses");
    expect(run.figures).toMatchObject({ created: 0, changed: 0, unchanged: 26, failed: 0 });
    const again = await world.database.pool.query("select scenario, figures from runs order by number desc limit 2");
    for (const row of again.rows) expect(row.figures).toMatchObject({ created: 0, changed: 0, unchanged: 26 });
    expect(world.zoom.ledger.meetings()).toHaveLength(26);
  });
});

describe("Zoom", () => {
  it("unreachable: the step fails, is tried again by itself, and then each session has one meeting", async () => {
    world = await openWorld({ start: saturday, hosts, settings: { CARILLON_WORKBOOK: workbook } });
    await world.zoom.controls.refuseConnections();
    await world.pass("2026-03-29T00:02:00Z");
    expect(await world.runs()).toEqual(["update_courses schedule succeeded", "create_zoom_links chain failed"]);
    await world.zoom.controls.acceptConnections();
    await world.pass("2026-03-29T00:20:00Z");
    expect((await world.runs()).slice(2)).toEqual([
      "create_zoom_links catch-up succeeded",
      "generate_messages chain succeeded",
    ]);
    expect(new Set(world.zoom.ledger.meetings().map((meeting) => meeting.key)).size).toBe(26);
    expect(world.zoom.ledger.meetings()).toHaveLength(26);
  });

  it("answers that get lost: the meeting is found by its key, never made twice", async () => {
    world = await openWorld({ start: saturday, hosts, settings: { CARILLON_WORKBOOK: workbook } });
    world.zoom.faults.next(4, "commit then drop", { method: "POST", path: /meetings/ });
    await world.pass("2026-03-29T00:05:00Z");
    expect(world.zoom.ledger.meetings()).toHaveLength(26);
    expect(await count("select count(*) as n from meetings where state = 'open'")).toBe(26);
  });

  it("a wrong secret: told with the remedy, nothing half made", async () => {
    world = await openWorld({
      start: saturday,
      hosts,
      settings: { CARILLON_WORKBOOK: workbook, ZOOM_CLIENT_SECRET: "wrong" },
    });
    await world.pass("2026-03-29T00:01:00Z");
    const [row] = (await world.database.pool.query("select failure from runs where scenario = 'create_zoom_links'"))
      .rows;
    expect(row.failure).toMatchObject({ code: "zoom.credentials" });
    expect(await count("select count(*) as n from meetings")).toBe(0);
  });
});

describe("Telegram", () => {
  it("unreachable for 40 minutes from 8:00 on: everything is sent late, once, and the admin knows of it", async () => {
    await plannedWeek();
    await world.telegram.refuseConnections();
    await world.pass("2026-03-29T08:40:00Z");
    expect(await count("select count(*) as n from messages where state = 'sent'")).toBe(0);
    const failed = await world.database.pool.query(
      "select failure from runs where scenario = 'send_daily_messages' and outcome = 'failed' order by number",
    );
    expect(failed.rows[0]?.failure).toMatchObject({ code: "telegram.unreachable" });
    await world.telegram.acceptConnections();
    await world.pass("2026-03-29T08:59:00Z");
    expect(await count("select count(*) as n from messages where kind = 'reminder' and state = 'sent'")).toBe(4);
    const arrived = world.telegram.ledger.all();
    expect(arrived.filter((row) => row.chatId !== "555")).toHaveLength(4);
    expect(new Set(arrived.filter((row) => row.chatId !== "555").map((row) => row.chatId)).size).toBe(4);
    expect(await count("select count(*) as n from deliveries where outcome = 'uncertain'")).toBe(0);
    expect(
      arrived
        .filter((row) => row.chatId === "555")
        .map((row) => row.plainText)
        .join("\n"),
    ).toMatch(/Telegram/);
    expect((await world.runs()).at(-1)).toBe("send_daily_messages catch-up succeeded");
  });

  it("unreachable at 8:00, then back: sent late, once", async () => {
    await plannedWeek();
    await world.telegram.refuseConnections();
    await world.pass("2026-03-29T08:02:00Z");
    expect(await count("select count(*) as n from messages where state = 'sent'")).toBe(0);
    await world.telegram.acceptConnections();
    await world.pass("2026-03-29T08:30:00Z");
    expect(await count("select count(*) as n from messages where kind = 'reminder' and state = 'sent'")).toBe(4);
    expect(world.telegram.ledger.all().filter((row) => row.chatId !== "555")).toHaveLength(4);
  });

  it("a wrong token: the run says so, the messages stay planned", async () => {
    world = await openWorld({
      start: saturday,
      hosts,
      settings: { CARILLON_WORKBOOK: workbook, TELEGRAM_BOT_TOKEN: "1:wrong" },
    });
    await world.pass("2026-03-29T08:02:00Z");
    const [row] = (await world.database.pool.query("select failure from runs where scenario = 'send_daily_messages'"))
      .rows;
    expect(row.failure).toMatchObject({ code: "telegram.token" });
    expect(await count("select count(*) as n from messages where state = 'planned'")).toBe(26);
  });

  it("one group that threw the bot out: told when it happens, then left aside; the others go", async () => {
    await plannedWeek();
    const [group] = (await world.database.pool.query("select chat_id from messages order by due_at limit 1")).rows;
    world.telegram.world.kickBot(group.chat_id);
    await world.pass("2026-03-29T08:02:00Z");
    expect((await world.runs()).at(-1)).toBe("send_daily_messages schedule succeeded");
    expect(await count("select (figures->>'skipped')::int as n from runs order by number desc limit 1")).toBe(1);
    expect(await count("select count(*) as n from messages where kind = 'reminder' and state = 'sent'")).toBe(3);
    expect(await count("select count(*) as n from groups where not active")).toBe(1);
  });

  it("an answer that gets lost on a reminder: uncertain, told, sent once more", async () => {
    await plannedWeek();
    world.telegram.faults.next(1, "accept then drop");
    await world.pass("2026-03-29T08:10:00Z");
    expect(await count("select count(*) as n from deliveries where outcome = 'uncertain'")).toBe(1);
    expect(await count("select count(*) as n from messages where kind = 'reminder' and state = 'sent'")).toBe(4);
    expect(world.telegram.ledger.all().filter((row) => row.chatId !== "555")).toHaveLength(5);
  });
});

describe("a process that was down", () => {
  it("at 8:00: sends late once while the class has not begun, and lets the rest expire", async () => {
    await plannedWeek();
    await world.app.close();
    await world.clock.jumpTo(Temporal.Instant.from("2026-03-29T10:00:00Z"));
    await world.restart();
    await world.pass("2026-03-29T10:05:00Z");
    expect((await world.runs()).at(-1)).toBe("send_daily_messages catch-up succeeded");
    // Sunday has two classes at 9:00 and one each at 11:00 and 14:00.
    expect(
      await count(
        "select count(*) as n from messages where state = 'expired' and failure->>'code' = 'message.expired'",
      ),
    ).toBe(2);
    expect(await count("select count(*) as n from messages where kind = 'reminder' and state = 'sent'")).toBe(2);
  });

  it("at 20:00 until after midnight: nothing is published then, the points count the next day", async () => {
    await plannedWeek();
    world.cast.scriptChats(world.clock.now(), 3);
    await world.pass("2026-03-29T19:00:00Z");
    await world.app.close();
    await world.clock.jumpTo(Temporal.Instant.from("2026-03-30T00:30:00Z"));
    await world.restart();
    await world.pass("2026-03-30T00:35:00Z");
    expect((await world.runs()).at(-1)).toBe("send_daily_rankings catch-up skipped");
    await world.pass("2026-03-30T20:02:00Z");
    expect(await count("select count(*) as n from rankings")).toBeGreaterThanOrEqual(4);
  });
});

describe("schedules", () => {
  it("a clock that goes back an hour runs nothing twice", async () => {
    await plannedWeek();
    await world.pass("2026-03-29T08:02:00Z");
    const runs = await world.runs();
    await world.clock.jumpTo(Temporal.Instant.from("2026-03-29T07:30:00Z"));
    await world.pass("2026-03-29T08:30:00Z");
    expect(await world.runs()).toEqual(runs);
  });

  it("keep what people edited, over a restart", async () => {
    await plannedWeek();
    const edited = await editScenario({
      db: world.app.database.db,
      clock: world.clock,
      schedules: world.app.schedules,
      zone: world.app.config.school.timeZone,
      name: "send_daily_messages",
      change: { cron: "30 7 * * *" },
      by: "cli",
    });
    expect(edited.ok).toBe(true);
    expect(await listAuditLines(world.database.db, { subject: "send_daily_messages", limit: 10 })).toMatchObject([
      {
        by: "cli",
        action: "scenario.set",
        before: { cron: "0 8 * * *" },
        after: { cron: "30 7 * * *" },
        at: world.clock.now(),
      },
    ]);
    await world.restart();
    await world.pass("2026-03-29T08:30:00Z");
    const [row] = (await world.database.pool.query("select slot from runs where scenario = 'send_daily_messages'"))
      .rows;
    expect(Temporal.Instant.from(row.slot.replace(" ", "T")).toString()).toBe("2026-03-29T07:30:00Z");
  });
});
