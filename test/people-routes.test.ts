import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { Role } from "#features/accounts/rules.ts";
import { addHeardMessages } from "#features/participation/store.ts";
import { openDirectories } from "#features/participation/open-directories.ts";
import { takeInStays } from "#features/participation/take-in-stays.ts";
import { recountPoints } from "#features/rankings/recount-points.ts";
import { ensureCoaches } from "#features/roster/store.ts";
import type { SessionDetails } from "#features/sessions/store.ts";

import { openHttpWorld, type HttpWorld } from "./http-world.ts";
import { monday, openSmallSchool, type SmallSchool } from "./small-school.ts";

let http: HttpWorld;
let school: SmallSchool;
const cookies = new Map<Role, string>();
let group: string;
let other: string;
let ama: string;
let jules: string;
let session: SessionDetails;

/** Monday's class of the group; its page is looked at on Tuesday. */
beforeAll(async () => {
  http = await openHttpWorld();
  const { db } = http.world.app.database;
  school = await openSmallSchool(db);
  group = await school.group("English A1");
  other = await school.group("English B2");
  ama = await school.student(group, "Ama Bah");
  jules = await school.student(group, "Jules Perrin");
  session = await school.session(group);
  await classWas(session, ["Ama Bah", "Jule Perin"]);
  for (const role of ["operator", "coach", "viewer"] as const) cookies.set(role, await http.signedIn(role));
});
afterAll(async () => await http.close());

async function classWas(held: SessionDetails, names: readonly string[]) {
  const { db } = http.world.app.database;
  const stays = names.map((name, index) => ({
    stayId: `${index}`,
    name,
    joinedAt: held.startsAt,
    leftAt: held.endsAt,
  }));
  const directory = (await openDirectories(db, [group]))(group);
  const { attendance: rules } = http.world.app.config;
  await takeInStays({ db, rules, now: http.world.clock.now(), reports: [{ session: held, stays, directory }] });
}

/** What the page is told, or the code of what was refused. */
async function ask(role: Role, method: string, path: string, body?: object) {
  const cookie = cookies.get(role) ?? "";
  const answer = await http.ask(method, `/api${path}`, { cookie, ...(body === undefined ? {} : { body }) });
  // Each test knows what it is told.
  // oxlint-disable-next-line typescript/no-explicit-any
  const told = (await answer.json()) as any;
  return answer.ok ? told : (told.data?.code ?? answer.status);
}

const get = async (path: string) => await ask("operator", "GET", path);
const post = async (path: string, body: object) => await ask("operator", "POST", path, body);
const groupNow = async (id: string) => (await get("/groups")).find((one: { id: string }) => one.id === id);

describe("groups", () => {
  it("are told with their health, and changed many at once", async () => {
    expect(await groupNow(group)).toMatchObject({ title: "English A1", health: "well", students: 2, language: "en" });
    expect(await post("/groups/edits", { ids: [group, other], edit: { language: "fr", on: false } })).toEqual({
      changed: 2,
    });
    const off = await groupNow(other);
    expect(off).toMatchObject({ language: "fr", health: "off" });
    expect(off.troubles[0].remedy.fr).toContain("Remettez-le en service");
    expect(await post("/groups/edits", { ids: [group, "nowhere"], edit: { on: true } })).toBe("group.unknown");
    expect((await groupNow(group)).health).toBe("off");
    expect(await post("/groups/edits", { ids: [group, other], edit: { on: true } })).toEqual({ changed: 2 });
  });

  it("keep what somebody else changed since the page was read", async () => {
    const { version } = await groupNow(group);
    const zones = ["Europe/Paris", "Africa/Abidjan"];
    expect(await post("/groups/edits", { ids: [group], edit: { audienceZones: ["Mars/One"] } })).toBe("group.zone");
    expect(await post("/groups/edits", { ids: [group], version, edit: { audienceZones: zones } })).toEqual({
      changed: 1,
    });
    expect(await post("/groups/edits", { ids: [group], version, edit: { audienceZones: [] } })).toBe("stale");
    expect((await groupNow(group)).audienceZones).toEqual(zones);
  });

  it("are checked with Telegram, which says why it cannot", async () => {
    const checked = await post("/groups/checks", { ids: [group] });
    expect(checked).toEqual({ looked: 1 });
    expect((await groupNow(group)).health).toBe("lost");
    await post("/groups/edits", { ids: [group], edit: { on: true } });
  });
});

