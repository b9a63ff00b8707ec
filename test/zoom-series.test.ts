import { expect, test } from "vitest";

import { decideOnMeeting } from "#features/meetings/decide-on-meeting.ts";

import { openZoomSchool, type ZoomSchool } from "./zoom-school.ts";

const policy = { links: "course" } as const;
const hosts = [{ email: "awa@school.test" }, { email: "pool@school.test" }];

/** A course on Mondays and Wednesdays at 18:00, its week from Sunday 1 March on. */
async function twiceAWeek(school: ZoomSchool): Promise<void> {
  const common = { course: "Math", coach: "awa", time: "18:00", timeZone: "Europe/Paris" };
  await school.entry({ ...common, id: "mon", weekday: 1, dates: ["2026-03-02"] });
  await school.entry({ ...common, id: "wed", weekday: 3, dates: ["2026-03-04"] });
}

const monday = "mon-2026-03-02";
const wednesday = "wed-2026-03-04";

async function expectOneRoom({ standing, sql }: ZoomSchool, sessions: readonly string[]): Promise<string> {
  const rooms = standing();
  expect(rooms).toHaveLength(1);
  const rows = await sql(
    "select session_id, zoom_id, join_url, occurrence_id from meetings where state = 'open' order by 1",
  );
  expect(rows.map((row) => row["session_id"])).toEqual(sessions.toSorted());
  expect(new Set(rows.map((row) => row["join_url"])).size).toBe(1);
  expect(rows.every((row) => row["zoom_id"] === rooms[0]?.id && row["occurrence_id"] !== null)).toBe(true);
  return rooms[0]?.id ?? "";
}

test("a course's sessions share one link, which stays; its dates follow the timetable one by one", async () => {
  const school = await openZoomSchool({ policy, hosts });
  await twiceAWeek(school);
  expect(await school.run()).toMatchObject({ created: 2, failed: 0 });
  const room = await expectOneRoom(school, [monday, wednesday]);
  expect(school.simulator.ledger.requestsTo("POST /users/{userId}/meetings")).toBe(1);
  expect(await school.run()).toMatchObject({ created: 0, changed: 0, unchanged: 2, failed: 0 });

  await school.sql(
    `update sessions set moved_from = starts_at, starts_at = starts_at + interval '2 hours',
    ends_at = ends_at + interval '2 hours', status = 'moved' where id = $1`,
    [monday],
  );
  await school.sql("update sessions set status = 'cancelled' where id = $1", [wednesday]);
  expect(await school.run()).toMatchObject({ changed: 2, failed: 0 });
  const read = await school.zoom.readMeeting(room);
  const dates = read.kind === "done" ? (read.value?.occurrences ?? []) : [];
  // 18:00 in Paris is 17:00 UTC, and 16:00 after the clock change of 29 March.
  expect(dates.slice(0, 2).map((date) => date.startsAt.toString())).toEqual([
    "2026-03-02T19:00:00Z",
    "2026-03-09T17:00:00Z",
  ]);
  expect(dates.some((date) => date.startsAt.toString() === "2026-03-30T16:00:00Z")).toBe(true);
  expect(await school.run()).toMatchObject({ changed: 0, failed: 0 });

  await school.sql("update sessions set status = 'scheduled' where id = $1", [wednesday]);
  await school.run();
  await expectOneRoom(school, [monday, wednesday]);
  expect(await school.run()).toMatchObject({ changed: 0, failed: 0 });
  // Without its line the course has no room.
  await school.sql("update entries set ended_at = now()");
  await school.sql("update sessions set status = 'cancelled'");
  await school.run();
  expect(school.standing()).toEqual([]);
});

test("the room is extended before it ends, and keeps its link", async () => {
  const school = await openZoomSchool({ policy, hosts });
  await twiceAWeek(school);
  await school.run();
  const room = await expectOneRoom(school, [monday, wednesday]);
  // 50 dates are 25 weeks: half a year later the room was planned anew.
  school.clock.advance({ hours: 24 * 7 * 23 });
  await school.sql(
    "update sessions set starts_at = starts_at + interval '161 days', ends_at = ends_at + interval '161 days'",
  );
  await school.run();
  const read = await school.zoom.readMeeting(room);
  const last = read.kind === "done" ? read.value?.occurrences.at(-1)?.startsAt : undefined;
  expect(last?.since(school.clock.now()).total("hours")).toBeGreaterThan(24 * 7 * 20);
  expect(school.standing()).toHaveLength(1);
});

