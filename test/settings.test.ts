import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { openApp } from "#app";
import { changeStoredSettings } from "#app/change-stored-settings.ts";
import { openLogger } from "#lib/logger.ts";

import { openHttpWorld, type HttpWorld } from "./http-world.ts";

/** Not in the environment: people give them. */
const unset = {
  CARILLON_TIME_ZONE: "",
  TELEGRAM_BOT_TOKEN: "",
  ZOOM_ACCOUNT_ID: "",
  ZOOM_CLIENT_ID: "",
  ZOOM_CLIENT_SECRET: "",
};
const token = "700100200:simulated-school";

interface Area {
  readonly area: string;
  readonly version: string;
  readonly settings: readonly {
    readonly name: string;
    readonly value: string | null;
    readonly [key: string]: unknown;
  }[];
}

let http: HttpWorld;
let owner: string;

beforeAll(async () => {
  http = await openHttpWorld({ settings: { ...unset, CARILLON_SCHOOL_NAME: "École du Lac" } });
  owner = await http.signedIn("owner");
});
afterAll(async () => await http.close());

const change = async (area: string, changes: Readonly<Record<string, string | null>>, version?: string) =>
  await http.ask("PATCH", "/api/settings", { cookie: owner, body: { area, changes, version } });
const read = async () => (await (await http.ask("GET", "/api/settings", { cookie: owner })).json()) as Area[];
const settingOf = async (name: string) =>
  (await read()).flatMap(({ settings }) => settings).find((setting) => setting.name === name);

describe("a setting", () => {
  it("that is changed is in force at once, in the audit, and goes back to its default", async () => {
    expect((await change("messages", { CARILLON_MINUTES_BEFORE: "30" })).status).toBe(200);
    expect(http.world.app.config.messages.minutesBefore).toBe(30);
    expect((await change("messages", { CARILLON_MINUTES_BEFORE: null })).status).toBe(200);
    expect(http.world.app.config.messages.minutesBefore).toBeUndefined();
    const { rows } = await http.world.database.pool.query(
      "select by, before, after from audit_lines where subject = 'CARILLON_MINUTES_BEFORE' order by id",
    );
    expect(rows).toEqual([
      { by: expect.stringMatching(/^user:/), before: { value: null }, after: { value: "30" } },
      { by: expect.stringMatching(/^user:/), before: { value: "30" }, after: { value: null } },
    ]);
  });

  it("that the environment gives is shown and cannot be changed", async () => {
    expect(await settingOf("CARILLON_SCHOOL_NAME")).toMatchObject({ value: "École du Lac", fixed: true });
    const refused = await change("school", { CARILLON_SCHOOL_NAME: "Autre" });
    expect(await refused.json()).toMatchObject({ data: { code: "settings.fixed", place: "CARILLON_SCHOOL_NAME" } });
  });

  it("is refused at its name when it is wrong, and nothing of the change is kept", async () => {
    const refused = await change("attendance", { CARILLON_LATE_MINUTES: "7", CARILLON_PRESENT_PERCENT: "200" });
    expect(await refused.json()).toMatchObject({ data: { code: "settings.wrong", place: "CARILLON_PRESENT_PERCENT" } });
    expect(http.world.app.config.attendance.lateMinutes).toBe(10);
    const address = await change("zoom", { ZOOM_API_BASE: "https://evil.example" });
    expect(await address.json()).toMatchObject({ data: { code: "settings.unknown" } });
  });

  it("that somebody else changed meanwhile is not wiped out", async () => {
    const seen = (await read()).find(({ area }) => area === "rankings")?.version ?? "";
    expect((await change("rankings", { CARILLON_RANKING_TOP: "7" }, seen)).status).toBe(200);
    const stale = await change("rankings", { CARILLON_RANKING_TOP: "9" }, seen);
    expect(await stale.json()).toMatchObject({
      data: { code: "stale", present: { fields: { CARILLON_RANKING_TOP: "7" } } },
    });
    // Another area is another matter.
    expect(
      (
        await change(
          "people",
          { CARILLON_ASK_STUDENTS: "no" },
          (await read()).find(({ area }) => area === "people")?.version,
        )
      ).status,
    ).toBe(200);
  });
});

