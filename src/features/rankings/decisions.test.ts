import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { listAuditLines } from "#features/audit/store.ts";
import { messages } from "#features/messages/tables.ts";
import { attendances, collections, heardMessages } from "#features/participation/tables.ts";
import { groups, identities } from "#features/roster/tables.ts";
import { failed, ok, type Result } from "#lib/failure.ts";
import { cloneDatabase, type ClonedDatabase } from "../../../test/database.ts";
import { monday, openSmallSchool, type SmallSchool } from "../../../test/small-school.ts";
import { answerContest } from "./answer-contest.ts";
import { awardBadges } from "./award-badges.ts";
import { awardByHand } from "./award-by-hand.ts";
import { listAwards } from "./badge-store.ts";
import { chooseListing } from "./choose-listing.ts";
import { contestPoints } from "./contest-points.ts";
import { givePoints } from "./give-points.ts";
import { listEntries } from "./ledger-store.ts";
import { nudgeSilent } from "./nudge-silent.ts";
import { recountPoints } from "./recount-points.ts";
import { revokePoints } from "./revoke-points.ts";
import { setPointValues } from "./set-point-values.ts";
import { showRanking } from "./show-ranking.ts";
import { whyOf } from "./why-rules.ts";

const timeZone = "Africa/Abidjan";
const settings = { name: "École", language: "fr", timeZone } as never;
const evening = monday.add({ hours: 2 });
const by = "test";
const wake = async () => undefined;

let database: ClonedDatabase;
let school: SmallSchool;
let group: string;
let ama: string;
beforeEach(async () => {
  database = await cloneDatabase();
  school = await openSmallSchool(database.db);
  group = await school.group("English A1");
  ama = await school.student(group, "Ama Bah", "5000000001");
});
afterEach(async () => await database.close());

const clock = { now: () => evening, sleep: async () => undefined };
const lines = async () => {
  const entries = await listEntries(database.db, { studentId: ama, limit: 100 });
  return entries.toReversed().map((entry) => `${entry.points} ${whyOf(entry, timeZone).en}`);
};
const points = async () => {
  const scope = { kind: "group", groupId: group } as const;
  const shown = await showRanking({
    db: database.db,
    school: settings,
    scope,
    period: "all",
    now: evening.add({ hours: 1 }),
  });
  return shown.lines.map((line) => `${line.name} ${line.points}`);
};
async function hear(count: number, at = monday, studentId = ama) {
  for (let index = 0; index < count; index += 1) {
    const row = { groupId: group, studentId, telegramMessageId: `${at.epochMilliseconds}-${studentId}-${index}` };
    await database.db.insert(heardMessages).values({ ...row, at: at.add({ seconds: index }) });
  }
}
async function attend(sessionId: string, present: boolean) {
  await database.db.insert(collections).values({ sessionId, collectedAt: monday }).onConflictDoNothing();
  await database.db
    .insert(attendances)
    .values({ sessionId, studentId: ama, present, minutes: present ? 60 : 0, share: present ? 1 : 0 });
}

describe("rules", () => {
  it("make a new version, count again from its first day, and every line says why", async () => {
    await hear(12);
    await recountPoints({ db: database.db, school: settings, until: evening, recordedAt: evening });
    const since = Temporal.PlainDate.from("2026-01-12");
    const set = await setPointValues({
      db: database.db,
      clock,
      school: settings,
      level: undefined,
      change: { perMessage: 2, messagesPerDay: 3 },
      since,
      note: "less chatter",
      by,
    });
    expect(set).toMatchObject({ ok: true, value: { appended: 1 } });
    expect(await lines()).toEqual([
      "10 12 messages on 12 January, at most 10 count",
      "-4 12 messages on 12 January, at most 3 count — the rules changed (version 1): 10 → 6",
    ]);
    expect(await points()).toEqual(["Ama Bah 6"]);
    const [audited] = await listAuditLines(database.db, { limit: 1 });
    expect(audited).toMatchObject({ action: "points.rules", by });
  });

  it("that make no sense are refused and change nothing", async () => {
    const change = { perMessage: -1 };
    const set = await setPointValues({
      db: database.db,
      clock,
      school: settings,
      level: "B1",
      change,
      since: undefined,
      note: "",
      by,
    });
    expect(!set.ok && set.failure.what.en).toBe("perMessage (B1) is -1; it must be a whole number from 0 to 1000.");
  });
});

describe("points by hand", () => {
  it("are given and taken back with their reasons, whole and once", async () => {
    const source = await givePoints({
      db: database.db,
      now: evening,
      studentId: ama,
      groupId: group,
      points: 5,
      words: "helped",
      by,
    });
    expect(await revokePoints({ db: database.db, now: evening, source, words: "a mistake", by })).toEqual({
      ok: true,
      value: 5,
    });
    expect(await revokePoints({ db: database.db, now: evening, source, words: "again", by })).toEqual({
      ok: true,
      value: 0,
    });
    expect(await lines()).toEqual([
      "5 bonus of 12 January: helped",
      "-5 bonus of 12 January: a mistake — taken back: 5 → 0",
    ]);
  });

  it("cannot be taken back where they come from facts", async () => {
    await hear(1);
    await recountPoints({ db: database.db, school: settings, until: evening, recordedAt: evening });
    const revoked = await revokePoints({
      db: database.db,
      now: evening,
      source: "messages:2026-01-12",
      words: "no",
      by,
    });
    expect(!revoked.ok && revoked.failure.code).toBe("points.from-facts");
  });
});