test("a change by hand to one date, or to the whole room, is noticed and waits for a choice", async () => {
  const school = await openZoomSchool({ policy, hosts });
  const decide = async (sessionId: string, decision: "restore" | "accept") =>
    await decideOnMeeting({ db: school.database.db, clock: school.clock, sessionId, decision, by: "cli" });
  await twiceAWeek(school);
  await school.run();
  const room = await expectOneRoom(school, [monday, wednesday]);
  const { byHand } = school.simulator.controls;

  byHand.change(room, { startsAt: Temporal.Instant.from("2026-03-02T20:00:00Z") }, 0);
  const told = await school.run();
  expect(told).toMatchObject({ failed: 1 });
  expect(told.log.filter((line) => line.startsWith("meeting.changed-by-hand"))).toHaveLength(1);
  expect(await school.run()).toMatchObject({ failed: 0, changed: 0 });
  await decide(monday, "accept");
  expect(await school.run()).toMatchObject({ failed: 0, changed: 0 });
  byHand.change(room, { startsAt: Temporal.Instant.from("2026-03-02T21:00:00Z") }, 0);
  expect(await school.run()).toMatchObject({ failed: 1 });
  await decide(monday, "restore");
  expect(await school.run()).toMatchObject({ failed: 0, changed: 1 });

  byHand.delete(room, 1);
  expect((await school.run()).log.filter((line) => line.startsWith("meeting.deleted-by-hand"))).toHaveLength(1);
  expect(await school.row(wednesday)).toMatchObject({ join_url: null });
  await decide(wednesday, "restore");
  await school.run();
  await expectOneRoom(school, [monday, wednesday]);

  byHand.delete(room);
  expect((await school.run()).log.filter((line) => line.startsWith("meeting.deleted-by-hand"))).toHaveLength(2);
  expect(await school.run()).toMatchObject({ failed: 0 });
  expect(school.standing()).toEqual([]);
  await decide(monday, "restore");
  await school.run();
  await expectOneRoom(school, [monday, wednesday]);
});

test("a session moved after its own date has gone by gets a meeting of its own, and nobody is said to have deleted it", async () => {
  const school = await openZoomSchool({ policy, hosts });
  await twiceAWeek(school);
  await school.run();
  await moveMondayToFriday(school, "2026-03-03T08:00:00Z");
  expect(await school.run()).toMatchObject({ created: 1, failed: 0 });
  await expectRoomAndOwn(school);
  expect(await school.run()).toMatchObject({ created: 0, changed: 0, failed: 0 });
});

test("a moved session whose room is planned anew after its own date keeps a meeting", async () => {
  const school = await openZoomSchool({ policy, hosts });
  await twiceAWeek(school);
  await school.run();
  await moveMondayToFriday(school, "2026-03-02T12:00:00Z");
  expect(await school.run()).toMatchObject({ changed: 1, failed: 0 });
  await expectOneRoom(school, [monday, wednesday]);
  school.clock.advance({ hours: 20 });
  // The course is on Thursdays too: Zoom is told all dates anew, and Monday's is none of them.
  const common = { course: "Math", coach: "awa", time: "18:00", timeZone: "Europe/Paris" };
  await school.entry({ ...common, id: "thu", weekday: 4, dates: ["2026-03-05"] });
  expect(await school.run()).toMatchObject({ created: 2, failed: 0 });
  await expectRoomAndOwn(school);
  expect(await school.run()).toMatchObject({ created: 0, changed: 0, failed: 0 });
});

async function moveMondayToFriday(school: ZoomSchool, at: string): Promise<void> {
  school.clock.advance({ minutes: school.clock.now().until(Temporal.Instant.from(at)).total("minutes") });
  await school.sql(
    `update sessions set moved_from = starts_at, starts_at = starts_at + interval '4 days',
    ends_at = ends_at + interval '4 days', status = 'moved' where id = $1`,
    [monday],
  );
}

/** The course's room stands, and beside it the one meeting of the session that no longer has a date there. */
async function expectRoomAndOwn(school: ZoomSchool): Promise<void> {
  const own = await school.row(monday);
  expect(own).toMatchObject({ state: "open", occurrence_id: null, hand_change: null });
  expect(own["starts_at"]).toBe("2026-03-06 17:00:00+00");
  const room = await school.row(wednesday);
  expect(room["occurrence_id"]).not.toBeNull();
  expect(
    school
      .standing()
      .map((meeting) => meeting.id)
      .toSorted(),
  ).toEqual([String(own["zoom_id"]), String(room["zoom_id"])].toSorted());
}

