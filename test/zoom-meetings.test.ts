import { describe, expect, test } from "vitest";

import { decideOnMeeting } from "#features/meetings/decide-on-meeting.ts";
import { findSessionLike } from "#features/meetings/find-session-like.ts";
import { giveLink } from "#features/meetings/give-link.ts";

import { openZoomSchool, type ZoomSchool } from "./zoom-school.ts";

const monday = "2026-03-02T18:00:00Z";
const tuesday = "2026-03-03T18:00:00Z";

/** Every session has one meeting at Zoom, with its own key, and the row says so. */
async function expectExactlyOne({ standing, sql }: ZoomSchool, sessions: readonly string[]): Promise<void> {
  expect(
    standing()
      .map((meeting) => meeting.key)
      .toSorted(),
  ).toEqual([...sessions].toSorted());
  const rows = await sql("select session_id, zoom_id from meetings where state = 'open'");
  expect(new Map(rows.map((row) => [row["session_id"], row["zoom_id"]]))).toEqual(
    new Map(standing().map((meeting) => [meeting.key, meeting.id])),
  );
}

const byHand = ({ simulator }: ZoomSchool) => simulator.controls.byHand;

describe("a creation whose answer is lost", () => {
  test("is searched for, also when Zoom carries it out only later", async () => {
    const school = await openZoomSchool();
    await school.session("s1", monday, "awa");
    await school.session("s2", tuesday, "awa");
    school.simulator.faults.next(1, "commit later", { method: "POST", path: /meetings/ });
    const report = await school.run();
    expect(report).toMatchObject({ created: 2, failed: 0, worthRetrying: false });
    await expectExactlyOne(school, ["s1", "s2"]);
    expect(school.simulator.ledger.requestsTo("POST /users/{userId}/meetings")).toBe(2);
  });

  test("and carried out after all patience is found by the next run and removed: the link that was sent stays", async () => {
    const school = await openZoomSchool({ lateMs: 600_000 });
    await school.session("s1", monday, "awa");
    school.simulator.faults.next(1, "commit later", { method: "POST", path: /meetings/ });
    expect(await school.run()).toMatchObject({ created: 1, failed: 0 });
    const { zoom_id: sent } = await school.row("s1");
    school.clock.advance({ minutes: 10 });
    expect(school.standing()).toHaveLength(2);
    const again = await school.run();
    expect(again.log.filter((line) => line.startsWith("warning"))).toHaveLength(1);
    await expectExactlyOne(school, ["s1"]);
    expect((await school.row("s1"))["zoom_id"]).toBe(sent);
  });

  test("and lost again and again is left for the next run, which creates nothing before it has looked", async () => {
    const school = await openZoomSchool({ lateMs: 60_000 });
    await school.session("s1", monday, "awa");
    school.simulator.faults.next(2, "commit later", { method: "POST", path: /meetings/ });
    expect(await school.run()).toMatchObject({ created: 0, failed: 1, worthRetrying: true });
    expect((await school.row("s1"))["state"]).toBe("creating");
    school.clock.advance({ minutes: 5 });
    await school.run();
    await school.run();
    await expectExactlyOne(school, ["s1"]);
  });

  test("a database that forgot a meeting takes it over; another Carillon's on the same account is left alone", async () => {
    const school = await openZoomSchool();
    await school.session("s1", monday, "awa");
    await school.run();
    const [host] = school.simulator.hosts;
    const draft = { key: "another-school", topic: "x", agenda: "", startsAt: Temporal.Instant.from(tuesday) };
    await school.zoom.createMeeting(host?.id ?? "", { ...draft, durationMinutes: 60 });
    const before = school.standing().map((meeting) => meeting.id);
    await school.sql("delete from meetings");
    expect(await school.run()).toMatchObject({ created: 1, failed: 0 });
    expect(school.standing().map((meeting) => meeting.id)).toEqual(before);
    expect((await school.row("s1"))["state"]).toBe("open");
  });
});