describe("students", () => {
  it("are found by a part of their name, with their groups and presence", async () => {
    expect(await get("/students?text=ama")).toMatchObject({
      total: 1,
      students: [{ id: ama, name: "Ama Bah", groups: [{ title: "English A1" }], expected: 1, present: 1 }],
    });
    expect((await get(`/students?groupId=${other}`)).total).toBe(0);
    expect(await get("/students/nobody")).toBe("student.unknown");
  });

  it("are added, renamed, moved, and a name that somebody else gave is not written over", async () => {
    const { id } = await post("/students", { name: "Koffi Ané", groupIds: [group], email: "koffi@school.example" });
    const { version } = await get(`/students/${id}`);
    expect(await post(`/students/${id}/name`, { name: "Koffi Anet", version })).toEqual({});
    expect(await post(`/students/${id}/name`, { name: "K.", version })).toBe("stale");
    expect(await post(`/students/${id}/groups`, { groupId: other, inside: false })).toBe("student.never-in-group");
    expect(await post(`/students/${id}/groups`, { groupId: other, inside: true })).toEqual({ changed: true });
    expect((await get(`/students/${id}`)).groups).toHaveLength(2);
  });

  it("are merged with another, and parted again from the list of decisions", async () => {
    const { id } = await post("/students", { name: "Ama B.", groupIds: [group] });
    expect(await post(`/students/${id}/merge`, { into: id })).toBe("student.merge-itself");
    const { decisionId } = await post(`/students/${id}/merge`, { into: ama });
    expect(await get("/students?text=Ama B.")).toMatchObject({ total: 0 });
    const { decisions } = await get(`/students/${ama}/history`);
    expect(decisions[0]).toMatchObject({ id: decisionId, kind: "merge", by: "operator", undoneAt: null });
    expect(await post(`/identities/decisions/${decisionId}/undo`, {})).toEqual({});
    expect(await get("/students?text=Ama B.")).toMatchObject({ total: 1 });
  });

  it("get all that is held of them, and are erased", async () => {
    const { id } = await post("/students", { name: "Zoé Ndiaye", groupIds: [group] });
    const { document } = await get(`/students/${id}/export`);
    expect(JSON.parse(document).student[0].displayName).toBe("Zoé Ndiaye");
    expect(await post(`/students/${id}/erase`, {})).toEqual({});
    expect(await get(`/students/${id}`)).toBe("student.unknown");
    expect(await post(`/students/${id}/erase`, {})).toBe("student.unknown");
  });
});

describe("a name in Zoom", () => {
  it("is answered in one tap, and the answer is taken back", async () => {
    const { questions } = await get("/identities");
    expect(questions).toMatchObject([{ zoomName: "Jule Perin", proposals: [{ studentId: jules }] }]);
    const answer = { kind: "student", studentId: jules };
    const { decisionId, stays } = await post(`/identities/${questions[0].id}/answer`, { answer });
    expect(stays).toBe(1);
    expect(await post(`/identities/${questions[0].id}/answer`, { answer })).toBe("identity.answered");
    const after = await get("/identities");
    expect(after.questions).toEqual([]);
    expect(after.decisions[0]).toMatchObject({ zoomName: "Jule Perin", student: "Jules Perrin", kind: "answer" });
    expect(await post(`/identities/decisions/${decisionId}/undo`, {})).toEqual({});
    expect((await get("/identities")).questions).toHaveLength(1);
  });
});

describe("attendance", () => {
  it("is corrected with a reason that the student can read, and uncorrected", async () => {
    const here = { sessionId: session.id, studentId: jules, present: true };
    expect(await post("/attendance/corrections", { ...here, reason: " " })).toBe("attendance.no-reason");
    const { id } = await post("/attendance/corrections", { ...here, minutes: 60, reason: "Zoom lost him" });
    const { lines } = await get(`/attendance?sessionId=${session.id}&absent=only`);
    expect(lines.map((line: { student: string }) => line.student)).not.toContain("Jules Perrin");
    expect((await get(`/students/${jules}/history`)).corrections).toMatchObject([{ id, reason: "Zoom lost him" }]);
    expect(await post(`/attendance/corrections/${id}/undo`, {})).toEqual({});
    expect((await get(`/attendance?studentId=${jules}`)).lines).toMatchObject([{ present: false }]);
  });

  it("and messages are told week by week", async () => {
    const { db } = http.world.app.database;
    await addHeardMessages(db, [{ groupId: group, telegramMessageId: "1", studentId: ama, at: session.startsAt }]);
    const [week] = await get(`/attendance/trend?groupId=${group}&weeks=1`);
    expect(week).toMatchObject({ week: "2026-01-12", sessions: 1, present: 1, messages: 1 });
    expect(await get(`/attendance/trend?groupId=${other}&weeks=1`)).toMatchObject([{ sessions: 0, messages: 0 }]);
  });
});

