import { expect, onTestFinished, test } from "vitest";

import { handClock, type HandClock } from "./hand-clock.ts";
import { startZoomSimulator, type ZoomSimulator, type ZoomSimulatorOptions } from "./simulator.ts";

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // Whatever Zoom would answer: each test looks at its own part.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: any;
}

interface AtHand {
  readonly simulator: ZoomSimulator;
  readonly clock: HandClock;
  ask(method: string, path: string, body?: unknown): Promise<Answer>;
}

/** A simulator on Sunday 1 March 2026, noon UTC, and an owner of a token. */
async function atHand(changes: Partial<ZoomSimulatorOptions> = {}): Promise<AtHand> {
  const clock = handClock("2026-03-01T12:00:00Z");
  const hosts = [
    { email: "awa@school.test", timeZone: "Europe/Paris" },
    { email: "basic@school.test", type: 1 as const },
  ];
  const simulator = await startZoomSimulator({ clock, plan: "pro", limits: false, hosts, ...changes });
  onTestFinished(() => simulator.close());
  let token = await newToken(simulator);
  return {
    simulator,
    clock,
    async ask(method, path, body) {
      const answer = await request(simulator, token, method, path, body);
      if (answer.status !== 401) return answer;
      token = await newToken(simulator);
      return request(simulator, token, method, path, body);
    },
  };
}