describe("contests", () => {
  it("reach the school with the lines they are about; the answer corrects the ledger once", async () => {
    await hear(2);
    await recountPoints({ db: database.db, school: settings, until: evening, recordedAt: evening });
    const [line] = await listEntries(database.db, { studentId: ama, limit: 1 });
    const opened = await contestPoints({
      db: database.db,
      now: evening,
      studentId: ama,
      groupId: group,
      entryId: line?.id,
      words: "I wrote four",
    });
    if (!opened.ok) throw new Error(opened.failure.what.en);
    expect(opened.value.evidence.map((one) => one.points)).toEqual([2]);
    const { id } = opened.value.contest;
    const answer = { db: database.db, now: evening, id, accepted: true, points: 2, answer: "Right, sorry.", by };
    expect(await answerContest(answer)).toMatchObject({ ok: true, value: { state: "accepted", points: 2 } });
    expect(await answerContest(answer)).toMatchObject({ ok: false, failure: { code: "contest.closed" } });
    expect(await points()).toEqual(["Ama Bah 4"]);
    expect((await lines()).at(-1)).toBe("2 answer to a contest of 12 January: Right, sorry.");
  });

  it("are about one's own lines, and at most five wait", async () => {
    const open = async (entryId?: number) =>
      await contestPoints({ db: database.db, now: evening, studentId: ama, groupId: group, entryId, words: "?" });
    expect(await open(999)).toMatchObject({ ok: false, failure: { code: "points.line-unknown" } });
    for (let index = 0; index < 5; index += 1) expect((await open()).ok).toBe(true);
    expect(await open()).toMatchObject({ ok: false, failure: { code: "contest.too-many" } });
  });
});

describe("badges", () => {
  const warned: string[] = [];
  const award = async (drawn?: Result<Uint8Array>) =>
    await awardBadges({
      db: database.db,
      school: settings,
      publishing: {
        look: { name: "École", colour: "#000000", logo: undefined },
        top: 5,
        withPictures: drawn !== undefined,
      },
      pictures: { draw: async () => drawn ?? notDrawn, close: async () => undefined },
      cutOff: evening,
      weekEnds: true,
      wake,
      log: {
        info: async () => undefined,
        warning: async ({ en }, place) => void warned.push(`${place}: ${en}`),
        failure: async () => undefined,
      },
    });
  const nothing = { fr: "Non", en: "No" };
  const notDrawn = failed({ code: "", what: nothing, remedy: nothing });
  const forms = async () => (await database.db.select({ form: messages.form }).from(messages)).map((one) => one.form);
  const told = async () =>
    (await listAwards(database.db, ama, 20)).map((one) => `${one.badge} ${one.amount}`).toSorted();

  it("reward a perfect week and a streak, once", async () => {
    for (let index = 0; index < 5; index += 1) {
      await attend((await school.session(group, monday.subtract({ hours: 24 * index + 2 }))).id, true);
    }
    expect(await award()).toBe(2);
    expect(await award()).toBe(0);
    expect(await told()).toEqual(["perfect-week 5", "streak 5"]);
  });

  it("reward the most improved of the week, and help by hand", async () => {
    await givePoints({
      db: database.db,
      now: monday.subtract({ hours: 24 * 9 }),
      studentId: ama,
      groupId: group,
      points: 3,
      words: "-",
      by,
    });
    await givePoints({ db: database.db, now: monday, studentId: ama, groupId: group, points: 20, words: "-", by });
    await awardByHand({ db: database.db, now: monday, studentId: ama, groupId: group, note: "helped", by });
    await award();
    expect(await told()).toEqual(["helper 1", "most-improved 17"]);
  });

  it.each([
    { takes: true, drawn: ok(new Uint8Array([1])), form: "picture", warnings: [] },
    { takes: false, drawn: ok(new Uint8Array([1])), form: "text", warnings: [] },
    { takes: null, drawn: notDrawn, form: "text", warnings: ["English A1: No"] },
  ])("come as a $form to a group that takes pictures: $takes", async ({ takes, drawn, form, warnings }) => {
    await database.db.update(groups).set({ maySendPhotos: takes });
    await awardByHand({ db: database.db, now: monday, studentId: ama, groupId: group, note: "helped", by });
    await award(drawn);
    expect(await forms()).toEqual([form]);
    expect(warned.splice(0)).toEqual(warnings);
  });

  it("are not for an imperfect week", async () => {
    for (const [index, present] of [true, true, false].entries()) {
      await attend((await school.session(group, monday.subtract({ hours: 24 * index + 2 }))).id, present);
    }
    expect(await award()).toBe(0);
  });
});

describe("nudges", () => {
  const later = monday.add({ hours: 60 });
  const nudge = async (now = later) => await nudgeSilent({ db: database.db, now, school: settings, wake });
  beforeEach(async () => {
    await school.session(group, monday.add({ hours: 30 }));
  });

  it("go to who asked, started the bot and was silent for two days, once a week", async () => {
    expect(await nudge()).toMatchObject({ nudged: 0, others: [{ name: "Ama Bah", wantsNudges: false }] });
    await chooseListing({ db: database.db, now: monday, studentId: ama, change: { nudges: true }, by });
    expect(await nudge()).toMatchObject({ nudged: 0, others: [{ chatId: null }] });
    await database.db.update(identities).set({ startedBotAt: monday });
    expect(await nudge()).toEqual({ nudged: 1, others: [] });
    expect(await nudge(later.add({ hours: 24 }))).toEqual({ nudged: 0, others: [] });
  });

  it("leave alone who was heard or seen", async () => {
    await hear(1, monday.add({ hours: 20 }));
    expect(await nudge()).toEqual({ nudged: 0, others: [] });
  });
});
