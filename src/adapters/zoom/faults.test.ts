import { inspect } from "node:util";
import { expect, test } from "vitest";

import { Secret } from "#lib/secrets.ts";
import { faultKinds, type Fault } from "#simulators/zoom/faults.ts";
import { done, draft, failureOf, firstHost, testSecret, zoomAtHandWith } from "#simulators/zoom/zoom-at-hand.ts";
import { openZoom } from "./open-zoom.ts";
import { tokensInMemory } from "./token.ts";

const zoomAtHand = zoomAtHandWith(openZoom, tokensInMemory);

const creation = "POST /users/{userId}/meetings";

/** What each fault must look like to the one who creates a meeting, and how many meetings there are afterwards. */
const expected: Readonly<Record<Fault, { kind: string; code?: string; sent?: boolean; made: number }>> = {
  "commit then drop": { kind: "unreachable", sent: true, code: "zoom.no-answer", made: 1 },
  "commit then hang": { kind: "unreachable", sent: true, code: "zoom.no-answer", made: 1 },
  "500 after commit": { kind: "unreachable", sent: true, code: "zoom.down", made: 1 },
  "502 HTML maintenance": { kind: "unreachable", sent: true, code: "zoom.down", made: 0 },
  refuse: { kind: "unreachable", sent: true, code: "zoom.no-answer", made: 0 },
  "commit later": { kind: "unreachable", sent: true, code: "zoom.no-answer", made: 0 },
  slow: { kind: "done", made: 1 },
  "429 with a date": { kind: "refused", code: "zoom.limit", made: 0 },
  "429 with seconds": { kind: "refused", code: "zoom.limit", made: 0 },
  "429 bare": { kind: "refused", code: "zoom.limit", made: 0 },
};

test.each(faultKinds)(
  "a creation that meets «%s» is told for what it is, asked once, without a secret",
  async (fault) => {
    const { zoom, open, simulator, tokens } = await zoomAtHand();
    const host = await firstHost(zoom);
    simulator.faults.next(1, fault, { method: "POST", path: "/meetings" });

    const answer = await open({ timeoutMs: fault === "commit then hang" ? 150 : 5_000 }).createMeeting(
      host.id,
      draft(),
    );

    const { kind, code, sent, made } = expected[fault];
    expect(answer).toMatchObject({
      kind,
      ...(code === undefined ? {} : { failure: { code, place: `POST /users/${host.id}/meetings` } }),
      ...(sent === undefined ? {} : { sent }),
    });
    expect(simulator.ledger.requestsTo(creation)).toBe(1);
    expect(simulator.ledger.meetings()).toHaveLength(made);
    const token = (await tokens.read())?.accessToken.reveal() ?? "no token";
    for (const shown of [JSON.stringify(answer), inspect(answer, { depth: 9 })]) {
      expect(shown).not.toContain(token);
      expect(shown).not.toContain(testSecret);
      expect(shown).not.toContain(Buffer.from(`client-1:${testSecret}`).toString("base64"));
      expect(shown).not.toMatch(/zak|start_url/);
    }
  },
);

test("after a lost answer the meeting is found by its key", async () => {
  const { zoom, simulator } = await zoomAtHand();
  const host = await firstHost(zoom);
  simulator.faults.next(1, "commit then drop", { method: "POST" });
  expect(await zoom.createMeeting(host.id, draft())).toMatchObject({ kind: "unreachable", sent: true });
  const [found] = done(await zoom.listMeetings(host.id));
  expect(found?.key).toBe("session-1");
});

test("a refused connection was certainly not sent", async () => {
  const { zoom, simulator } = await zoomAtHand();
  const host = await firstHost(zoom);
  await simulator.controls.refuseConnections();
  // Whoever writes into a kept connection just as it dies cannot know; this reading finds the dead one.
  expect((await zoom.listHosts()).kind).toBe("unreachable");
  const answer = await zoom.createMeeting(host.id, draft());
  expect(answer).toMatchObject({ kind: "unreachable", sent: false, failure: { code: "zoom.unreachable" } });
  expect(failureOf(answer).cause).toContain("ECONNREFUSED");
  await simulator.controls.acceptConnections();
  done(await zoom.createMeeting(host.id, draft()));
});

