import { once } from "node:events";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { openDatabase, type OpenDatabase } from "#database/open.ts";
import { defaultLimits } from "#features/scenarios/custom-rules.ts";
import { listOpenRuns, listRuns } from "#features/scenarios/store.ts";
import { openLogger } from "#lib/logger.ts";
import { writeDemoWorkbook } from "#simulators/demo-workbook.ts";
import { startSimulatedSchool, type SimulatedSchool } from "#simulators/simulated-school.ts";

import { scratchFolder, type Scratch } from "./scratch.ts";
import { startEngine, untilStage } from "./start-engine.ts";

// The Monday of a summer week, at the hour of the reminders: one clock that stands still for all processes.
/** Before the day's sending: what is prepared after it leaves at once. */
const dawn = "2026-03-30T07:30:00Z";
const monday = "2026-03-30T08:00:30Z";
const evening = "2026-03-30T20:00:30Z";

let scratch: Scratch;
let school: SimulatedSchool;
let settings: Readonly<Record<string, string>>;

beforeAll(async () => {
  scratch = await scratchFolder();
  const workbook = join(scratch.path, "school.xlsx");
  await writeDemoWorkbook(workbook, { seed: 7 });
  school = await startSimulatedSchool({
    start: Temporal.Instant.from(dawn),
    zone: "Africa/Abidjan",
    hosts: ["pool-1@demo.example", "pool-2@demo.example", "pool-3@demo.example"],
    seed: 3,
    latencyMs: 15,
    paced: false,
    slowMs: 700,
  });
  settings = { ...school.settings, CARILLON_WORKBOOK: workbook };
}, 60_000);

afterAll(async () => {
  await school.close();
  scratch.remove();
});

/** Runs a scenario, kills the process as soon as `isMidway` holds, then lets another one finish the work. */
async function killMidway(instant: string, scenario: string, isMidway: () => boolean): Promise<void> {
  const child = startEngine(scratch.path, { instant, scenario, settings });
  const gone = once(child, "exit");
  await untilStage(child, "requested");
  await expect.poll(isMidway, { interval: 1, timeout: 20_000 }).toBe(true);
  child.kill("SIGKILL");
  await gone;
  const next = startEngine(scratch.path, { instant, scenario: "", settings });
  await untilStage(next, "closed");
  await once(next, "exit");
}

async function withDatabase<T>(look: (database: OpenDatabase) => Promise<T>): Promise<T> {
  const opened = await openDatabase({
    dataFolder: scratch.path,
    applicationName: "test",
    logger: openLogger("silent"),
  });
  if (!opened.ok) throw new Error(opened.failure.what.en);
  try {
    return await look(opened.value);
  } finally {
    await opened.value.close();
  }
}

const meetingsPerSession = () =>
  [...Map.groupBy(school.zoom.ledger.meetings(), (meeting) => meeting.key).values()].map((some) => some.length);
const creates = () => school.zoom.ledger.requestsTo("POST /users/{userId}/meetings");
const numberOf = async (query: string) =>
  await withDatabase(async ({ pool }) => Number((await pool.query(query)).rows[0]?.n ?? Number.NaN));