describe("a session that changes", () => {
  test("moved, cancelled, and back: the meeting follows", async () => {
    const school = await openZoomSchool();
    await school.session("s1", monday, "awa");
    await school.session("s2", tuesday, "awa");
    await school.run();
    await school.sql("update sessions set starts_at = $1, ends_at = $2, status = 'moved' where id = 's1'", [
      "2026-03-02T20:00:00Z",
      "2026-03-02T21:30:00Z",
    ]);
    await school.sql("update sessions set status = 'cancelled' where id = 's2'");
    expect(await school.run()).toMatchObject({ created: 0, changed: 2, failed: 0 });
    expect(school.standing()).toMatchObject([{ key: "s1", durationMinutes: 90 }]);
    expect(school.standing()[0]?.startsAt.toString()).toBe("2026-03-02T20:00:00Z");
    expect(await school.run()).toMatchObject({ created: 0, changed: 0, unchanged: 2, failed: 0 });
    await school.sql("update sessions set status = 'scheduled' where id = 's2'");
    expect(await school.run()).toMatchObject({ created: 1 });
    await expectExactlyOne(school, ["s1", "s2"]);
  });

  test("substituted: the meeting goes to the substitute's account, and back", async () => {
    const hosts = [{ email: "awa@school.test" }, { email: "bintou@school.test" }, { email: "pool@school.test" }];
    const school = await openZoomSchool({ hosts });
    await school.session("s1", monday, "awa");
    await school.session("s2", tuesday, "bintou");
    await school.run();
    await school.sql("update sessions set coach_id = 'bintou' where id = 's1'");
    expect(await school.run()).toMatchObject({ changed: 1, failed: 0 });
    expect(school.standing().find((one) => one.key === "s1")?.host).toBe("bintou@school.test");
    await expectExactlyOne(school, ["s1", "s2"]);
    await school.sql("update sessions set coach_id = 'awa' where id = 's1'");
    await school.run();
    expect(school.standing().find((one) => one.key === "s1")?.host).toBe("awa@school.test");
    expect(await school.run()).toMatchObject({ changed: 0, unchanged: 2 });
  });
});

describe("a change by hand in Zoom", () => {
  const decide = async ({ database, clock }: ZoomSchool, decision: "restore" | "accept", sessionId = "s1") =>
    await decideOnMeeting({ db: database.db, clock, sessionId, decision, by: "cli" });

  async function changed(): Promise<ZoomSchool> {
    const school = await openZoomSchool();
    await school.session("s1", monday, "awa");
    await school.run();
    byHand(school).change(school.standing()[0]?.id ?? "", { startsAt: Temporal.Instant.from(tuesday) });
    return school;
  }

  test("is told once, and left until somebody chooses", async () => {
    const school = await changed();
    const told = await school.run();
    expect(told).toMatchObject({ failed: 1, changed: 0 });
    expect(told.log.find((line) => line.startsWith("meeting.changed-by-hand"))).toContain("2026-03-03 18:00");
    expect(await school.run()).toMatchObject({ failed: 0, changed: 0, unchanged: 1 });
    expect(school.standing()[0]?.startsAt.toString()).toBe(tuesday);
  });

  test("restored: it is put back; accepted: it stays until the timetable changes", async () => {
    const school = await changed();
    await school.run();
    expect((await decide(school, "restore")).ok).toBe(true);
    expect(await school.run()).toMatchObject({ changed: 1, failed: 0 });
    expect(school.standing()[0]?.startsAt.toString()).toBe(monday);
    expect(await decide(school, "restore")).toMatchObject({ failure: { code: "meeting.nothing-to-decide" } });

    byHand(school).change(school.standing()[0]?.id ?? "", { durationMinutes: 90 });
    await school.run();
    expect((await decide(school, "accept")).ok).toBe(true);
    expect(await school.run()).toMatchObject({ changed: 0, failed: 0, unchanged: 1 });
    expect(school.standing()[0]?.durationMinutes).toBe(90);
    const audit = await school.sql("select action, by from audit_lines order by id");
    expect(audit).toEqual([
      { action: "meeting.restore", by: "cli" },
      { action: "meeting.accept", by: "cli" },
    ]);
    await school.sql(
      "update sessions set starts_at = starts_at + interval '1 hour', ends_at = ends_at + interval '1 hour'",
    );
    expect(await school.run()).toMatchObject({ changed: 1, failed: 0 });
    expect(school.standing()[0]).toMatchObject({ durationMinutes: 60 });
  });

  test("taken back by hand: nothing is left to decide", async () => {
    const school = await changed();
    await school.run();
    byHand(school).change(school.standing()[0]?.id ?? "", { startsAt: Temporal.Instant.from(monday) });
    await school.run();
    expect((await school.row("s1"))["hand_change"]).toBeNull();
  });

  test("deleted: told, without a dead link; restored it is made anew, accepted there is none", async () => {
    const school = await openZoomSchool();
    await school.session("s1", monday, "awa");
    await school.run();
    byHand(school).delete(school.standing()[0]?.id ?? "");
    expect((await school.run()).log.some((line) => line.startsWith("meeting.deleted-by-hand"))).toBe(true);
    expect(await school.row("s1")).toMatchObject({ join_url: null, state: "open" });
    await decide(school, "restore");
    await school.run();
    await expectExactlyOne(school, ["s1"]);
    byHand(school).delete(school.standing()[0]?.id ?? "");
    await school.run();
    await decide(school, "accept");
    expect(await school.run()).toMatchObject({ created: 0, failed: 0 });
    expect(await school.row("s1")).toMatchObject({ state: "declined", join_url: null });
    await decide(school, "restore");
    expect(await school.run()).toMatchObject({ created: 1 });
  });

  test("on the day, a passcode changed in Zoom is taken over and a dead link is told", async () => {
    const school = await openZoomSchool();
    await school.session("s1", monday, "awa");
    await school.session("s2", "2026-03-02T20:00:00Z", "awa");
    await school.run();
    const first = school.standing().find((meeting) => meeting.key === "s1");
    const second = school.standing().find((meeting) => meeting.key === "s2");
    school.clock.advance({ hours: 30 });
    byHand(school).change(first?.id ?? "", { passcode: "n3w" });
    expect(await school.run()).toMatchObject({ failed: 0 });
    expect(await school.row("s1")).toMatchObject({ passcode: "n3w" });
    byHand(school).delete(second?.id ?? "");
    expect(await school.run()).toMatchObject({ failed: 1 });
  });
});

