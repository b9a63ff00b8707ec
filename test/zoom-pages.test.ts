import { expect, test } from "vitest";

import { readSessionDetails } from "#features/sessions/store.ts";

import { allScopes } from "#simulators/zoom/oauth.ts";

import { openZoomSchool, type ZoomSchool } from "./zoom-school.ts";

/** Sessions on three days, some at the same moment, of two coaches; more than are worked on at a time. */
async function addSessions(school: ZoomSchool): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const [day, hours] of [
    ["2026-03-02", [9, 9, 11, 13]],
    ["2026-03-03", [9, 9, 11]],
    ["2026-03-04", [18]],
  ] as const) {
    for (const [place, hour] of hours.entries()) {
      const coach = place % 2 === 0 ? "awa" : "pool";
      ids.push(await school.session(`${day}-${place}`, `${day}T${String(hour).padStart(2, "0")}:00:00Z`, coach));
    }
  }
  return ids;
}

const post = "POST /users/{userId}/meetings";

test.for([1, 2, 3, 8])(
  "%i at a time, each session has its one meeting, and a second run changes nothing",
  async (atOnce) => {
    const school = await openZoomSchool({ atOnce });
    const ids = await addSessions(school);
    expect(await school.run()).toMatchObject({
      read: ids.length,
      created: ids.length,
      failed: 0,
      worthRetrying: false,
    });
    const keys = school.standing().map((meeting) => meeting.key);
    expect(keys.toSorted()).toEqual(ids.toSorted());
    expect(await school.run()).toMatchObject({ created: 0, changed: 0, unchanged: ids.length, failed: 0 });
    expect(school.simulator.ledger.requestsTo(post)).toBe(ids.length);
  },
);

test("a change by hand is told once, whichever sessions it is read with", async () => {
  const school = await openZoomSchool({ atOnce: 2 });
  await addSessions(school);
  await school.run();
  const last = school.standing().find((meeting) => meeting.key === "2026-03-04-0");
  school.simulator.controls.byHand.delete(last?.id ?? "");
  const told = await school.run();
  expect(told).toMatchObject({ created: 0, failed: 1 });
  expect(await school.run()).toMatchObject({ created: 0, failed: 0 });
});

test("a Zoom that refuses the account is asked once for each host, not once for each reading", async () => {
  const school = await openZoomSchool({ atOnce: 2 });
  const ids = await addSessions(school);
  school.simulator.controls.oauth.scopes = allScopes.filter((scope) => scope !== "meeting:write:meeting:admin");
  const report = await school.run();
  expect(report).toMatchObject({ read: ids.length, created: 0, failed: ids.length });
  expect(school.simulator.ledger.requestsTo(post)).toBeLessThanOrEqual(2 * 3);
});

test("some at a time are all of them, in the order of their hours", async () => {
  const school = await openZoomSchool();
  const ids = await addSessions(school);
  const [from, until] = [school.clock.now(), school.clock.now().add({ hours: 168 })];
  for (const atOnce of [1, 2, 3, 8, 9]) {
    const pages = await Array.fromAsync(readSessionDetails(school.database.db, from, until, atOnce));
    expect(pages.flat().map((session) => session.id)).toEqual(ids);
    expect(Math.max(...pages.map((page) => page.length))).toBeLessThanOrEqual(atOnce);
  }
});
