import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { findPerson, listIdentities, listMemberships } from "#features/roster/student-store.ts";
import type { SessionDetails } from "#features/sessions/store.ts";
import { cloneDatabase, type ClonedDatabase } from "../../../test/database.ts";
import { monday, openSmallSchool, type SmallSchool } from "../../../test/small-school.ts";
import { answerQuestion, type IdentityAnswer } from "./answer-question.ts";
import { assignStays } from "./assign-stays.ts";
import { listQuestions } from "./identity-store.ts";
import { learnIdentity } from "./learn-identity.ts";
import { mergeStudents } from "./merge-students.ts";
import { openDirectories } from "./open-directories.ts";
import { recogniseLate } from "./recognise-late.ts";
import { refreshInbox } from "./refresh-inbox.ts";
import { refuseQuestion } from "./refuse-question.ts";
import { splitStudent } from "./split-student.ts";
import { addHeardMessages } from "./store.ts";
import { takeInStays } from "./take-in-stays.ts";
import { undoDecision } from "./undo-decision.ts";

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

type Shown = readonly [name: string, from?: number, to?: number, email?: string | undefined, registrantId?: string];

/** A session in which these were, as Zoom shows them, from minute to minute. */
async function classWith(shown: readonly Shown[], startsAt = monday): Promise<SessionDetails> {
  const session = await school.session(group, startsAt);
  const stays = shown.map(([name, from = 0, to = 60, email, registrantId], index) => ({
    stayId: `${index}`,
    name,
    ...(email === undefined ? {} : { email }),
    ...(registrantId === undefined ? {} : { registrantId }),
    joinedAt: startsAt.add({ minutes: from }),
    leftAt: startsAt.add({ minutes: to }),
  }));
  const directory = (await openDirectories(database.db, [group]))(group);
  await takeInStays({ db: database.db, rules, now, reports: [{ session, stays, directory }] });
  await refreshInbox({ db: database.db, now });
  return session;
}

/** The open questions as `scope reason name: proposed`. */
async function inbox(): Promise<readonly string[]> {
  await refreshInbox({ db: database.db, now });
  const open = await listQuestions(database.db, { states: ["open"] });
  return open.map((one) => `${one.scope} ${one.reason} ${one.zoomName}`);
}

async function questionOf(zoomName: string): Promise<number> {
  const open = await listQuestions(database.db, { states: ["open"] });
  const found = open.find((one) => one.zoomName === zoomName);
  if (found === undefined) throw new Error(`no question about ${zoomName}`);
  return found.id;
}

async function answer(zoomName: string, reply: IdentityAnswer, stay?: number) {
  const questionId = await questionOf(zoomName);
  return await answerQuestion({ db: database.db, rules, now, by, questionId, answer: reply, stay });
}

/** The minutes of every student who was present, by student and start. */
async function present(): Promise<Readonly<Record<string, number>>> {
  const { rows } = await database.pool.query(
    `select display_name || ' ' || to_char(starts_at at time zone 'UTC', 'DD') as who, minutes
     from attendance_facts f join students s on s.id = f.student_id where present order by 1`,
  );
  return Object.fromEntries(rows.map((row: { who: string; minutes: number }) => [row.who, row.minutes]));
}

/** Everything that a decision can change, to compare before and after. */
async function everything(): Promise<unknown> {
  const tables = {
    stays: "select session_id, stay_id, student_id, recognised_by, decision_id from stays order by 1, 2",
    identities: "select student_id, kind, value from identities order by 1, 2, 3",
    attendances: "select session_id, student_id, minutes, present from attendances where minutes > 0 order by 1, 2",
    students: "select id, display_name, merged_into from students where merged_into is null order by 1",
    memberships: "select group_id, student_id from memberships order by 1, 2",
  };
  const read = Object.entries(tables).map(async ([name, query]) => [name, (await database.pool.query(query)).rows]);
  return Object.fromEntries(await Promise.all(read));
}

function done<T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false }): T {
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.value;
}

const undo = async (decisionId: number) => await undoDecision({ db: database.db, rules, now, by, decisionId });

