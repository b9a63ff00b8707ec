import { once } from "node:events";
import { connect } from "node:net";

import { expect, onTestFinished, test } from "vitest";

import { openZoom } from "#adapters/zoom/open-zoom.ts";
import { tokensInMemory } from "#adapters/zoom/token.ts";
import { readStays } from "#features/meetings/read-stays.ts";
import { collectParticipation } from "#features/participation/collect-participation.ts";
import { startHttpServer } from "#http/server.ts";
import { say } from "#lib/bilingual.ts";
import { openLogger } from "#lib/logger.ts";
import { Secret } from "#lib/secrets.ts";

import { openWorld } from "./world.ts";

const secret = "webhook-s3cret";

/** A school with one open meeting, whose Zoom tells Carillon what happens. */
async function telling() {
  const world = await openWorld({
    start: "2026-03-01T12:00:00Z",
    hosts: ["awa@school.test", "pool@school.test"],
    settings: { ZOOM_WEBHOOK_SECRET: secret, TELEGRAM_ADMIN_CHAT_ID: "555", PORT: "0" },
  });
  const server = await startHttpServer({ app: world.app, version: "test", logger: openLogger("silent") });
  if (!server.ok) throw new Error(server.failure.what.en);
  onTestFinished(async () => {
    await server.value.close();
    await world.close();
  });
  const { pool } = world.database;
  await pool.query(`
    insert into courses (id, key, title, created_at) values ('c', 'c', 'Math', now());
    insert into coaches (id, name, email, created_at) values ('awa', 'Awa', 'awa@school.test', now());
    insert into sessions (id, course_id, coach_id, date, starts_at, ends_at, status, created_at)
      values ('s1', 'c', 'awa', '2026-03-02', '2026-03-02T18:00:00Z', '2026-03-02T19:00:00Z', 'scheduled', now())`);
  await world.run("create_zoom_links");
  const url = `${server.value.address}/webhooks/zoom`;
  const { webhooks, live, byHand } = world.zoom.controls;
  const [meeting] = world.zoom.ledger.meetings();
  if (meeting === undefined) throw new Error("no meeting was made");
  const facts = async () => {
    const tables = ["zoom_events", "meetings", "messages", "stays"];
    return JSON.stringify(
      await Promise.all(tables.map(async (table) => (await pool.query(`select * from ${table}`)).rows)),
    );
  };
  return { world, url, webhooks, live, byHand, meeting, facts, port: server.value.port };
}

/** Without the database's pace: nobody moves this clock for one who waits on it. */
function unpacedZoom({ zoom, clock }: Awaited<ReturnType<typeof openWorld>>) {
  const { credentials, apiBase, oauthBase } = zoom;
  const clientSecret = new Secret(credentials.clientSecret);
  return openZoom({
    ...credentials,
    clientSecret,
    apiBase,
    oauthBase,
    timeoutMs: 60_000,
    clock,
    tokens: tokensInMemory(),
  });
}