async function newToken(simulator: ZoomSimulator): Promise<string> {
  const { accountId, clientId, clientSecret } = simulator.credentials;
  const response = await fetch(`${simulator.oauthBase}/oauth/token`, {
    method: "POST",
    headers: { Authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}` },
    body: new URLSearchParams({ grant_type: "account_credentials", account_id: accountId }),
  });
  return ((await response.json()) as { access_token: string }).access_token;
}

async function request(
  simulator: ZoomSimulator,
  token: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer> {
  const response = await fetch(`${simulator.apiBase}${path}`, {
    method,
    headers: { Authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === "" ? undefined : JSON.parse(text) };
}

const meetings = "/users/awa@school.test/meetings";

test.each([
  [
    "a final Z is UTC whatever the zone says",
    { start_time: "2026-03-02T18:00:00Z", timezone: "Europe/Paris" },
    "2026-03-02T18:00:00Z",
  ],
  [
    "without Z it is local in the zone given",
    { start_time: "2026-03-02T18:00:00", timezone: "America/New_York" },
    "2026-03-02T23:00:00Z",
  ],
  ["without Z and zone it is local at the host's", { start_time: "2026-03-02T18:00:00" }, "2026-03-02T17:00:00Z"],
  [
    "after the clock change the same local time is another moment",
    { start_time: "2026-03-30T18:00:00" },
    "2026-03-30T16:00:00Z",
  ],
  ["a past start silently becomes now", { start_time: "2026-02-01T18:00:00Z" }, "2026-03-01T12:00:00Z"],
])("start: %s", async (_, fields, expected) => {
  const { ask } = await atHand();
  const created = await ask("POST", meetings, { topic: "Math", type: 2, duration: 60, ...fields });
  expect(created.status).toBe(201);
  expect(created.body.start_time).toBe(expected);
});

test("a series of type 8 keeps its local time across the clock change; one occurrence or all of it is deleted", async () => {
  const { ask } = await atHand();
  const recurrence = { type: 2, weekly_days: "2,5", end_times: 10 };
  const { body } = await ask("POST", meetings, {
    type: 8,
    start_time: "2026-03-23T18:00:00",
    duration: 60,
    recurrence,
  });
  expect(body.occurrences).toHaveLength(10);
  expect(body.occurrences.slice(0, 3).map((one: { start_time: string }) => one.start_time)).toEqual([
    "2026-03-23T17:00:00Z",
    "2026-03-26T17:00:00Z",
    "2026-03-30T16:00:00Z",
  ]);
  const second = body.occurrences[1].occurrence_id;
  expect((await ask("DELETE", `/meetings/${body.id}?occurrence_id=${second}`)).status).toBe(204);
  expect((await ask("DELETE", `/meetings/${body.id}?occurrence_id=${second}`)).body.code).toBe(300);
  expect((await ask("GET", `/meetings/${body.id}`)).body.occurrences).toHaveLength(9);
  expect((await ask("GET", `${meetings}?type=upcoming`)).body.meetings).toHaveLength(9);
  expect((await ask("DELETE", `/meetings/${body.id}`)).status).toBe(204);
  expect((await ask("GET", `/meetings/${body.id}`)).body.code).toBe(3001);
  const tooMany = { type: 8, recurrence: { ...recurrence, end_times: 61 } };
  expect((await ask("POST", meetings, tooMany)).body).toMatchObject({
    code: 300,
    errors: [{ field: "recurrence.end_times" }],
  });
});

test("lists cut the agenda at 250 characters and leave out tracking fields, passcode and login link", async () => {
  const { ask } = await atHand();
  const fields = {
    agenda: "a".repeat(1_000),
    tracking_fields: [{ field: "key", value: "k" }],
    start_time: "2026-03-02T18:00:00Z",
  };
  const created = await ask("POST", meetings, fields);
  const [row] = (await ask("GET", meetings)).body.meetings;
  expect(created.body.agenda).toHaveLength(1_000);
  expect(created.body.tracking_fields).toHaveLength(1);
  expect(row.agenda).toHaveLength(250);
  for (const absent of ["tracking_fields", "password", "start_url"]) expect(row).not.toHaveProperty(absent);
  expect(row.join_url).toBe(created.body.join_url);
});

test("page tokens end after 15 minutes and belong to their list", async () => {
  const { ask, clock } = await atHand();
  for (let n = 0; n < 3; n += 1) await ask("POST", meetings, { start_time: "2026-03-02T18:00:00Z" });
  const first = (await ask("GET", `${meetings}?page_size=2`)).body;
  expect(first.meetings).toHaveLength(2);
  const next = `page_size=2&next_page_token=${first.next_page_token}`;
  expect((await ask("GET", `/users?${next}`)).body.code).toBe(300);
  clock.advance({ minutes: 14 });
  const second = (await ask("GET", `${meetings}?${next}`)).body;
  expect(second).toMatchObject({ next_page_token: "", meetings: [{}] });
  clock.advance({ minutes: 1 });
  expect((await ask("GET", `${meetings}?${next}`)).body).toMatchObject({ code: 300 });
});

test("overlaps are accepted at creation and refused at start; Business hosts may hold two", async () => {
  for (const [plan, secondStarts] of [
    ["pro", "refused"],
    ["business", "started"],
  ] as const) {
    const { ask, simulator } = await atHand({ plan });
    const ids: string[] = [];
    for (let n = 0; n < 3; n += 1) {
      ids.push(String((await ask("POST", meetings, { start_time: "2026-03-02T18:00:00Z" })).body.id));
    }
    const { live } = simulator.controls;
    expect(live.start(ids[0] ?? "").kind).toBe("started");
    expect(live.start(ids[1] ?? "").kind).toBe(secondStarts);
    expect(live.start(ids[2] ?? "")).toEqual({ kind: "refused", reason: "The host has another meeting in progress." });
    live.end(ids[0] ?? "");
    expect(live.start(ids[2] ?? "").kind).toBe("started");
  }
});

test("students enter before the host only where the settings say so, and not too early", async () => {
  const { ask, simulator } = await atHand();
  const { live } = simulator.controls;
  const start_time = "2026-03-01T12:30:00Z";
  const open = { join_before_host: true, jbh_time: 5, waiting_room: false };
  const closed = await ask("POST", meetings, { start_time });
  const opened = await ask("POST", meetings, { start_time, settings: open });
  const join = (id: number, time: string) =>
    live.join({ meetingId: String(id), name: "Fatou" }, Temporal.Instant.from(`2026-03-01T${time}:00Z`)).kind;
  expect(join(closed.body.id, "12:29")).toBe("refused");
  expect(join(opened.body.id, "12:24")).toBe("refused");
  expect(join(opened.body.id, "12:25")).toBe("in");
  expect(join(123, "12:25")).toBe("refused");
});

test("a Basic host's meeting is cut at 40 minutes and the next instance has another uuid", async () => {
  const { ask, simulator, clock } = await atHand();
  const { body } = await ask("POST", "/users/basic@school.test/meetings", { start_time: "2026-03-01T12:00:00Z" });
  const first = simulator.controls.live.start(String(body.id));
  clock.advance({ minutes: 39 });
  expect((await ask("GET", `/meetings/${body.id}`)).body).toMatchObject({ status: "started", uuid: body.uuid });
  clock.advance({ minutes: 1 });
  const after = (await ask("GET", `/meetings/${body.id}`)).body;
  expect(after.status).toBe("waiting");
  expect(first).toEqual({ kind: "started", uuid: body.uuid });
  expect(after.uuid).not.toBe(body.uuid);
});

test.each([
  ["free", 4, 2],
  ["pro", 30, 20],
  ["business", 80, 60],
] as const)("on %s %i light and %i medium requests fit in a second", async (plan, light, medium) => {
  const { ask, clock } = await atHand({ plan, limits: true });
  for (const [path, most] of [
    ["/meetings/81234567890", light],
    ["/users", medium],
  ] as const) {
    for (let n = 0; n < most; n += 1) expect((await ask("GET", path)).status).not.toBe(429);
    const refused = await ask("GET", path);
    expect(refused.status).toBe(429);
    expect(refused.headers.get("retry-after")).toBeNull();
    expect(refused.headers.get("x-ratelimit-category")).toMatch(/Light|Medium/);
  }
  clock.advance({ seconds: 1 });
  expect((await ask("GET", "/users")).status).toBe(200);
});

test("a host's 101st write of the UTC day is refused with a date, another host's is not", async () => {
  const { ask, simulator, clock } = await atHand();
  const { body } = await ask("POST", meetings, { start_time: "2026-03-05T18:00:00Z" });
  for (let n = 0; n < 99; n += 1)
    expect((await ask("PATCH", `/meetings/${body.id}`, { topic: `t${n}` })).status).toBe(204);
  const refused = await ask("POST", meetings, {});
  expect(refused.status).toBe(429);
  expect(refused.headers.get("retry-after")).toBe("2026-03-02T00:00:00Z");
  expect(simulator.controls.limits.writesToday(simulator.hosts[0]?.id ?? "")).toBe(100);
  expect((await ask("POST", "/users/basic@school.test/meetings", {})).status).toBe(201);
  expect((await ask("DELETE", `/meetings/${body.id}`)).status).toBe(204);
  clock.advance({ hours: 12 });
  expect((await ask("POST", meetings, {})).status).toBe(201);
});

test("a uuid with slashes is lost unless it is encoded twice", async () => {
  const { ask, simulator, clock } = await atHand();
  const uuids: string[] = [];
  for (let n = 0; n < 5; n += 1) {
    const { body } = await ask("POST", meetings, { start_time: "2026-03-02T18:00:00Z" });
    const started = simulator.controls.live.start(String(body.id));
    if (started.kind === "started") uuids.push(started.uuid);
    simulator.controls.live.end(String(body.id));
  }
  clock.advance({ hours: 1 });
  const slashed = uuids.find((uuid) => uuid.startsWith("/")) ?? "";
  const once = encodeURIComponent(slashed);
  expect((await ask("GET", `/past_meetings/${once}/participants`)).status).toBe(404);
  expect((await ask("GET", `/past_meetings/${encodeURIComponent(once)}/participants`)).status).toBe(200);
});

test("an id ends 30 days after a one-off meeting", async () => {
  const { ask, clock } = await atHand();
  const { body } = await ask("POST", meetings, { start_time: "2026-03-02T12:00:00Z" });
  clock.advance({ hours: 24 * 31 });
  expect((await ask("GET", `/meetings/${body.id}`)).status).toBe(200);
  clock.advance({ hours: 1 });
  expect((await ask("GET", `/meetings/${body.id}`)).body.code).toBe(3001);
});

/** What twelve creations under random faults gave, and the ids that exist afterwards. */
async function story(seed: number): Promise<readonly string[]> {
  const { ask, simulator } = await atHand({ seed });
  simulator.faults.atRandom({ rate: 0.5, kinds: ["429 bare", "500 after commit"], match: { method: "POST" } });
  const told: string[] = [];
  for (let n = 0; n < 12; n += 1) told.push(String((await ask("POST", meetings, {})).status));
  return [...told, ...simulator.ledger.meetings().map((meeting) => meeting.id)];
}

test("the same seed gives the same ids and the same random faults", async () => {
  const first = await story(7);
  expect(await story(7)).toEqual(first);
  expect(await story(8)).not.toEqual(first);
  expect(new Set(first.slice(0, 12))).toEqual(new Set(["201", "429", "500"]));
});

test("a person can read the ledger", async () => {
  const { ask, simulator } = await atHand();
  const { body } = await ask("POST", meetings, {
    topic: "Math A1",
    agenda: "carillon:s-1\nx",
    start_time: "2026-03-02T18:00:00Z",
  });
  await ask("PATCH", `/meetings/${body.id}`, { duration: 45 });
  simulator.controls.live.start(String(body.id));
  expect(simulator.printLedger()).toBe(
    [
      "1 meeting",
      `${body.id}  live     2026-03-02T18:00:00Z    45 min  awa@school.test  2 writes  s-1  Math A1`,
      "requests",
      "     1  POST /oauth/token",
      "     1  POST /users/{userId}/meetings",
      "     1  PATCH /meetings/{meetingId}",
      "",
    ].join("\n"),
  );
});