describe("the identity inbox", () => {
  it("asks once about a name, remembers the answer, and applies it to the past and to what comes", async () => {
    const ama = await school.student(group, "Ama Bah");
    await classWith([["Amaa Bah"]]);
    await classWith([["AMAA  bah", 0, 40]], monday.add({ hours: 24 }));
    expect(await inbox()).toEqual(["name proposed Amaa Bah"]);
    const before = await everything();

    const decided = done(await answer("Amaa Bah", { kind: "student", studentId: ama }));
    expect(decided.stays).toBe(2);
    expect(await present()).toEqual({ "Ama Bah 12": 60, "Ama Bah 13": 40 });
    expect(await inbox()).toEqual([]);
    await classWith([["Amaa Bah", 0, 50]], monday.add({ hours: 48 }));
    expect(await present()).toMatchObject({ "Ama Bah 14": 50 });

    done(await undo(decided.decisionId));
    expect(await present()).toEqual({});
    expect(await inbox()).toEqual(["name proposed Amaa Bah"]);
    expect(await everything()).not.toEqual(before);
    expect(
      await answerQuestion({ db: database.db, rules, now, by, questionId: 99, answer: { kind: "nobody" } }),
    ).toMatchObject({
      failure: { code: "identity.no-question" },
    });
  });

  it("takes back an answer without a trace", async () => {
    const ama = await school.student(group, "Ama Bah");
    await classWith([["Amaa Bah", 0, 60, "a@x.example"]]);
    const before = await everything();
    const { decisionId } = done(await answer("Amaa Bah", { kind: "student", studentId: ama }));
    expect(await listIdentities(database.db, [ama])).toHaveLength(3);
    done(await undo(decisionId));
    expect(await everything()).toEqual(before);
    expect(await undo(decisionId)).toMatchObject({ ok: false, failure: { code: "identity.no-decision" } });
  });

  it("knows who registered from one answer on, whatever name Zoom shows", async () => {
    const ama = await school.student(group, "Ama Bah");
    await classWith([["iPhone", 0, 60, undefined, "r-1"]]);
    done(await answer("iPhone", { kind: "student", studentId: ama }));
    await classWith(
      [
        ["iPad", 0, 45, undefined, "r-1"],
        ["iPad", 0, 60],
      ],
      monday.add({ hours: 24 }),
    );
    expect(await present()).toEqual({ "Ama Bah 12": 60, "Ama Bah 13": 45 });
  });

  it("never guesses between two of one name: it asks for each session, and each of two at once", async () => {
    const first = await school.student(group, "Ama Bah");
    const second = await school.student(group, "ama bah");
    await classWith([
      ["Ama Bah", 0, 60],
      ["Ama Bah", 5, 45],
    ]);
    expect(await present()).toEqual({});
    expect(await inbox()).toEqual(["session ambiguous Ama Bah"]);
    const unclear = await answer("Ama Bah", { kind: "student", studentId: first });
    expect(unclear).toMatchObject({ ok: false, failure: { code: "identity.several-at-once" } });
    done(await answer("Ama Bah", { kind: "student", studentId: first }, 1));
    expect(await inbox()).toEqual(["session ambiguous Ama Bah"]);
    done(await answer("Ama Bah", { kind: "student", studentId: second }));
    expect(await present()).toEqual({ "Ama Bah 12": 60, "ama bah 12": 40 });
    expect(await inbox()).toEqual([]);

    await classWith([["Ama Bah"]], monday.add({ hours: 24 }));
    expect(await inbox()).toEqual(["session ambiguous Ama Bah"]);
  });

  it("learns a new student from a name, and lets a guest be nobody", async () => {
    await classWith([["Jules Perrin"], ["Maman de Jules"]]);
    const { studentId } = done(await answer("Jules Perrin", { kind: "new student", name: "Jules Perrin" }));
    done(await answer("Maman de Jules", { kind: "nobody" }));
    expect(await present()).toEqual({ "Jules Perrin 12": 60 });
    expect((await listMemberships(database.db, [studentId ?? ""])).map((one) => one.groupId)).toEqual([group]);
    await classWith([["Jules Perrin"], ["Maman de Jules"]], monday.add({ hours: 24 }));
    expect(await inbox()).toEqual([]);
    expect(await present()).toEqual({ "Jules Perrin 12": 60, "Jules Perrin 13": 60 });
  });

  it("takes 300 guests called iPhone, and one without any name, for nobody", async () => {
    await school.student(group, "Ama Bah");
    await classWith([...Array.from({ length: 300 }, (): Shown => ["iPhone"]), ["", 0, 60], ["Ama Bah"]]);
    expect(await present()).toEqual({ "Ama Bah 12": 60 });
    expect(await inbox()).toEqual(["session nameless iPhone", "session nameless "]);
    now = monday.add({ hours: 24 * 15 });
    expect(await inbox()).toEqual([]);
  });

  it("does not ask a student again who said no", async () => {
    const ama = await school.student(group, "Ama Bah");
    await classWith([["Amaa Bah"]]);
    const questionId = await questionOf("Amaa Bah");
    expect(await refuseQuestion({ db: database.db, questionId, studentId: ama })).toBe(true);
    expect((await listQuestions(database.db, { ids: [questionId] }))[0]?.refusedBy).toEqual([ama]);
    done(await answer("Amaa Bah", { kind: "nobody" }));
    expect(await refuseQuestion({ db: database.db, questionId, studentId: ama })).toBe(false);
    expect(
      await answerQuestion({ db: database.db, rules, now, by, questionId, answer: { kind: "nobody" } }),
    ).toMatchObject({
      failure: { code: "identity.answered" },
    });
  });
});

