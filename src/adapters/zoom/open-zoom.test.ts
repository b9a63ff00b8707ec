import { expect, test } from "vitest";

import { done, draft, failureOf, firstHost, zoomAtHandWith } from "#simulators/zoom/zoom-at-hand.ts";
import { openZoom } from "./open-zoom.ts";
import { tokensInMemory } from "./token.ts";

const zoomAtHand = zoomAtHandWith(openZoom, tokensInMemory);

test("lists those who can hold meetings, through every page", async () => {
  const hosts = Array.from({ length: 7 }, (_, n) => ({ email: `host${n}@school.test` }));
  const { zoom, simulator } = await zoomAtHand({
    hosts: [
      ...hosts,
      { email: "basic@school.test", type: 1 },
      { email: "none@school.test", type: 99 },
      { email: "left@school.test", status: "inactive" },
    ],
  });
  simulator.controls.pages.largest = 3;

  const found = done(await zoom.listHosts());

  expect(found.map((host) => host.email)).toEqual([...hosts.map((host) => host.email), "basic@school.test"]);
  expect(found.map((host) => host.licensed)).toEqual([...hosts.map(() => true), false]);
  expect(simulator.ledger.requestsTo("GET /users")).toBe(3);
});

test("creates one dated meeting in UTC, with our key first and what students need", async () => {
  const seen: Record<string, unknown>[] = [];
  const { zoom, simulator } = await zoomAtHand({
    onExchange: (exchange) => {
      if (exchange.method === "POST" && exchange.template !== undefined) seen.push(JSON.parse(exchange.request));
    },
  });
  const host = await firstHost(zoom);

  const meeting = done(await zoom.createMeeting(host.id, draft()));

  expect(seen).toEqual([
    {
      type: 2,
      topic: "Math A1",
      agenda: "carillon:session-1\nCours de mathématiques",
      start_time: "2026-03-02T18:00:00Z",
      timezone: "UTC",
      duration: 60,
      settings: { join_before_host: true, jbh_time: 5, waiting_room: false, approval_type: 2 },
    },
  ]);
  expect(meeting.id).toMatch(/^\d{11}$/);
  expect(meeting).toMatchObject({ key: "session-1", topic: "Math A1", durationMinutes: 60 });
  expect(meeting.startsAt.toString()).toBe("2026-03-02T18:00:00Z");
  expect(meeting.passcode).toMatch(/^\w{6}$/);
  expect(meeting.joinUrl).toContain(`/j/${meeting.id}?pwd=`);
  expect(simulator.ledger.meetings()).toMatchObject([
    { id: meeting.id, key: "session-1", state: "waiting", writes: 1 },
  ]);
});

test("never holds the host's login link", async () => {
  const answers: string[] = [];
  const { zoom } = await zoomAtHand({
    onExchange: (exchange) => answers.push(JSON.stringify(exchange.answer ?? null)),
  });
  const host = await firstHost(zoom);

  const created = done(await zoom.createMeeting(host.id, draft()));
  const read = done(await zoom.readMeeting(created.id));

  expect(answers.filter((answer) => answer.includes("zak="))).toHaveLength(2);
  expect(JSON.stringify([created, read])).not.toMatch(/start_url|zak/);
});

test("finds meetings by key in lists, whatever the agenda's length and the number of pages", async () => {
  const { zoom, simulator } = await zoomAtHand();
  const host = await firstHost(zoom);
  for (let n = 1; n <= 7; n += 1) {
    done(await zoom.createMeeting(host.id, draft({ key: `s-${n}`, agenda: "x".repeat(3_000) })));
  }
  simulator.controls.pages.largest = 3;

  const listed = done(await zoom.listMeetings(host.id));

  expect(listed.map((meeting) => meeting.key).toSorted()).toEqual(["s-1", "s-2", "s-3", "s-4", "s-5", "s-6", "s-7"]);
});

test("starts the list again, once, when its page token is too old", async () => {
  const { zoom, simulator, clock } = await zoomAtHand({
    onExchange: (exchange) => {
      if (exchange.template !== "/users/{userId}/meetings" || exchange.method !== "GET") return;
      pages += 1;
      if (pages === 2 || everyTime) clock.advance({ minutes: 16 });
    },
  });
  let pages = 0;
  let everyTime = false;
  const host = await firstHost(zoom);
  for (let n = 1; n <= 5; n += 1) done(await zoom.createMeeting(host.id, draft({ key: `s-${n}` })));
  simulator.controls.pages.largest = 2;

  const listed = done(await zoom.listMeetings(host.id));
  expect(listed.map((meeting) => meeting.key).toSorted()).toEqual(["s-1", "s-2", "s-3", "s-4", "s-5"]);
  expect(pages).toBe(6);

  everyTime = true;
  const failure = failureOf(await zoom.listMeetings(host.id));
  expect(failure.code).toBe("zoom.page-expired");
  expect(pages).toBe(10);
});

