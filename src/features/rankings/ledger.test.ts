import fc from "fast-check";
import { asc, eq, sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { attendances, collections, heardMessages } from "#features/participation/tables.ts";
import { memberships, students } from "#features/roster/tables.ts";
import { courses } from "#features/timetable/tables.ts";
import { cloneDatabase, type ClonedDatabase } from "../../../test/database.ts";
import { monday, openSmallSchool, type SmallSchool } from "../../../test/small-school.ts";
import { addRulesVersion, appendEntry } from "./ledger-store.ts";
import { defaultRuleBook, type PointsRules, type RuleBook } from "./points-rules.ts";
import { recountPoints } from "./recount-points.ts";
import { computeRanking } from "./standing-store.ts";
import { publishGroupRankings } from "./store.ts";
import { pointEntries, rankingChoices, rankingLines, rankings } from "./tables.ts";

const timeZone = "Africa/Abidjan" as never;
const evening = monday.add({ hours: 2 });

let database: ClonedDatabase;
let school: SmallSchool;
let group: string;
let told = 0;
beforeEach(async () => {
  database = await cloneDatabase();
  school = await openSmallSchool(database.db);
  group = await school.group("English A1");
});
afterEach(async () => await database.close());

const recount = async (until = evening, since?: Temporal.PlainDate) =>
  await recountPoints({ db: database.db, school: { timeZone }, until, recordedAt: until, since });

async function write(studentId: string, minutes: readonly number[], groupId = group) {
  for (const minute of minutes) {
    await database.db
      .insert(heardMessages)
      .values({ groupId, studentId, telegramMessageId: String((told += 1)), at: monday.add({ minutes: minute }) });
  }
}

async function attend(sessionId: string, studentId: string, present: boolean, reason: string | null = null) {
  await database.db.insert(collections).values({ sessionId, collectedAt: monday }).onConflictDoNothing();
  const verdict = { present, minutes: present ? 60 : 0, share: present ? 1 : 0, correctionReason: reason };
  await database.db
    .insert(attendances)
    .values({ sessionId, studentId, ...verdict })
    .onConflictDoUpdate({ target: [attendances.sessionId, attendances.studentId], set: verdict });
}

async function setRules(rules: Partial<PointsRules>, since: string, levels: RuleBook["levels"] = {}) {
  const book = { base: { ...defaultRuleBook.base, ...rules }, levels };
  return await addRulesVersion(database.db, { since, book, note: "test", by: "test", createdAt: monday });
}

async function ledger() {
  return await database.db.select().from(pointEntries).orderBy(asc(pointEntries.id));
}

const totals = async (to = evening) =>
  (await computeRanking(database.db, { kind: "group", groupId: group }, undefined, to)).map(
    ({ name, points, rank }) => `${rank} ${name} ${points}`,
  );

describe("the ledger", () => {
  it("counts messages to the day's cap and presences, once", async () => {
    const ama = await school.student(group, "Ama Bah");
    const session = await school.session(group);
    await write(
      ama,
      Array.from({ length: 14 }, (_, index) => index),
    );
    await attend(session.id, ama, true);
    expect(await recount()).toBe(2);
    expect(await recount()).toBe(0);
    expect((await ledger()).map(({ source, points }) => [source, points])).toEqual(
      expect.arrayContaining([
        ["messages:2026-01-12", 10],
        [`attendance:${session.id}`, 10],
      ]),
    );
  });

  it("takes a flood for what it is: a message must come a while after the one before it", async () => {
    await setRules({ messageGapSeconds: 120 }, "2026-01-01");
    const ama = await school.student(group, "Ama Bah");
    await write(ama, [0, 1, 2, 3, 4, 10, 11, 20]);
    await recount();
    expect((await ledger()).map((line) => [line.points, line.details?.written, line.details?.counted])).toEqual([
      [3, 8, 3],
    ]);
  });

  it("appends the difference after a correction, with what it was, what it is and why", async () => {
    const ama = await school.student(group, "Ama Bah");
    const session = await school.session(group);
    await attend(session.id, ama, true);
    await recount();
    await attend(session.id, ama, false, "was on the telephone");
    await recount(evening.add({ hours: 24 }));
    expect((await ledger()).map(({ points, revision, details }) => ({ points, revision, ...details }))).toMatchObject([
      { points: 10, revision: 0 },
      { points: -10, revision: 1, before: 10, after: 0, cause: "facts", corrected: "was on the telephone" },
    ]);
    expect(await totals(evening.add({ hours: 24 }))).toEqual([]);
  });

  it("appends the difference after rules that reach back, and only from their first day on", async () => {
    const ama = await school.student(group, "Ama Bah");
    await write(ama, [0, 1, -24 * 60]);
    await recount();
    const version = await setRules({ perMessage: 3 }, "2026-01-12");
    await recount();
    expect(
      (await ledger()).slice(2).map(({ points, rulesVersion, details }) => [points, rulesVersion, details?.cause]),
    ).toEqual([[4, version, "rules"]]);
  });

  it("follows a level's own rules, and the school's again when the level's are dropped while in use", async () => {
    await database.db.update(courses).set({ level: "B1" }).where(eq(courses.groupId, group));
    const ama = await school.student(group, "Ama Bah");
    await write(ama, [0, 1]);
    await setRules({}, "2026-01-01", { B1: { perMessage: 5 } });
    await recount();
    expect(await totals()).toEqual(["1 Ama Bah 10"]);
    await setRules({}, "2026-01-01");
    await recount();
    expect(await totals()).toEqual(["1 Ama Bah 2"]);
  });

  it("rewards sessions in a row; an absence begins a new row", async () => {
    await setRules({ perAttendance: 0, streakLength: 2, perStreak: 7 }, "2026-01-01");
    const ama = await school.student(group, "Ama Bah");
    const jules = await school.student(group, "Jules Perrin");
    const came = [true, true, false, true, true, true, true];
    for (const [index, present] of came.entries()) {
      const session = await school.session(group, monday.add({ hours: 24 * (index - 7) }));
      await attend(session.id, ama, present);
      await attend(session.id, jules, true);
    }
    await recount();
    expect(await totals()).toEqual(["1 Ama Bah 21", "1 Jules Perrin 21"]);
  });

  it("counts a merged student's facts for the person, and apart again when the merge is undone", async () => {
    const ama = await school.student(group, "Ama Bah");
    const phone = await school.student(group, "iPhone de Ama");
    await write(
      ama,
      Array.from({ length: 6 }, (_, index) => index),
    );
    await write(
      phone,
      Array.from({ length: 7 }, (_, index) => index),
    );
    await recount();
    await database.db.update(students).set({ mergedInto: ama }).where(eq(students.id, phone));
    await recount();
    expect(await totals()).toEqual(["1 Ama Bah 10"]);
    await database.db.update(students).set({ mergedInto: null }).where(eq(students.id, phone));
    await recount();
    expect(await totals()).toEqual(["1 iPhone de Ama 7", "2 Ama Bah 6"]);
  });

  it("leaves who was erased as they are, and out of every ranking", async () => {
    const ama = await school.student(group, "Ama Bah");
    await write(ama, [0, 1]);
    await recount();
    await database.db.update(students).set({ erasedAt: monday }).where(eq(students.id, ama));
    await database.db.delete(heardMessages);
    expect(await recount()).toBe(0);
    expect((await ledger()).length).toBe(1);
    expect(await totals()).toEqual([]);
  });

  it("a group with no student and a school with no fact are nothing to count", async () => {
    await school.session(group);
    expect(await recount()).toBe(0);
    expect(await totals()).toEqual([]);
  });
});

describe("published rankings", () => {
  const publish = async (cutOff = evening) =>
    await publishGroupRankings(database.db, { period: "day", start: undefined, cutOff });
  const lines = async () =>
    (
      await database.db
        .select({ line: rankingLines, to: rankings.to })
        .from(rankingLines)
        .innerJoin(rankings, eq(rankings.id, rankingLines.rankingId))
        .orderBy(asc(rankings.to), asc(rankingLines.rank), asc(rankingLines.name))
    ).map(({ line }) => `${line.rank} ${line.name} ${line.points} ${line.previousRank ?? "-"}`);

  it("share a rank, skip the next, move against the last, and respect choices and departures", async () => {
    const ids: string[] = [];
    for (const name of ["Ama", "Bilal", "Camille", "Daouda", "Élise"]) ids.push(await school.student(group, name));
    const [ama = "", bilal = "", camille = "", daouda = "", elise = ""] = ids;
    await school.session(group, monday.subtract({ hours: 1 }));
    await write(ama, [1]);
    await write(bilal, [1, 2]);
    await write(camille, [1, 2]);
    await write(daouda, [1, 2, 3]);
    await write(elise, [1, 2, 3, 4]);
    await database.db.insert(rankingChoices).values([
      { studentId: daouda, hidden: true, changedAt: monday },
      { studentId: ama, pseudonym: "Étoile", changedAt: monday },
    ]);
    await database.db.update(memberships).set({ leftAt: monday }).where(eq(memberships.studentId, elise));
    await recount();
    await publish();
    await publish();
    expect(await lines()).toEqual(["1 Bilal 2 -", "1 Camille 2 -", "3 Étoile 1 -"]);

    await school.session(group, monday.add({ hours: 24 }));
    const next = evening.add({ hours: 24 });
    await write(ama, [24 * 60, 24 * 60 + 1]);
    await write(bilal, [24 * 60]);
    await recount(next);
    await publish(next);
    expect((await lines()).slice(3)).toEqual(["1 Étoile 2 3", "2 Bilal 1 1"]);
  });

  it("leave out who has nothing or less", async () => {
    const ama = await school.student(group, "Ama");
    await school.session(group);
    const malus = { studentId: ama, groupId: group, reason: "malus" as const, recordedAt: evening };
    await appendEntry(database.db, { ...malus, points: -5, source: "grant:1" });
    await publish();
    expect(await lines()).toEqual([]);
  });

  it("agree with the ledger for any history of facts, corrections and rules, in whatever order facts came", async () => {
    const [first, second] = [await school.student(group, "Ama"), await school.student(group, "Bilal")];
    const sessions: string[] = [];
    for (let index = 0; index < 4; index += 1) {
      sessions.push((await school.session(group, monday.add({ hours: 24 * index - 1 }))).id);
    }
    const step = fc.oneof(
      fc.record({ do: fc.constant("write" as const), who: fc.nat(1), minute: fc.integer({ min: -60, max: 4_000 }) }),
      fc.record({ do: fc.constant("attend" as const), who: fc.nat(1), session: fc.nat(3), present: fc.boolean() }),
      fc.record({
        do: fc.constant("rules" as const),
        each: fc.integer({ min: 0, max: 4 }),
        day: fc.integer({ min: 12, max: 15 }),
      }),
      fc.record({ do: fc.constant("give" as const), who: fc.nat(1), points: fc.integer({ min: -9, max: 9 }) }),
      fc.record({ do: fc.constant("publish" as const) }),
    );
    let granted = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
        await database.db.execute(
          sql`truncate ${rankingLines}, ${rankings}, ${pointEntries}, ${heardMessages}, ${attendances}, points_rules`,
        );
        let cutOff = monday;
        for (const one of steps) {
          if (one.do === "write") await write(one.who === 0 ? first : second, [one.minute]);
          if (one.do === "attend")
            await attend(sessions[one.session] ?? "", one.who === 0 ? first : second, one.present);
          if (one.do === "rules")
            await setRules({ perMessage: one.each, streakLength: 2, perStreak: one.each }, `2026-01-${one.day}`);
          if (one.do === "give") {
            const line = {
              studentId: one.who === 0 ? first : second,
              groupId: group,
              recordedAt: cutOff.add({ minutes: 1 }),
            };
            await appendEntry(database.db, {
              ...line,
              points: one.points,
              reason: "bonus",
              source: `grant:${(granted += 1)}`,
            });
          }
          if (one.do !== "publish") continue;
          cutOff = cutOff.add({ hours: 20 });
          await recount(cutOff);
        }
        const end = monday.add({ hours: 24 * 30 });
        await recount(end);
        expect(await recount(end)).toBe(0);
        const counted = await totals(end);
        const sums = new Map<string, number>();
        for (const line of await ledger()) sums.set(line.studentId, (sums.get(line.studentId) ?? 0) + line.points);
        const names = { [first]: "Ama", [second]: "Bilal" };
        const expected = [...sums].filter(([, points]) => points > 0).map(([id, points]) => `${names[id]} ${points}`);
        expect(counted.map((line) => line.replace(/^\d+ /, "")).toSorted()).toEqual(expected.toSorted());
        // The same facts counted at once, without any history, are worth the same.
        await database.db.execute(sql`delete from ${pointEntries} where reason <> 'bonus'`);
        await recount(end);
        expect(await totals(end)).toEqual(counted);
      }),
      { numRuns: 12 },
    );
  });
});