describe("decisions about who was there", () => {
  it("corrects a wrong match in one session, against the rules and for good", async () => {
    const ama = await school.student(group, "Ama Bah");
    const session = await classWith([["Ama Bah"]]);
    expect(await present()).toEqual({ "Ama Bah 12": 60 });
    const assign = { db: database.db, rules, now, by, sessionId: session.id, zoomName: "ama bah" };
    const { decisionId } = done(await assignStays({ ...assign, studentId: null }));
    await recogniseLate({ db: database.db, rules, now });
    await refreshInbox({ db: database.db, now });
    expect(await present()).toEqual({});
    expect(await inbox()).toEqual([]);
    done(await undo(decisionId));
    expect(await present()).toEqual({ "Ama Bah 12": 60 });
    expect(await assignStays({ ...assign, zoomName: "Nobody", studentId: ama })).toMatchObject({ ok: false });
  });

  it("lets a student say their name in Zoom, but not another's", async () => {
    const ama = await school.student(group, "✨Queen✨");
    await school.student(group, "Jules Perrin");
    await classWith([["Ama Bah"]]);
    const learn = { db: database.db, rules, now, by: "telegram:1", studentId: ama, kind: "zoom name" as const };
    expect(await learnIdentity({ ...learn, value: "perrin jules" })).toMatchObject({
      ok: false,
      failure: { code: "identity.name-taken" },
    });
    expect(await learnIdentity({ ...learn, value: "iPhone" })).toMatchObject({ ok: false });
    const { stays, decisionId } = done(await learnIdentity({ ...learn, value: "  Ama  Bah " }));
    expect(stays).toBe(1);
    expect(await present()).toEqual({ "✨Queen✨ 12": 60 });
    done(await undo(decisionId));
    expect(await present()).toEqual({});
  });

  it("merges two rows into one person, counts a session once, and undoes it without loss", async () => {
    const phone = await school.student(group, "Ama B.");
    const ama = await school.student(group, "Ama Bah");
    const other = await school.group("French B2");
    await school.student(other, "Ama B.", "5999");
    await classWith([
      ["Ama B.", 0, 40],
      ["Ama Bah", 30, 60],
    ]);
    const at = monday.add({ minutes: 5 });
    await addHeardMessages(database.db, [
      {
        groupId: group,
        telegramMessageId: "1",
        studentId: phone,
        at,
      },
    ]);
    expect(await present()).toEqual({ "Ama B. 12": 40, "Ama Bah 12": 30 });
    const before = await everything();

    const merge = { db: database.db, rules, now, by, studentId: phone, into: ama };
    const { decisionId } = done(await mergeStudents(merge));
    expect(await present()).toEqual({ "Ama Bah 12": 60 });
    const { rows } = await database.pool.query("select distinct student_id from message_facts");
    expect(rows).toEqual([{ student_id: ama }]);
    expect((await findPerson(database.db, phone))?.id).toBe(ama);
    expect(await mergeStudents(merge)).toMatchObject({ ok: false, failure: { code: "student.merge-itself" } });

    done(await undo(decisionId));
    expect(await everything()).toEqual(before);
  });

  it("undoes merges from the last to the first", async () => {
    const [a, b, c] = await Promise.all(["One", "Two", "Three"].map(async (name) => await school.student(group, name)));
    if (a === undefined || b === undefined || c === undefined) throw new Error("three students");
    const before = await everything();
    const merge = { db: database.db, rules, now, by };
    const first = done(await mergeStudents({ ...merge, studentId: a, into: b })).decisionId;
    const second = done(await mergeStudents({ ...merge, studentId: b, into: c })).decisionId;
    expect((await findPerson(database.db, a))?.id).toBe(c);
    expect(await undo(first)).toMatchObject({ ok: false, failure: { code: "identity.later-decision" } });
    done(await undo(second));
    expect((await findPerson(database.db, a))?.id).toBe(b);
    done(await undo(first));
    expect(await everything()).toEqual(before);
  });

  it("splits a row that was two people, and undoes it without loss", async () => {
    const ama = await school.student(group, "Ama Bah");
    await classWith([
      ["Ama Bah", 0, 40],
      ["Ama de Lyon", 0, 50],
    ]);
    done(await answer("Ama de Lyon", { kind: "student", studentId: ama }));
    expect(await present()).toEqual({ "Ama Bah 12": 50 });
    const before = await everything();
    const split = { db: database.db, rules, now, by, studentId: ama, name: "Ama Lyon" };
    expect(await splitStudent({ ...split, values: ["nothing like it"] })).toMatchObject({ ok: false });
    const { decisionId } = done(await splitStudent({ ...split, values: ["ama de lyon"] }));
    expect(await present()).toEqual({ "Ama Bah 12": 40, "Ama Lyon 12": 50 });
    await classWith([["Ama de Lyon", 0, 55]], monday.add({ hours: 24 }));
    expect(await present()).toMatchObject({ "Ama Lyon 13": 55 });
    await database.pool.query("delete from stays where joined_at > $1", [monday.add({ hours: 12 }).toString()]);
    done(await undo(decisionId));
    expect(await present()).toMatchObject({ "Ama Bah 12": 50 });
    expect(await everything()).toMatchObject(before as object);
  });
});