describe("a secret", () => {
  it("is checked at the service, sealed, and never sent back", async () => {
    const checked = await http.ask("POST", "/api/settings/telegram/check", { cookie: owner, body: { token } });
    expect(await checked.json()).toEqual({ bot: expect.stringMatching(/^@/), readsAll: false });
    expect(http.world.app.services.telegram).toBeUndefined();
    expect((await change("telegram", { TELEGRAM_BOT_TOKEN: token })).status).toBe(200);
    expect(http.world.app.services.telegram).toBeDefined();
    expect(await settingOf("TELEGRAM_BOT_TOKEN")).toMatchObject({ value: null, isSet: true, fixed: false });
    const { rows } = await http.world.database.pool.query(
      `select (select string_agg(value, ' ') from stored_settings) as stored,
              (select string_agg(coalesce(before::text, '') || coalesce(after::text, ''), ' ') from audit_lines) as audit`,
    );
    expect(JSON.stringify(rows)).not.toContain(token);
    const { data } = (await (
      await http.ask("POST", "/api/settings/telegram/check", { cookie: owner, body: { token: "1:wrong" } })
    ).json()) as { readonly data: { readonly code: string } };
    expect(data.code).toBe("telegram.token");
  });

  it("of Zoom needs its two companions; what the account may not do is named", async () => {
    const { accountId, clientId, clientSecret } = http.world.zoom.credentials;
    const alone = await change("zoom", { ZOOM_ACCOUNT_ID: accountId });
    expect(await alone.json()).toMatchObject({ data: { code: "settings.zoom-keys-wanted", place: "ZOOM_CLIENT_ID" } });
    http.world.zoom.controls.oauth.scopes = ["user:read:list_users:admin", "meeting:write:meeting:admin"];
    const body = { accountId, clientId, clientSecret };
    const checked = await http.ask("POST", "/api/settings/zoom/check", { cookie: owner, body });
    const { missingScopes } = (await checked.json()) as { readonly missingScopes: readonly string[] };
    expect(missingScopes).toContain("meeting:read:list_meetings:admin");
    expect(missingScopes).not.toContain("user:read:list_users:admin");
    const keys = { ZOOM_ACCOUNT_ID: accountId, ZOOM_CLIENT_ID: clientId, ZOOM_CLIENT_SECRET: clientSecret };
    expect((await change("zoom", keys)).status).toBe(200);
    expect(http.world.app.services.zoom).toBeDefined();
  });
});

describe("the mode", () => {
  const setMode = async (body: object, cookie = owner) => await http.ask("PUT", "/api/settings/mode", { cookie, body });

  it("is switched by an operator too; the test mode wants its group", async () => {
    const operator = await http.signedIn("operator");
    expect((await setMode({ mode: "dry" }, operator)).status).toBe(200);
    expect(http.world.app.config.school.mode.kind).toBe("dry");
    expect(await (await setMode({ mode: "test" })).json()).toMatchObject({
      data: { code: "settings.test-chat-wanted" },
    });
    expect((await setMode({ mode: "test", testChat: "-100900" })).status).toBe(200);
    expect(http.world.app.config.school.mode).toEqual({ kind: "test group", chatId: "-100900" });
    expect((await setMode({ mode: "live" })).status).toBe(200);
  });

  it("reaches every process of the database, and a new one", async () => {
    const { world } = http;
    const member = await openApp({
      config: world.app.config,
      dataFolder: "",
      logger: openLogger("silent"),
      role: "web",
      clock: world.clock,
      database: { ...world.database, close: async () => undefined },
    });
    if (!member.ok) throw new Error(member.failure.what.en);
    try {
      expect(member.value.config.school.mode.kind).toBe("live");
      await changeStoredSettings(world.app, { by: "test", changes: { CARILLON_MODE: "dry" } });
      await expect.poll(() => member.value.config.school.mode.kind, { timeout: 20_000 }).toBe("dry");
      await changeStoredSettings(member.value, { by: "test", changes: { CARILLON_MODE: "live" } });
      await expect.poll(() => world.app.config.school.mode.kind, { timeout: 20_000 }).toBe("live");
    } finally {
      await member.value.close();
    }
  });

  it("moves the schedules with the school's zone", async () => {
    const { world } = http;
    const zones = async () =>
      (await world.database.pool.query("select distinct timezone from jobs.schedule")).rows.map((row) => row.timezone);
    expect(await zones()).toEqual(["Africa/Abidjan"]);
    expect((await change("school", { CARILLON_TIME_ZONE: "Europe/Paris" })).status).toBe(200);
    expect(await zones()).toEqual(["Europe/Paris"]);
  });
});