describe("points", () => {
  it("are given and taken back by hand, each with its reason", async () => {
    expect(await post(`/students/${ama}/points`, { groupId: group, points: 0, why: "x" })).toBe(400);
    const { source } = await post(`/students/${ama}/points`, { groupId: group, points: 5, why: "Helped Jules" });
    const { lines } = await get(`/students/${ama}/points`);
    expect(lines[0]).toMatchObject({ points: 5, isByHand: true, source, why: { en: expect.stringMatching("Helped") } });
    expect(await post("/points/returns", { source })).toBe("points.not-revoked");
    expect(await post("/points/revocations", { source, why: "By mistake" })).toEqual({ points: 5 });
    expect(await post("/points/returns", { source })).toEqual({ points: 5 });
    expect(await post("/points/returns", { source })).toEqual({ points: 5 });
    const [given, , first] = (await get(`/students/${ama}/points`)).lines;
    expect(given).toMatchObject({
      points: 5,
      isByHand: false,
      why: { en: expect.stringContaining("given back: 0 → 5") },
    });
    // The grant stands, and can be taken back once more.
    expect(first).toMatchObject({ source, isByHand: true });
    expect(await post("/points/revocations", { source, why: "By mistake" })).toEqual({ points: 5 });
    expect(await post(`/students/${ama}/badges`, { groupId: group, why: "Explains well" })).toEqual({});
    expect((await get(`/students/${ama}/points`)).badges).toMatchObject([{ note: "Explains well" }]);
  });

  it("under other rules are shown before they are so, and nothing is kept of the try", async () => {
    const { app, clock, database } = http.world;
    const now = clock.now();
    await recountPoints({ db: app.database.db, school: app.config.school, until: now, recordedAt: now });
    const ledger = async () => (await database.pool.query("select count(*) as n from point_entries")).rows[0].n;
    const before = await ledger();
    const change = { perAttendance: 20 };
    const preview = await post("/points/rules/preview", { change });
    expect(preview).toMatchObject({
      changed: 1,
      groups: [{ title: "English A1", lines: [{ name: "Ama Bah", before: 11, after: 21 }] }],
    });
    expect(await ledger()).toBe(before);
    const { base, mark } = await get("/points/rules");
    expect(base.perAttendance).toBe(10);
    expect(await post("/points/rules/preview", { change: { perMessage: -1 } })).toBe("points.rules");

    const set = { change, note: "Presence first", since: "2026-01-12", mark };
    expect(await post("/points/rules", set)).toMatchObject({ appended: 1 });
    expect(await post("/points/rules", set)).toBe("stale");
    expect(await get("/rankings?period=all")).toMatchObject({ lines: [{ name: "Ama Bah", points: 21, rank: 1 }] });
    for (const [asked, count, lines] of [
      ["words=%C3%80MA", 1, 1],
      ["words=nobody", 0, 0],
      ["order=-name&limit=1", 1, 1],
      ["order=movement&skip=1", 1, 0],
    ]) {
      const found = await get(`/rankings?period=all&${asked}`);
      expect([found.count, found.lines.length]).toEqual([count, lines]);
    }
    expect(await get("/rankings?groupId=nowhere")).toBe("group.unknown");
    expect(await get("/rankings/published")).toEqual([]);
  });
});

describe("a coach", () => {
  it("sees the sessions under their own e-mail address, and nobody else's", async () => {
    const { app, database, clock } = http.world;
    const mine = async () => await ask("coach", "GET", "/coach/sessions?from=2026-01-12&to=2026-01-18");
    expect(await mine()).toEqual({ coach: null, sessions: [] });
    expect(await ask("coach", "GET", `/coach/sessions/${session.id}/attendance`)).toBe("coach.not-yours");

    await database.pool.query("update coaches set email = ' Coach@Ecole.example' where name = 'Awa Sissoko'");
    expect(await mine()).toMatchObject({
      coach: "Awa Sissoko",
      sessions: [{ courseTitle: "English A1", isRead: true }],
    });
    expect(await ask("coach", "GET", `/coach/sessions/${session.id}/attendance`)).toHaveLength(2);

    const theirs = await school.session(group, monday.add({ hours: 24 }));
    const coaches = await ensureCoaches(app.database.db, [{ name: "Benoît Charrier" }], clock.now());
    await database.pool.query("update sessions set coach_id = $1 where id = $2", [
      coaches.get("Benoît Charrier"),
      theirs.id,
    ]);
    await classWas(theirs, ["Ama Bah"]);
    expect((await mine()).sessions).toHaveLength(1);
    expect(await ask("coach", "GET", `/coach/sessions/${theirs.id}/attendance`)).toBe("coach.not-yours");
    for (const path of ["/students", "/groups", "/attendance", "/identities", "/rankings", `/students/${ama}`]) {
      expect([path, await ask("coach", "GET", path)]).toEqual([path, 403]);
    }
    expect(await ask("viewer", "POST", `/students/${ama}/points`, { groupId: group, points: 5, why: "x" })).toBe(403);
  });
});