describe("a link given by hand", () => {
  const link = { url: "https://zoom.us/j/86912345678?pwd=abc", passcode: "xyz" };
  const give = async ({ database, clock }: ZoomSchool, subject: string, given: typeof link | undefined) =>
    await giveLink({ db: database.db, clock, subject, link: given, by: "cli" });

  test("is respected: no meeting is made, one that stands goes; taken back, one is made", async () => {
    const school = await openZoomSchool();
    await school.session("s1", monday, "awa");
    await school.run();
    expect(await give(school, "s1", link)).toMatchObject({ ok: true });
    expect(await school.run()).toMatchObject({ changed: 1, failed: 0 });
    expect(school.standing()).toEqual([]);
    expect(await school.row("s1")).toMatchObject({
      state: "given",
      join_url: link.url,
      passcode: "xyz",
      zoom_id: "86912345678",
    });
    expect(await school.run()).toMatchObject({ changed: 0, unchanged: 1 });
    await give(school, "s1", undefined);
    await school.run();
    await expectExactlyOne(school, ["s1"]);
    expect(await give(school, "s1", undefined)).toMatchObject({ failure: { code: "meeting.no-given-link" } });
  });

  test("of the workbook's column or for a whole course counts too; the host's own link is refused", async () => {
    const school = await openZoomSchool();
    await school.entry({ id: "e1", course: "Math", coach: "awa", weekday: 1, time: "18:00", dates: ["2026-03-02"] });
    await school.sql("update entries set meeting_link = 'https://meet.example/math'");
    await school.run();
    expect(await school.row("e1-2026-03-02")).toMatchObject({ state: "given", zoom_id: null });
    await give(school, "Math", link);
    await school.run();
    expect(await school.row("e1-2026-03-02")).toMatchObject({ join_url: link.url });
    for (const url of [
      "http://zoom.us/j/1",
      "zoom.us/j/1",
      "https://zoom.us/s/86912345678?zak=secret",
      "javascript:1",
    ]) {
      expect(await give(school, "Math", { ...link, url })).toMatchObject({ failure: { code: "meeting.bad-link" } });
    }
    await give(school, "Math", undefined);
    await school.sql("update entries set meeting_link = 'salle 4'");
    const told = await school.run();
    expect(told.log.some((line) => line.startsWith("meeting.bad-link"))).toBe(true);
    expect(school.standing()).toHaveLength(1);
  });

  test("is opened on the day: a dead or silent one is told with its remedy until it is mended", async () => {
    const school = await openZoomSchool();
    await school.session("s1", monday, "awa");
    await school.session("s2", tuesday, "awa");
    await give(school, "s1", link);
    await give(school, "s2", link);
    school.links.set(link.url, { kind: "dead", cause: "HTTP 404" });
    const codesOf = async () => (await school.run()).log.map((line) => line.split(" ")[0]);
    expect(await codesOf()).not.toContain("meeting.dead-link");
    school.clock.advance({ hours: 19 });
    expect((await codesOf()).filter((code) => code === "meeting.dead-link")).toHaveLength(1);
    school.links.set(link.url, { kind: "silent", cause: "HTTP 503" });
    expect(await codesOf()).toContain("meeting.silent-link");
    school.links.clear();
    expect(await school.run()).toMatchObject({ failed: 0 });
    expect((await school.row("s1"))["checked_at"]).not.toBeNull();
    school.links.set(link.url, { kind: "dead", cause: "HTTP 404" });
    // A look is good for half a day.
    expect(await school.run()).toMatchObject({ failed: 0 });
  });

  test("a session is found by the beginning of its number, when it is one", async () => {
    const { database, session } = await openZoomSchool();
    await session("abc-1", monday, "awa");
    await session("abc-2", tuesday, "awa");
    expect(await findSessionLike({ db: database.db, written: "abc-2" })).toMatchObject({ ok: true });
    for (const written of ["abc", "x", "%"]) {
      expect(await findSessionLike({ db: database.db, written })).toMatchObject({
        failure: { code: "session.unknown" },
      });
    }
  });
});
