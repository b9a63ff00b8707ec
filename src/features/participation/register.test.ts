import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { placeStudent } from "#features/roster/place-student.ts";
import type { SessionDetails } from "#features/sessions/store.ts";
import { cloneDatabase, type ClonedDatabase } from "../../../test/database.ts";
import { monday, openSmallSchool, type SmallSchool } from "../../../test/small-school.ts";
import { correctAttendance } from "./correct-attendance.ts";
import { openDirectories } from "./open-directories.ts";
import { recountAttendance } from "./recount-attendance.ts";
import { listAllCorrections, listSheet } from "./register-store.ts";
import { takeInStays } from "./take-in-stays.ts";
import { undoCorrection } from "./undo-correction.ts";

const rules = { presentShare: 0.5, lateMinutes: 10, leftEarlyMinutes: 10 };
const by = "cli";
let database: ClonedDatabase;
let school: SmallSchool;
let group: string;
let now: Temporal.Instant;
beforeEach(async () => {
  database = await cloneDatabase();
  school = await openSmallSchool(database.db);
  group = await school.group("English A1");
  now = monday.add({ hours: 2 });
});
afterEach(async () => await database.close());

type Shown = readonly [name: string, from: number, to: number];

async function report(session: SessionDetails, shown: readonly Shown[]) {
  const stays = shown.map(([name, from, to]) => ({
    stayId: `${name}@${from}`,
    name,
    joinedAt: session.startsAt.add({ minutes: from }),
    leftAt: session.startsAt.add({ minutes: to }),
  }));
  const directory = (await openDirectories(database.db, [group]))(group);
  await takeInStays({ db: database.db, rules, now, reports: [{ session, stays, directory }] });
}

async function sheet(filter: Parameters<typeof listSheet>[1] = {}): Promise<readonly string[]> {
  const rows = await listSheet(database.db, filter);
  return rows.map((row) => `${row.student} ${row.present ? "present" : "absent"} ${row.minutes}`);
}

const correct = async (sessionId: string, studentId: string, present: boolean, minutes?: number, reason = "I saw it") =>
  await correctAttendance({ db: database.db, rules, now, by, sessionId, studentId, present, minutes, reason });

describe("the register", () => {
  it("has an absence for who was in the group by then, and none for a session that was never read", async () => {
    const ama = await school.student(group, "Ama Bah");
    const jules = await school.student(group, "Jules Perrin");
    const session = await school.session(group);
    await school.session(group, monday.add({ hours: 24 }));
    await report(session, [["Ama Bah", 0, 60]]);
    expect(await sheet()).toEqual(["Ama Bah present 60", "Jules Perrin absent 0"]);
    expect(await sheet({ studentId: jules, present: false })).toEqual(["Jules Perrin absent 0"]);
    expect(await sheet({ from: monday.add({ hours: 1 }) })).toEqual([]);
    expect(await sheet({ groupId: "another" })).toEqual([]);
    // Who leaves the group afterwards was absent all the same; of the next session they are not.
    await placeStudent({ db: database.db, now, by, studentId: jules, groupId: group, inside: false });
    const later = await school.session(group, monday.add({ hours: 48 }));
    await report(later, [["Ama Bah", 0, 20]]);
    expect(await sheet({ sessionId: later.id })).toEqual(["Ama Bah absent 20"]);
    expect(await sheet({ studentId: jules })).toEqual(["Jules Perrin absent 0"]);
    expect(await sheet({ coachId: session.coachId, studentId: ama })).toHaveLength(2);
  });

  it("lets a person's correction stand above every report, with its reason, and takes it back", async () => {
    const ama = await school.student(group, "Ama Bah");
    const session = await school.session(group);
    await report(session, []);
    expect(await correct(session.id, ama, true, undefined, "  ")).toMatchObject({
      failure: { code: "attendance.no-reason" },
    });
    expect(await correct("nowhere", ama, true)).toMatchObject({ failure: { code: "attendance.no-session" } });
    expect(await correct(session.id, "nobody", true)).toMatchObject({ failure: { code: "student.unknown" } });
    const first = await correct(session.id, ama, true, 60, "Zoom did not show her");
    expect(await sheet()).toEqual(["Ama Bah present 60"]);
    expect((await listSheet(database.db, {}))[0]).toMatchObject({
      correctedBy: "cli",
      correctionReason: "Zoom did not show her",
    });
    // The report changes after it: the stays are kept, the person's word stands.
    await report(session, [["Ama Bah", 0, 10]]);
    expect(await sheet()).toEqual(["Ama Bah present 60"]);
    await correct(session.id, ama, false);
    expect(await sheet()).toEqual(["Ama Bah absent 10"]);

    const [last] = await listAllCorrections(database.db, { limit: 1 });
    const undo = { db: database.db, rules, now, by };
    await undoCorrection({ ...undo, correctionId: last?.id ?? 0 });
    expect(await sheet()).toEqual(["Ama Bah present 60"]);
    await undoCorrection({ ...undo, correctionId: first.ok ? first.value : 0 });
    expect(await sheet()).toEqual(["Ama Bah absent 10"]);
    expect(await undoCorrection({ ...undo, correctionId: 99 })).toMatchObject({ ok: false });
    expect(await listAllCorrections(database.db, { limit: 10 })).toHaveLength(2);
  });

  it("is right past midnight and over a clock change, and says nothing of a group without students", async () => {
    await school.student(group, "Ama Bah");
    // In Paris clocks went from 2:00 to 3:00 in this night: 23:30 to 3:30 there are three hours.
    const startsAt = Temporal.ZonedDateTime.from("2026-03-28T23:30[Europe/Paris]").toInstant();
    const night = await school.session(group, startsAt, 180);
    await report(night, [["Ama Bah", 60, 300]]);
    const [row] = await listSheet(database.db, {});
    expect(row).toMatchObject({ minutes: 120, lateBy: 60, late: true, leftEarlyBy: 0 });
    const empty = await school.session(await school.group("Nobody's"));
    await takeInStays({
      db: database.db,
      rules,
      now,
      reports: [{ session: empty, stays: [], directory: (await openDirectories(database.db, []))(null) }],
    });
    expect(await sheet({ sessionId: empty.id })).toEqual([]);
  });

  it("comes out the same whatever came before: the stays and the corrections in force are all that counts", async () => {
    const ama = await school.student(group, "Ama Bah");
    const session = await school.session(group);
    const step = fc.oneof(
      fc.tuple(fc.constant("report" as const), fc.integer({ min: 0, max: 60 })),
      fc.tuple(fc.constant("correct" as const), fc.integer({ min: 1, max: 60 })),
      fc.tuple(fc.constant("undo" as const), fc.integer({ min: 1, max: 5 })),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
        for (const [what, n] of steps) {
          if (what === "report") await report(session, [["Ama Bah", 0, n]]);
          else if (what === "correct") await correct(session.id, ama, n > 20, n);
          else await undoCorrection({ db: database.db, rules, now, by, correctionId: n });
        }
        const before = await sheet();
        const again = { db: database.db, rules, now: now.add({ hours: 1 }), sessionIds: [session.id] };
        expect((await recountAttendance(again)).size).toBe(0);
        await database.pool.query("delete from attendances");
        await recountAttendance(again);
        // A verdict of nothing at all leaves no row behind when all is made anew.
        expect(await sheet()).toEqual(before);
      }),
      { numRuns: 12 },
    );
  });
});
