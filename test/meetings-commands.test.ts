import { expect, it } from "vitest";

import { systemClock } from "#lib/clock.ts";

import { commandWith } from "./command.ts";
import { openZoomSchool } from "./zoom-school.ts";

it("meetings shows the rooms and the plan, creates nothing, and names what it does not know", async () => {
  const school = await openZoomSchool();
  const { simulator, database } = school;
  const startsAt = systemClock.now().add({ hours: 48 }).round("minute").toString();
  await school.session("awa-1", startsAt, "awa");
  await school.session("nobody-1", startsAt, "nobody", 600);
  const { accountId, clientId, clientSecret } = simulator.credentials;
  const settings = {
    ZOOM_ACCOUNT_ID: accountId,
    ZOOM_CLIENT_ID: clientId,
    ZOOM_CLIENT_SECRET: clientSecret,
    ZOOM_API_BASE: simulator.apiBase,
    ZOOM_OAUTH_BASE: simulator.oauthBase,
    ZOOM_HOST_POOL: "awa@school.test",
  };
  const run = async (...words: readonly string[]) => await commandWith(settings, database.name, "meetings", ...words);

  expect(await run("--json")).toMatchObject({ code: 0, json: [{ session: "awa-1" }, { session: "nobody-1" }] });
  const plan = await run("plan", "--json");
  expect(plan.code).toBe(3);
  expect(JSON.stringify(plan.json)).toContain("awa@school.test");
  expect((await run("plan")).out).toContain("awa@school.test");
  expect(school.standing()).toEqual([]);
  expect(await school.sql("select * from meetings")).toEqual([]);

  expect(await run("restore", "awa-1")).toMatchObject({ code: 1, failure: "meeting.nothing-to-decide" });
  expect(await run("accept", "awa-1")).toMatchObject({ code: 1, failure: "meeting.nothing-to-decide" });
  expect(await run("unlink", "awa-1")).toMatchObject({ code: 1, failure: "meeting.no-given-link" });
  expect(await run("link", "awa-1", "http://meet.example")).toMatchObject({ code: 1, failure: "meeting.bad-link" });
  expect(await run("link", "zzz", "https://meet.example/1")).toMatchObject({ code: 1, failure: "session.unknown" });
  expect(await run("link", "awa-1")).toMatchObject({ code: 2, failure: "usage.word-missing" });
  expect(await run("plna")).toMatchObject({ code: 2 });
});