test("the address proves itself; unsigned, forged, late and oversized requests change nothing", async () => {
  const { world, url, webhooks, meeting, facts, port } = await telling();
  expect(await webhooks.subscribe({ url, secret: "another" })).toBe(false);
  expect(await webhooks.subscribe({ url, secret })).toBe(true);

  const body = JSON.stringify({ event: "meeting.deleted", event_ts: 1, payload: { object: { id: meeting.id } } });
  const now = world.clock.now();
  const before = await facts();
  const late = webhooks.signed(secret, body, now.subtract({ minutes: 6 }));
  const early = webhooks.signed(secret, body, now.add({ minutes: 6 }));
  const good = webhooks.signed(secret, body);
  const { "x-zm-signature": _signature, ...unsigned } = good;
  for (const [headers, sent] of [
    [unsigned, body],
    [late, body],
    [early, body],
    [webhooks.signed("another", body), body],
    [good, body.replace("deleted", "updated")],
    [{ ...good, "x-zm-signature": "v0=" }, body],
    [{ ...good, "x-zm-request-timestamp": "soon" }, body],
  ] as const) {
    const response = await fetch(url, { method: "POST", headers, body: sent });
    expect(response.status).toBe(401);
    expect(await response.text()).not.toContain(secret);
  }
  // A colon would let anybody have a signature made of their own words.
  const oracle = JSON.stringify({ event: "endpoint.url_validation", payload: { plainToken: `v0:1:${body}` } });
  const asked = await fetch(url, { method: "POST", headers: webhooks.signed(secret, oracle), body: oracle });
  expect(await asked.text()).not.toContain("encryptedToken");
  const long = "x".repeat(300_000);
  expect((await fetch(url, { method: "POST", headers: webhooks.signed(secret, long), body: long })).status).toBe(413);
  // No length at all is not read either.
  const socket = connect(port, "127.0.0.1");
  socket.write("POST /webhooks/zoom HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
  const [answer] = (await once(socket, "data")) as [Buffer];
  expect(answer.toString()).toContain("413");
  socket.destroy();
  for (const odd of ["", "[]", "{}", '{"event":"meeting.ended","payload":{}}', '{"event":"constructor"}']) {
    const response = await fetch(url, { method: "POST", headers: webhooks.signed(secret, odd), body: odd });
    expect(response.status).toBe(200);
  }
  expect(await facts()).toBe(before);
});

test("an event of a meeting that is held is kept once; one of somebody else's meeting is let go", async () => {
  const { world, url, webhooks, meeting, facts } = await telling();
  await webhooks.subscribe({ url, secret });
  const joined = (id: string) =>
    JSON.stringify({
      event: "meeting.participant_joined",
      event_ts: world.clock.now().epochMilliseconds,
      payload: {
        object: { id, uuid: "u", participant: { user_id: "1", user_name: "Ama", join_time: "2026-03-02T18:02:00Z" } },
      },
    });
  const tell = async (body: string) =>
    (await fetch(url, { method: "POST", headers: webhooks.signed(secret, body), body })).status;
  const before = await facts();
  expect(await tell(joined("99912345678"))).toBe(200);
  expect(await facts()).toBe(before);

  expect(await tell(joined(meeting.id))).toBe(200);
  expect(await tell(joined(meeting.id))).toBe(200);
  const { rows } = await world.database.pool.query("select kind, zoom_id, name, email, at from zoom_events");
  expect(rows).toEqual([{ kind: "joined", zoom_id: meeting.id, name: "Ama", email: null, at: expect.anything() }]);
});

test("a name with what no text can hold is kept with a sign in its place", async () => {
  const { world, url, webhooks, meeting } = await telling();
  await webhooks.subscribe({ url, secret });
  const participant = { user_id: "1", user_name: "Ama\0\ud800", join_time: "2026-03-02T18:02:00Z" };
  const object = { id: meeting.id, uuid: "u", participant };
  const body = JSON.stringify({ event: "meeting.participant_joined", payload: { object } });
  const answer = await fetch(url, { method: "POST", headers: webhooks.signed(secret, body), body });
  expect(answer.status).toBe(200);
  const { rows } = await world.database.pool.query("select name from zoom_events");
  expect(rows).toEqual([{ name: "Ama��" }]);
});

test("who was there is the same from the webhooks, lost, doubled, late and out of order, as from the report", async () => {
  const { world, url, webhooks, live, meeting } = await telling();
  await webhooks.subscribe({ url, secret });
  webhooks.mishaps = { lost: 0, doubled: 0.5, reordered: 0.5, late: 0.3 };
  await world.clock.jumpTo(Temporal.Instant.from("2026-03-02T18:00:00Z"));
  const minute = (after: number) => Temporal.Instant.from("2026-03-02T18:00:00Z").add({ minutes: after });
  live.start(meeting.id, minute(0));
  const fatou = live.join({ meetingId: meeting.id, name: "Fatou" }, minute(1));
  live.join({ meetingId: meeting.id, name: "Ama" }, minute(2));
  live.leave(fatou, minute(20));
  live.join({ meetingId: meeting.id, name: "Fatou" }, minute(30));
  live.end(meeting.id, minute(60));
  await world.clock.jumpTo(minute(61));
  while (webhooks.waiting > 0) {
    for (const { answer } of await webhooks.deliver()) expect(answer).toBe(200);
    await world.clock.jumpTo(world.clock.now().add({ minutes: 10 }));
  }
  const session = { startsAt: minute(0), endsAt: minute(60) };
  const zoom = unpacedZoom(world);
  const common = { db: world.database.db, clock: world.clock, held: [{ zoomId: meeting.id, session }] };
  const seen = async (port: typeof zoom) => {
    const [answer] = await readStays({ ...common, zoom: port });
    if (answer?.kind !== "done") throw new Error(answer?.failure.code);
    return answer.value?.stays
      .map((stay) => `${stay.name} ${String(stay.joinedAt).slice(11, 16)} ${String(stay.leftAt).slice(11, 16)}`)
      .toSorted();
  };
  const noReport = { ...zoom, listStays: async () => ({ kind: "done", value: undefined }) as const };
  await world.clock.jumpTo(minute(200));
  const expected = ["Ama 18:02 19:00", "Fatou 18:01 18:20", "Fatou 18:30 19:00", "awa 18:00 19:00"];
  expect(await seen(zoom)).toEqual(expected);
  expect(await seen(noReport)).toEqual(expected);

  // Too many requests is no word about the report: Zoom is asked again when it says so soon, and else another evening.
  const words = { code: "zoom.limit", what: say("trop", "too many"), remedy: say("attendre", "wait") };
  const tooMany = (retryAfterMs: number) => ({ kind: "refused", retryAfterMs, failure: words }) as const;
  let asked = 0;
  const listStays: typeof zoom.listStays = async (...of) =>
    (asked += 1) === 1 ? tooMany(1_000) : await zoom.listStays(...of);
  const patient = seen({ ...zoom, listStays });
  await expect.poll(() => asked).toBe(1);
  await world.clock.pass(2_000);
  expect(await patient).toEqual(expected);
  expect(asked).toBe(2);
  const spent = { ...zoom, listStays: async () => tooMany(3_600_000) };
  expect(await readStays({ ...common, zoom: spent })).toEqual([tooMany(3_600_000)]);
});

test("what only webhooks told is read again when Zoom is back, however many evenings it was down", async () => {
  const { world, url, webhooks, live, meeting } = await telling();
  const { clock, database } = world;
  await webhooks.subscribe({ url, secret });
  const at = (moment: string) => Temporal.Instant.from(`2026-03-${moment}:00Z`);
  await clock.jumpTo(at("02T18:00"));
  live.start(meeting.id, at("02T18:00"));
  const fatou = live.join({ meetingId: meeting.id, name: "Fatou" }, at("02T18:01"));
  await clock.jumpTo(at("02T18:19"));
  await webhooks.deliver();
  // That Fatou went is told to nobody.
  webhooks.mishaps = { lost: 1, doubled: 0, reordered: 0, late: 0 };
  live.leave(fatou, at("02T18:20"));
  live.end(meeting.id, at("02T19:00"));
  const zoom = unpacedZoom(world);
  const words = { code: "zoom.unreachable", what: say("muet", "silent"), remedy: say("attendre", "wait") };
  const noReport = { ...zoom, listStays: async () => ({ kind: "done", value: undefined }) as const };
  let asked = 0;
  const down = {
    ...zoom,
    listStays: async () => {
      asked += 1;
      return { kind: "unreachable", failure: words, sent: true } as const;
    },
  };
  const heard = {
    ...zoom,
    listStays: async (...of: Parameters<typeof zoom.listStays>) => ((asked += 1), await zoom.listStays(...of)),
  };
  const evening = async (moment: string, port: typeof zoom) => {
    await clock.jumpTo(at(moment));
    const log = { info: async () => undefined, warning: async () => undefined, failure: async () => undefined };
    await collectParticipation({
      db: database.db,
      clock,
      zoom: port,
      rules: world.app.config.attendance,
      until: at(moment),
      log,
    });
    const { rows } = await database.pool.query("select left_at from stays where zoom_name = 'Fatou'");
    return rows.map((row) => String(row.left_at).slice(0, 16));
  };
  expect(await evening("02T22:00", noReport)).toEqual(["2026-03-02 19:00"]);
  expect(await evening("03T20:00", down)).toEqual(["2026-03-02 19:00"]);
  expect(await evening("04T20:00", down)).toEqual(["2026-03-02 19:00"]);
  expect(await evening("05T20:00", heard)).toEqual(["2026-03-02 18:20"]);
  expect(asked).toBe(3);
  // Zoom has answered long after the end: nobody asks again.
  await evening("06T20:00", heard);
  expect(asked).toBe(3);
});

test("a change by hand is told to the admin at once, with the choice, once; a replay changes nothing", async () => {
  const { world, url, webhooks, byHand, meeting, facts } = await telling();
  await webhooks.subscribe({ url, secret });
  await world.clock.jumpTo(world.clock.now().add({ minutes: 1 }));
  webhooks.mishaps = { lost: 0, doubled: 1, reordered: 0, late: 0 };
  byHand.change(meeting.id, { durationMinutes: 90 });
  expect((await webhooks.deliver()).map(({ answer }) => answer)).toEqual([200, 200]);
  const alarms = await world.database.pool.query("select * from messages where html like '%meetings restore%'");
  expect(alarms.rowCount).toBe(1);
  expect(JSON.stringify(alarms.rows)).toContain("carillon meetings restore s1");
  const [row] = (await world.database.pool.query("select hand_change from meetings")).rows;
  expect(row.hand_change).toMatchObject({ kind: "changed", now: { durationMinutes: 90 } });

  byHand.change(meeting.id, { durationMinutes: 60 });
  await webhooks.deliver();
  const [back] = (await world.database.pool.query("select hand_change from meetings")).rows;
  expect(back.hand_change).toBeNull();
  byHand.delete(meeting.id);
  await webhooks.deliver();
  const after = await facts();
  expect(after).toContain('"kind":"deleted"');
  await webhooks.deliver();
  expect(await facts()).toBe(after);
});

test("what is not answered with 2xx comes again after 5, 20 and 60 minutes, then no more", async () => {
  const { world, url, webhooks, byHand, meeting } = await telling();
  await webhooks.subscribe({ url, secret });
  byHand.change(meeting.id, { topic: "x" });
  await world.database.pool.query("alter table meetings rename to meetings_away");
  const answers: unknown[] = [];
  for (const minutes of [0, 4, 1, 19, 1, 59, 1, 60]) {
    await world.clock.jumpTo(world.clock.now().add({ minutes }));
    answers.push((await webhooks.deliver()).map(({ answer }) => answer));
  }
  await world.database.pool.query("alter table meetings_away rename to meetings");
  expect(answers).toEqual([[500], [], [500], [], [500], [], [500], []]);
  expect(webhooks.waiting).toBe(0);
});