test("a token that cannot be sent is not shown by the error that quotes it", async () => {
  const { open, clock } = await zoomAtHand();
  const token = {
    accessToken: new Secret("br\noken"),
    obtainedAt: clock.now(),
    expiresAt: clock.now().add({ hours: 1 }),
  };
  const shelf = { read: async () => token, write: async () => undefined };
  const answer = await open({
    tokens: { ...shelf, renewing: async (renew) => await renew(shelf) },
  }).listHosts();
  expect(answer.kind).toBe("unreachable");
  expect(failureOf(answer).cause).toContain("•••");
  expect(JSON.stringify(answer)).not.toContain("oken");
});

test("an unknown name was certainly not sent", async () => {
  const { zoom, open } = await zoomAtHand();
  await firstHost(zoom);
  const answer = await open({ apiBase: "http://zoom.invalid/v2" }).createMeeting("anyone", draft());
  expect(answer).toMatchObject({ kind: "unreachable", sent: false, failure: { code: "zoom.unreachable" } });
});

test.each(["refuse", "502 HTML maintenance", "500 after commit"] as const)(
  "a reading that meets «%s» is asked a second time, not a third",
  async (fault) => {
    const { zoom, simulator } = await zoomAtHand();
    const host = await firstHost(zoom);
    const asked = () => simulator.ledger.requestsTo("GET /users/{userId}/meetings");
    simulator.faults.next(1, fault, { method: "GET" });
    done(await zoom.listMeetings(host.id));
    expect(asked()).toBe(2);
    simulator.faults.next(2, fault, { method: "GET" });
    expect(await zoom.listMeetings(host.id)).toMatchObject({ kind: "unreachable", sent: true });
    expect(asked()).toBe(4);
  },
);

test.each(["PATCH", "DELETE"] as const)("a lost %s is never asked again", async (method) => {
  const { zoom, simulator } = await zoomAtHand();
  const host = await firstHost(zoom);
  const { id } = done(await zoom.createMeeting(host.id, draft()));
  simulator.faults.next(1, "commit then drop", { method });
  const answer = await (method === "PATCH" ? zoom.updateMeeting(id, draft()) : zoom.deleteMeeting(id));
  expect(answer).toMatchObject({ kind: "unreachable", sent: true });
  expect(simulator.ledger.requestsTo(`${method} /meetings/{meetingId}`)).toBe(1);
  expect(simulator.ledger.meetings()[0]?.state).toBe(method === "PATCH" ? "waiting" : "deleted");
});

test("a 429 says how long to wait, in its three shapes", async () => {
  const { zoom, simulator } = await zoomAtHand();
  const waits = [];
  for (const fault of ["429 with a date", "429 with seconds", "429 bare"] as const) {
    simulator.faults.next(1, fault);
    const answer = await zoom.listHosts();
    waits.push(answer.kind === "refused" ? answer.retryAfterMs : answer.kind);
  }
  expect(waits).toEqual([1_000, 1_000, 2_000]);
});

test("the account's own daily cap is another limit than the host's", async () => {
  const { zoom, simulator } = await zoomAtHand({ plan: "free" });
  const { limits } = simulator.controls;
  for (let n = 0; n < 2_000; n += 1) limits.admit("medium");
  const answer = await zoom.listHosts();
  expect(answer).toMatchObject({ kind: "refused", failure: { code: "zoom.limit" }, retryAfterMs: 12 * 3_600_000 });
  expect(failureOf(answer).what.en).toContain("for the day");
});

test("the 101st creation of a host's UTC day has its own code and waits for midnight UTC", async () => {
  const { zoom, simulator, clock } = await zoomAtHand({ limits: false });
  const host = await firstHost(zoom);
  for (let n = 0; n < 99; n += 1) done(await zoom.createMeeting(host.id, draft({ key: `s-${n}` })));
  const { id } = done(await zoom.createMeeting(host.id, draft({ key: "s-99" })));

  for (const shape of ["date", "seconds", "bare"] as const) {
    simulator.controls.limits.shape = shape;
    const create = await zoom.createMeeting(host.id, draft({ key: "one-more" }));
    expect(create).toMatchObject({
      kind: "refused",
      failure: { code: "zoom.daily-limit" },
      retryAfterMs: 12 * 3_600_000,
    });
    expect(failureOf(create).what.fr).toContain("12 h 00");
  }
  expect(failureOf(await zoom.updateMeeting(id, draft())).code).toBe("zoom.daily-limit");
  done(await zoom.deleteMeeting(id));

  clock.advance({ hours: 12 });
  done(await zoom.createMeeting(host.id, draft({ key: "one-more" })));
});