describe("kill -9 in the middle, then another start", () => {
  it("update_courses: the import is whole, and the chain goes on to its end", async () => {
    await killMidway(dawn, "update_courses", () => true);
    expect(await numberOf("select count(*) as n from entries where ended_at is null")).toBe(26);
    expect(await numberOf("select count(*) as n from sessions")).toBe(26);
    expect(meetingsPerSession()).toEqual(Array.from({ length: 26 }, () => 1));
    expect(await withDatabase(async ({ db }) => await listOpenRuns(db))).toEqual([]);
  }, 60_000);

  it.each([1, 9, 20])(
    "create_zoom_links, killed after %i more creates: no meeting twice, none missing",
    async (n) => {
      for (const meeting of school.zoom.ledger.meetings()) {
        if (meeting.state !== "deleted") await deleteAtZoom(meeting.id);
      }
      await withDatabase(async ({ pool }) => await pool.query("delete from messages; delete from meetings"));
      const before = creates();
      // On a busy machine the kill must still come before the last answer.
      school.zoom.faults.next(26, "slow", { method: "POST", path: "/meetings" });
      const known = new Set(school.zoom.ledger.meetings().map((meeting) => meeting.id));
      await killMidway(dawn, "create_zoom_links", () => creates() >= before + n);
      const made = school.zoom.ledger.meetings().filter((meeting) => !known.has(meeting.id));
      const perSession = [...Map.groupBy(made, (meeting) => meeting.key).values()].map((some) => some.length);
      expect(perSession).toEqual(Array.from({ length: 26 }, () => 1));
      expect(await numberOf("select count(*) as n from meetings where state = 'open'")).toBe(26);
      const runs = await withDatabase(
        async ({ db }) => await listRuns(db, { scenario: "create_zoom_links", limit: 1 }),
      );
      expect(runs[0]).toMatchObject({ attempt: 2, outcome: "succeeded" });
    },
    60_000,
  );

  it("generate_messages: one reminder a session", async () => {
    await withDatabase(async ({ pool }) => await pool.query("delete from messages"));
    await killMidway(dawn, "generate_messages", () => true);
    expect(await numberOf("select count(*) as n from messages where kind = 'reminder'")).toBe(26);
    expect(await numberOf("select count(distinct subject) as n from messages")).toBe(26);
  }, 60_000);

  it("send_daily_messages: none lost, at most those in flight doubled and told", async () => {
    const chats = await withDatabase(async ({ pool }) => (await pool.query("select chat_id, title from groups")).rows);
    school.cast.enrol(
      chats.map((row) => ({ chatId: row.chat_id, title: row.title })),
      3,
    );
    const due = await numberOf(`select count(*) as n from messages where due_at <= '${monday}'`);
    expect(due).toBeGreaterThan(2);
    await school.clock.jumpTo(Temporal.Instant.from(monday));
    await killMidway(monday, "send_daily_messages", () => school.telegram.ledger.all().length >= 1);
    const delivered = school.telegram.ledger.all();
    const uncertain = await numberOf("select count(*) as n from deliveries where outcome = 'uncertain'");
    // Twelve requests may be on their way at once.
    expect(uncertain).toBeLessThanOrEqual(Math.min(12, due));
    expect(new Set(delivered.map((row) => row.chatId)).size).toBe(due);
    expect(delivered.length - due).toBeLessThanOrEqual(uncertain);
    expect(await numberOf("select count(*) as n from messages where state = 'sent'")).toBe(due);
  }, 60_000);

  it("a custom scenario: nothing is changed, the run ends as interrupted, a new one does it all once", async () => {
    const code = `
def run_scenario():
    import time
    group = Group.query.order_by(Group.title).first()
    group.language = "en" if group.language == "fr" else "fr"
    db.session.commit()
    bot.send_message(group.chat_id, "told once")
    if Log.query.filter(Log.message.like("%midway%")).count() == 0:
        print("midway")
        time.sleep(90)
    return True, "done"
`;
    await withDatabase(async ({ pool }) => {
      const title = JSON.stringify({ fr: "x", en: "x" });
      const limits = JSON.stringify({ ...defaultLimits, seconds: 120 });
      await pool.query(`insert into scenarios (name, kind, title, icon, colour, enabled, created_at)
        values ('goes_down', 'custom', '${title}', 'code', 'grape', true, '${monday}')`);
      await pool.query(`insert into custom_scenarios (name, version, permissions, limits)
        values ('goes_down', 1, '{read,write,send}', '${limits}')`);
      await pool.query(
        `insert into scenario_versions (scenario, version, code, saved_at, saved_by)
          values ('goes_down', 1, $1, '${monday}', 'test')`,
        [code],
      );
    });
    const language = async () =>
      await withDatabase(
        async ({ pool }) => (await pool.query("select language from groups order by title limit 1")).rows[0]?.language,
      );
    const before = await language();
    const child = startEngine(scratch.path, { instant: evening, scenario: "goes_down", settings });
    const gone = once(child, "exit");
    await untilStage(child, "requested");
    const midway = "select count(*) as n from log_entries where message->>'en' = 'midway'";
    await expect.poll(async () => await numberOf(midway), { interval: 100, timeout: 60_000 }).toBe(1);
    child.kill("SIGKILL");
    await gone;
    const told = "select count(*) as n from messages where kind = 'custom'";
    expect([await language(), await numberOf(told)]).toEqual([before, 0]);
    const next = startEngine(scratch.path, { instant: evening, scenario: "", settings });
    await untilStage(next, "closed");
    await once(next, "exit");
    expect(await language()).not.toBe(before);
    expect(await numberOf(told)).toBe(1);
    const runs = await withDatabase(async ({ db }) => await listRuns(db, { scenario: "goes_down", limit: 9 }));
    expect(runs.toReversed()).toMatchObject([
      { outcome: "failed", attempt: 2, failure: { code: "scenario.interrupted" } },
      { outcome: "succeeded", attempt: 1, cause: "catch-up" },
    ]);
  }, 180_000);

  it("send_daily_rankings: published once", async () => {
    await withDatabase(
      async ({ pool }) =>
        await pool.query(`
          insert into students values ('s1', 'Ama Bah', '${monday}');
          insert into memberships select id, 's1', '${monday}' from groups;
          insert into point_entries (student_id, group_id, points, reason, source, recorded_at)
            select 's1', id, 5, 'correction', 'test:' || id, '${monday}' from groups`),
    );
    await school.clock.jumpTo(Temporal.Instant.from(evening));
    const before = school.telegram.ledger.all().length;
    await killMidway(evening, "send_daily_rankings", () => true);
    const rankings = await numberOf("select count(*) as n from rankings");
    expect(rankings).toBeGreaterThan(0);
    expect(await numberOf("select count(*) as n from messages where kind = 'ranking'")).toBe(rankings);
    const uncertain = await numberOf("select count(*) as n from messages where state = 'uncertain'");
    expect(school.telegram.ledger.all().length - before).toBeGreaterThanOrEqual(rankings - uncertain);
    expect(school.telegram.ledger.all().length - before).toBeLessThanOrEqual(rankings);
    expect(await withDatabase(async ({ db }) => await listOpenRuns(db))).toEqual([]);
  }, 60_000);
});

async function deleteAtZoom(id: string): Promise<void> {
  const { url, credentials } = school.zoom;
  const basic = Buffer.from(`${credentials.clientId}:${credentials.clientSecret}`).toString("base64");
  const grant = `grant_type=account_credentials&account_id=${credentials.accountId}`;
  const token = await fetch(`${url}/oauth/token?${grant}`, {
    method: "POST",
    headers: { authorization: `Basic ${basic}` },
  });
  const { access_token: bearer } = (await token.json()) as { access_token: string };
  await fetch(`${school.zoom.apiBase}/meetings/${id}`, {
    method: "DELETE",
    headers: { authorization: `Bearer ${bearer}` },
  });
}
