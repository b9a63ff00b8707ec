import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { writeDemoWorkbook } from "#simulators/demo-workbook.ts";

import { openHttpWorld, type HttpWorld } from "./http-world.ts";

const folder = mkdtempSync(join(tmpdir(), "carillon-week-"));
let http: HttpWorld;
let cookie: string;

/** The demo school on its Sunday, an hour after its week was made: looked at before anything leaves. */
beforeAll(async () => {
  const workbook = join(folder, "school.xlsx");
  await writeDemoWorkbook(workbook, { seed: 7 });
  http = await openHttpWorld({
    start: "2026-03-28T23:54:00Z",
    settings: { CARILLON_WORKBOOK: workbook },
    async prepare(world) {
      await world.pass("2026-03-29T01:00:00Z");
    },
  });
  cookie = await http.signedIn("operator");
});
afterAll(async () => {
  await http.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What the page is told, or the code of what was refused. */
async function ask(method: string, path: string, body?: object) {
  const answer = await http.ask(method, `/api${path}`, { cookie, ...(body === undefined ? {} : { body }) });
  // Each test knows what it is told.
  // oxlint-disable-next-line typescript/no-explicit-any
  const told = (await answer.json()) as any;
  return answer.ok ? told : (told.data?.code ?? answer.status);
}

async function line(id: string) {
  // oxlint-disable-next-line typescript/no-explicit-any
  return (await ask("GET", "/week")).sessions.find((one: any) => one.id === id);
}

/** The first session of the week whose reminder waits. */
async function first() {
  const { sessions } = await ask("GET", "/week");
  // oxlint-disable-next-line typescript/no-explicit-any
  return sessions.find((one: any) => one.message?.state === "planned" && one.status === "scheduled");
}

describe("what a scenario would do", () => {
  it("is told in sentences, and nothing of it is done", async () => {
    const { pool } = http.world.database;
    const held = async () =>
      (await pool.query("select count(*)::int as messages, max(updated_at) as last from messages")).rows[0];
    await pool.query("delete from messages where id in (select id from messages where state = 'planned' limit 2)");
    const before = await held();
    const foreseen = async (name: string) => {
      const told = await ask("POST", `/scenarios/${name}/foreseen`, {});
      return typeof told === "string" ? told : told.lines.map((one: { en: string }) => one.en).join(" ");
    };
    expect(await foreseen("update_courses")).toContain('It would read "school.xlsx": 0 line(s) added');
    expect(await foreseen("create_zoom_links")).toBe("It would change nothing.");
    expect(await foreseen("generate_messages")).toMatch(/^2 messages would be written/);
    expect(await foreseen("send_daily_messages")).toMatch(/reminders? would leave, to /);
    expect(await foreseen("send_daily_rankings")).toBe("It would change nothing.");
    expect(await foreseen("of_nobody")).toBe("scenario.unknown");
    expect(await held()).toEqual(before);
  });
});

describe("the week", () => {
  it("shows each session with its link and its message", async () => {
    const week = await ask("GET", "/week");
    expect(week).toMatchObject({ from: "2026-03-29", until: "2026-04-04" });
    expect(week.sessions.length).toBeGreaterThan(20);
    expect(await first()).toMatchObject({
      meeting: { state: "open", joinUrl: expect.stringContaining("http") },
      message: { state: "planned", reworded: false },
      approvedBy: null,
    });
    expect(JSON.stringify(week)).not.toContain("zak=");
  });

  it("says what is new against the week before, and what comes besides the sessions", async () => {
    const { rows, count } = await ask("GET", "/week/differences");
    expect(rows.length).toBeGreaterThan(20);
    expect(rows).toHaveLength(count);
    expect(new Set(rows.map((one: { kind: string }) => one.kind))).toEqual(new Set(["new"]));
    const outlook = await ask("GET", "/week/outlook");
    expect(outlook.rankings).toHaveLength(7);
  });

  it("remembers who said that a line is right, until the line changes", async () => {
    const { id, version, startsAt } = await first();
    const lines = [{ id, version }];
    expect(await ask("POST", "/week/approvals", { lines })).toEqual({ done: 1, changed: 0 });
    expect((await line(id)).approvedBy).toBe("operator");
    const later = Temporal.Instant.from(startsAt).add({ minutes: 30 }).toString().slice(0, 16);
    const decision = { kind: "moved", startsAt: later };
    const moved = await ask("POST", `/sessions/${id}/decisions`, { decision, version });
    expect(moved.kept).toHaveLength(1);
    expect(await line(id)).toMatchObject({ status: "moved", approvedBy: null });
    expect(await ask("POST", "/week/approvals", { lines })).toEqual({ done: 0, changed: 1 });
    // Who still looks at the line as it was is told.
    expect(await ask("POST", `/sessions/${id}/decisions`, { decision: { kind: "cancelled" }, version })).toBe("stale");
    expect(await ask("DELETE", `/decisions/${moved.kept[0].number}`, {})).toEqual({ sessions: 1 });
    expect(await line(id)).toMatchObject({ status: "scheduled", approvedBy: "operator" });
    // And comes back, unless the same was decided anew meanwhile.
    const { number } = moved.kept[0];
    expect(await ask("POST", `/decisions/${number}/return`, {})).toEqual({ sessions: 1 });
    expect(await line(id)).toMatchObject({ status: "moved", startsAt: Temporal.Instant.from(`${later}Z`).toString() });
    expect(await ask("POST", `/decisions/${number}/return`, {})).toEqual({ sessions: 0 });
    await ask("DELETE", `/decisions/${number}`, {});
    const again = await ask("POST", `/sessions/${id}/decisions`, { decision });
    expect(await ask("POST", `/decisions/${number}/return`, {})).toBe("sessions.decided-again");
    await ask("DELETE", `/decisions/${again.kept[0].number}`, {});
    expect(await ask("POST", "/decisions/999/return", {})).toBe("sessions.no-such-exception");
  });

  it("holds, lets go and rewords the reminder of a line", async () => {
    const { message } = await first();
    const path = `/week/messages/${message.number}`;
    const before = await ask("GET", path);
    const hold = await ask("POST", path, { change: { verb: "hold" } });
    expect(hold).toEqual({ state: "held" });
    expect(await ask("POST", path, { change: { verb: "resume" } })).toEqual({ state: "planned" });
    const { version } = before;
    const bad = { verb: "reword", html: "<b>Bonjour" };
    expect(await ask("POST", path, { change: bad, version })).toBe("message.bad-text");
    const change = { verb: "reword", html: "<b>Bonjour</b>" };
    expect(await ask("POST", path, { change, version })).toEqual({ state: "planned" });
    expect(await ask("POST", path, { change, version })).toBe("stale");
  });

  it("takes a reminder off and puts it back as it stood, until its hour", async () => {
    const { message, id } = await first();
    const path = `/messages/${message.number}/changes`;
    const change = async (verb: string) => await ask("POST", path, { change: { verb } });
    await change("hold");
    expect(await change("cancel")).toMatchObject({ state: "cancelled" });
    expect((await ask("GET", `/messages/${message.number}`)).verbs).toContain("restore");
    expect(await change("restore")).toMatchObject({ state: "held" });
    expect(await change("restore")).toBe("message.not-possible");
    expect(await change("resume")).toMatchObject({ state: "planned" });
    const many = async (verb: string) => await ask("POST", "/messages/changes", { numbers: [message.number], verb });
    expect(await many("cancel")).toEqual({ done: [message.number] });
    expect(await many("restore")).toEqual({ done: [message.number] });
    expect(await many("restore")).toEqual({ done: [] });
    expect((await line(id)).message).toMatchObject({ state: "planned" });
    // What the session is no longer, no message tells of it.
    await change("cancel");
    const { kept } = await ask("POST", `/sessions/${id}/decisions`, { decision: { kind: "cancelled" } });
    expect(await change("restore")).toBe("message.told-otherwise");
    expect(await many("restore")).toEqual({ done: [] });
    await ask("DELETE", `/decisions/${kept[0].number}`, {});
    expect(await change("restore")).toMatchObject({ state: "planned" });
  });

  it("holds a session after all that somebody cancelled, and that is taken back too", async () => {
    const { id } = await first();
    const decide = async (kind: string) => await ask("POST", `/sessions/${id}/decisions`, { decision: { kind } });
    await decide("cancelled");
    expect((await line(id)).status).toBe("cancelled");
    const { kept } = await decide("kept");
    expect((await line(id)).status).toBe("scheduled");
    await ask("DELETE", `/decisions/${kept[0].number}`, {});
    expect((await line(id)).status).toBe("cancelled");
  });

  it("adds a session, moves it, gives it to somebody else, takes it off and brings it back", async () => {
    const { courseId, course } = await first();
    const wish = { course: courseId, startsAt: "2026-04-03T07:15", minutes: 45, reason: "Rattrapage" };
    const added = await ask("POST", "/sessions", wish);
    expect(added.kept[0]).toMatchObject({ course });
    const id = added.kept[0].sessionId;
    expect(await line(id)).toMatchObject({ isExtra: true });
    const decide = async (decision: object) => await ask("POST", `/sessions/${id}/decisions`, { decision });
    const move = { kind: "moved", startsAt: "2026-04-03T08:15" };
    expect(await decide(move)).toMatchObject({ sessions: 1, kept: [{ sessionId: id }] });
    expect(await line(id)).toMatchObject({ startsAt: "2026-04-03T08:15:00Z", endsAt: "2026-04-03T09:00:00Z" });
    await decide({ kind: "substitute", coach: "Olga Diop" });
    expect(await line(id)).toMatchObject({ coach: "Olga Diop", reason: { fr: "Rattrapage" } });
    expect(await decide({ kind: "substitute", coach: "Olga Diop" })).toBe("sessions.already-their-coach");
    expect(await decide({ kind: "moved", startsAt: "2026-03-29T00:15" })).toBe("sessions.start-in-the-past");
    // Beyond the days that are planned, and back.
    await decide({ kind: "moved", startsAt: "2026-04-20T08:15" });
    expect((await ask("GET", "/week?from=2026-04-20&days=1")).sessions).toMatchObject([{ id, status: "scheduled" }]);
    await decide({ ...move, minutes: 60 });
    await decide({ kind: "cancelled" });
    expect((await line(id)).status).toBe("cancelled");
    expect(await decide(move)).toBe("session.unknown");
    await decide({ kind: "kept" });
    expect(await line(id)).toMatchObject({ status: "scheduled", endsAt: "2026-04-03T09:15:00Z" });
    expect(await ask("POST", "/sessions", { ...wish, startsAt: "2026-02-31T07:15" })).toBe(400);
  });
});

describe("the health of the school", () => {
  it("names what is missing, with its remedy", async () => {
    const { checks } = await ask("GET", "/checks");
    const states = Object.fromEntries(checks.map((one: { name: string; state: string }) => [one.name, one.state]));
    expect(states).toMatchObject({ engine: "ok", database: "ok", zoom: "ok", telegram: "ok" });
    expect(checks.every((one: { state: string; remedy?: object }) => one.state === "ok" || one.remedy)).toBe(true);
  });
});