test("a room whose creation was lost, once or late, is never doubled", async () => {
  for (const [lateMs, times] of [
    [20_000, 1],
    [300_000, 1],
    [60_000, 2],
  ] as const) {
    const school = await openZoomSchool({ policy, hosts, lateMs });
    await twiceAWeek(school);
    school.simulator.faults.next(times, "commit later", { method: "POST", path: /meetings/ });
    await school.run();
    for (let turn = 0; turn < 2; turn += 1) {
      school.clock.advance({ minutes: 6 });
      await school.run();
    }
    expect(school.standing()).toHaveLength(1);
    await expectOneRoom(school, [monday, wednesday]);
  }
});

test("one process that dies at any moment of a room's week leaves one room after the next", async () => {
  for (let step = 1; step <= 6; step += 1) {
    const school = await openZoomSchool({ policy, hosts });
    await twiceAWeek(school);
    await school.sql(
      "update sessions set moved_from = starts_at, starts_at = starts_at + interval '1 hour', ends_at = ends_at + interval '1 hour' where id = $1",
      [monday],
    );
    await school.run(dyingAfter(school, step)).catch(() => undefined);
    await school.run();
    await expectOneRoom(school, [monday, wednesday]);
    expect(await school.run()).toMatchObject({ created: 0, changed: 0, failed: 0 });
  }
});

/** A Zoom whose process dies when the answer of the call number `calls` comes: the call was carried out. */
function dyingAfter({ zoom }: ZoomSchool, calls: number): ZoomSchool["zoom"] {
  let left = calls;
  return new Proxy(zoom, {
    get(target, name: keyof typeof zoom) {
      const call = target[name].bind(target) as (...given: readonly unknown[]) => Promise<unknown>;
      return async (...given: readonly unknown[]) => {
        const answer = await call(...given);
        left -= 1;
        if (left <= 0) throw new Error("killed");
        return answer;
      };
    },
  });
}

test("a host whose day Zoom calls spent is asked by no room again that day; the next day all is done", async () => {
  const school = await openZoomSchool({ policy, hosts: [{ email: "awa@school.test" }] });
  const common = { coach: "awa", weekday: 3, dates: ["2026-03-04"] };
  await school.entry({ ...common, id: "early", course: "Math", time: "16:00" });
  await school.entry({ ...common, id: "late", course: "Physics", time: "19:00" });
  const { ledger, hosts: accounts, controls } = school.simulator;
  const codes = (log: readonly string[]) => log.map((line) => line.split(" ")[0]).filter((code) => code?.includes("."));
  const asked = () =>
    ledger.requestsTo("POST /users/{userId}/meetings") + ledger.requestsTo("PATCH /meetings/{meetingId}");
  const spent = ["zoom.daily-limit", "meeting.budget-spent"];

  /** Other programs have used the host up: the first room is told so, the other one does not ask. */
  async function expectOneRefusal(done: object): Promise<void> {
    const host = accounts[0]?.id ?? "";
    while (controls.limits.admitWrite(host) === undefined);
    const before = asked();
    const report = await school.run();
    expect([...new Set(codes(report.log))]).toEqual(spent);
    expect(asked() - before).toBe(1);
    expect(report.nextDay).toBeDefined();
    const quiet = await school.run();
    expect([...new Set(codes(quiet.log))]).toEqual(["meeting.budget-spent"]);
    expect(asked() - before).toBe(1);
    school.clock.advance({ minutes: report.nextDay === undefined ? 0 : 1 + minutesUntil(school, report.nextDay) });
    expect(await school.run()).toMatchObject({ ...done, failed: 0 });
  }

  await expectOneRefusal({ created: 2 });
  await school.sql(
    "update sessions set moved_from = starts_at, starts_at = starts_at + interval '1 day', ends_at = ends_at + interval '1 day', status = 'moved'",
  );
  await expectOneRefusal({ changed: 2 });
  // Both courses are on Fridays too: their rooms' dates are planned anew.
  for (const [id, course, time] of [
    ["early-2", "Math", "16:00"],
    ["late-2", "Physics", "19:00"],
  ] as const) {
    await school.entry({ id, course, time, coach: "awa", weekday: 5, dates: ["2026-03-06"] });
  }
  await expectOneRefusal({ created: 2 });
});

function minutesUntil({ clock }: ZoomSchool, then: Temporal.Instant): number {
  return Math.ceil(clock.now().until(then).total("minutes"));
}