test("leaves out meetings that are over and keeps those of others without a key", async () => {
  const { zoom, simulator, clock } = await zoomAtHand();
  const host = await firstHost(zoom);
  done(await zoom.createMeeting(host.id, draft({ key: "monday" })));
  const later = draft({ key: "tuesday", startsAt: Temporal.Instant.from("2026-03-03T18:00:00Z") });
  const tuesday = done(await zoom.createMeeting(host.id, later));
  const token = await tokenOf(simulator);
  await fetch(`${simulator.apiBase}/meetings/${tuesday.id}`, {
    method: "PATCH",
    headers: { Authorization: token },
    body: JSON.stringify({ agenda: "note of the coach" }),
  });
  clock.advance({ hours: 32 });

  const listed = done(await zoom.listMeetings(host.id));

  expect(listed).toHaveLength(1);
  expect(listed[0]?.id).toBe(tuesday.id);
  expect(listed[0]).not.toHaveProperty("key");
});

test("updates topic, start and duration", async () => {
  const { zoom } = await zoomAtHand();
  const host = await firstHost(zoom);
  const { id } = done(await zoom.createMeeting(host.id, draft()));
  const moved = draft({
    topic: "Math B2",
    startsAt: Temporal.Instant.from("2026-03-04T19:30:00Z"),
    durationMinutes: 90,
  });

  expect(await zoom.updateMeeting(id, moved)).toEqual({ kind: "done", value: undefined });

  const read = done(await zoom.readMeeting(id));
  expect(read).toMatchObject({ key: "session-1", topic: "Math B2", durationMinutes: 90 });
  expect(read?.startsAt.toString()).toBe("2026-03-04T19:30:00Z");
});

test("deleting twice is done twice; reading and updating know that it is gone", async () => {
  const { zoom, simulator } = await zoomAtHand();
  const host = await firstHost(zoom);
  const { id } = done(await zoom.createMeeting(host.id, draft()));

  expect(await zoom.deleteMeeting(id)).toEqual({ kind: "done", value: undefined });
  expect(await zoom.deleteMeeting(id)).toEqual({ kind: "done", value: undefined });

  expect(simulator.ledger.meetings()).toMatchObject([{ id, state: "deleted" }]);
  expect(await zoom.readMeeting(id)).toEqual({ kind: "done", value: undefined });
  const update = await zoom.updateMeeting(id, draft());
  expect(update).toMatchObject({
    kind: "refused",
    failure: { code: "zoom.meeting-gone", place: `PATCH /meetings/${id}` },
  });
});

test("an account without passcodes gives an empty passcode", async () => {
  const { zoom } = await zoomAtHand({ passcodes: false });
  const host = await firstHost(zoom);
  const meeting = done(await zoom.createMeeting(host.id, draft()));
  expect(meeting.passcode).toBe("");
  expect(meeting.joinUrl).not.toContain("pwd");
});

test("a duration that Zoom cannot plan is refused before anything is asked", async () => {
  const { zoom, simulator } = await zoomAtHand();
  for (const durationMinutes of [0, 1_441, 7.5]) {
    const answer = await zoom.createMeeting("anyone", draft({ durationMinutes }));
    expect(answer).toMatchObject({ kind: "refused", failure: { code: "zoom.duration" } });
  }
  expect([...simulator.ledger.requests()]).toEqual([]);
});

test("check names the account's owner", async () => {
  const { zoom } = await zoomAtHand();
  expect(await zoom.check()).toEqual({ kind: "done", value: "awa@school.test" });
});

async function tokenOf(simulator: { oauthBase: string; credentials: { clientId: string; clientSecret: string } }) {
  const { clientId, clientSecret } = simulator.credentials;
  const response = await fetch(`${simulator.oauthBase}/oauth/token?grant_type=account_credentials&account_id=acc-1`, {
    method: "POST",
    headers: { Authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}` },
  });
  const { access_token: token } = (await response.json()) as { access_token: string };
  return `Bearer ${token}`;
}
