import { expect, test } from "vitest";

import type { ZoomPort } from "#features/meetings/ports.ts";
import type { HandClock } from "#simulators/zoom/hand-clock.ts";
import { encodeUuid } from "./stays.ts";
import { done, draft, firstHost, zoomAtHandWith } from "#simulators/zoom/zoom-at-hand.ts";
import { openZoom } from "./open-zoom.ts";
import { tokensInMemory } from "./token.ts";

const zoomAtHand = zoomAtHandWith(openZoom, tokensInMemory);

async function classOfMonday(zoom: ZoomPort, clock: HandClock, hostId?: string): Promise<string> {
  const { id } = done(await zoom.createMeeting(hostId ?? (await firstHost(zoom)).id, draft()));
  clock.advance({ hours: 30 });
  return id;
}

function shown(stays: Awaited<ReturnType<typeof staysOf>>) {
  return stays?.map((stay) => [stay.name, String(stay.joinedAt).slice(11, 16), String(stay.leftAt).slice(11, 16)]);
}

async function staysOf(zoom: ZoomPort, id: string) {
  return done(await zoom.listStays(id));
}

test("rejoins, same names and guests come back as stays of their own", async () => {
  const { zoom, simulator, clock } = await zoomAtHand();
  const { live, pages } = simulator.controls;
  const id = await classOfMonday(zoom, clock);
  live.start(id);
  const first = live.join({ meetingId: id, name: "Fatou" });
  live.join({ meetingId: id, name: "Fatou" });
  live.join({ meetingId: id, name: "Coach Bintou", email: "bintou@school.test" });
  clock.advance({ minutes: 10 });
  live.leave(first);
  clock.advance({ minutes: 5 });
  live.rename(live.join({ meetingId: id, name: "iPhone" }), "Fatou D.");
  clock.advance({ minutes: 45 });
  live.end(id);
  clock.advance({ minutes: 6 });
  pages.largest = 2;

  const stays = await staysOf(zoom, id);

  expect(shown(stays)).toEqual([
    ["awa", "18:00", "19:00"],
    ["Fatou", "18:00", "18:10"],
    ["Fatou", "18:00", "19:00"],
    ["Coach Bintou", "18:00", "19:00"],
    ["Fatou D.", "18:15", "19:00"],
  ]);
  expect(new Set(stays?.map((stay) => stay.stayId)).size).toBe(5);
  expect(stays?.map((stay) => stay.email)).toEqual([
    "awa@school.test",
    undefined,
    undefined,
    "bintou@school.test",
    undefined,
  ]);
  expect(stays?.[1]).not.toHaveProperty("email");
});

test("undefined before the meeting, while it goes on, and until the report is counted", async () => {
  const { zoom, simulator, clock } = await zoomAtHand();
  const { live } = simulator.controls;
  live.reportDelayMs = 20 * 60_000;
  const id = await classOfMonday(zoom, clock);
  expect(await staysOf(zoom, id)).toBeUndefined();
  live.start(id);
  live.join({ meetingId: id, name: "Fatou" });
  clock.advance({ minutes: 60 });
  expect(await staysOf(zoom, id)).toBeUndefined();
  live.end(id);
  expect(await staysOf(zoom, id)).toBeUndefined();
  clock.advance({ minutes: 11 });
  expect(await staysOf(zoom, id)).toBeUndefined();
  expect(simulator.ledger.requestsTo("GET /past_meetings/{meetingId}/participants")).toBe(1);
  clock.advance({ minutes: 10 });
  expect(await staysOf(zoom, id)).toHaveLength(2);
});

test("a Basic host's meeting is cut at 40 minutes and both instances count", async () => {
  const { zoom, simulator, clock } = await zoomAtHand();
  const { live } = simulator.controls;
  const basic = simulator.hosts[1]?.id ?? "";
  const id = await classOfMonday(zoom, clock, basic);
  live.start(id);
  live.join({ meetingId: id, name: "Fatou" });
  clock.advance({ minutes: 42 });
  const again = live.start(id);
  live.join({ meetingId: id, name: "Fatou" });
  clock.advance({ minutes: 18 });
  live.end(id);
  clock.advance({ hours: 1 });

  expect(again.kind).toBe("started");
  const stays = await staysOf(zoom, id);
  expect(shown(stays)).toEqual([
    ["bintou", "18:00", "18:40"],
    ["Fatou", "18:00", "18:40"],
    ["bintou", "18:42", "19:00"],
    ["Fatou", "18:42", "19:00"],
  ]);
  expect(new Set(stays?.map((stay) => stay.stayId)).size).toBe(4);
});

test("a meeting of one person has no stays, whether Zoom's list is empty or absent", async () => {
  const { zoom, simulator, clock } = await zoomAtHand();
  const { live } = simulator.controls;
  const id = await classOfMonday(zoom, clock);
  live.start(id);
  clock.advance({ minutes: 30 });
  live.end(id);
  clock.advance({ minutes: 30 });
  expect(await staysOf(zoom, id)).toEqual([]);
  live.onePersonReport = "absent";
  expect(await staysOf(zoom, id)).toBeUndefined();
  clock.advance({ hours: 24 });
  expect(await staysOf(zoom, id)).toEqual([]);
});

test("uuids with slashes are found: every kind of uuid that Zoom makes", async () => {
  const { zoom, simulator, clock } = await zoomAtHand();
  const { live } = simulator.controls;
  const host = await firstHost(zoom);
  const uuids: string[] = [];
  for (let n = 0; n < 5; n += 1) {
    const { id } = done(await zoom.createMeeting(host.id, draft({ key: `s-${n}` })));
    const started = live.start(id);
    if (started.kind === "started") uuids.push(started.uuid);
    live.join({ meetingId: id, name: `Student ${n}` });
    clock.advance({ minutes: 5 });
    live.end(id);
    clock.advance({ minutes: 6 });
    expect((await staysOf(zoom, id))?.map((stay) => stay.name)).toEqual(["awa", `Student ${n}`]);
  }
  expect(uuids.some((uuid) => uuid.startsWith("/"))).toBe(true);
  expect(uuids.some((uuid) => uuid.includes("//"))).toBe(true);
});

test("only the uuids that need it are encoded twice", () => {
  expect(encodeUuid("ab+c==")).toBe("ab%2Bc%3D%3D");
  expect(encodeUuid("a/b==")).toBe("a%2Fb%3D%3D");
  expect(encodeUuid("/ab==")).toBe("%252Fab%253D%253D");
  expect(encodeUuid("a//b==")).toBe("a%252F%252Fb%253D%253D");
});
