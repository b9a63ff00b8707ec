import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";

import { memberships, students } from "#features/roster/tables.ts";
import { sessions } from "#features/sessions/tables.ts";
import { cloneDatabase, type ClonedDatabase } from "../../../test/database.ts";
import { monday, openSmallSchool } from "../../../test/small-school.ts";
import { listWeekFigures, type WeekFigures } from "./overview-store.ts";
import { attendances, collections, heardMessages } from "./tables.ts";

const day = (days: number) => monday.add({ hours: 24 * days });
const beginnings = [day(-1), day(6), day(13)];
const until = day(20);

let database: ClonedDatabase;
let group: string;
let quiet: string;
beforeAll(async () => {
  database = await cloneDatabase();
  const { db } = database;
  const school = await openSmallSchool(db);
  group = await school.group("English A1");
  quiet = await school.group("English A2");
  const held = async (days: number) => {
    const { id } = await school.session(group, day(days));
    await db.insert(collections).values({ sessionId: id, collectedAt: day(days) });
    return id;
  };
  const [first, second, nextWeek, cancelled] = [await held(0), await held(2), await held(7), await held(9)];
  await db.update(sessions).set({ status: "cancelled" }).where(eq(sessions.id, cancelled));
  // A session that was never read: nobody is missing from it.
  await school.session(group, day(8));

  const stays = await school.student(group, "Ama Bah");
  const comes = await school.student(group, "Basile Okoro");
  const leaves = await school.student(group, "Carine Delmas");
  const twice = await school.student(group, "Ama B.");
  const guest = await school.student(quiet, "Djibril Sané");
  await db
    .update(memberships)
    .set({ since: day(1) })
    .where(eq(memberships.studentId, comes));
  await db
    .update(memberships)
    .set({ leftAt: day(1) })
    .where(eq(memberships.studentId, leaves));
  await db.update(students).set({ mergedInto: stays }).where(eq(students.id, twice));
  const verdict = { minutes: 60, share: 1 };
  await db.insert(attendances).values([
    { ...verdict, sessionId: first, studentId: stays, present: true },
    { ...verdict, sessionId: first, studentId: leaves, present: true },
    { ...verdict, sessionId: first, studentId: guest, present: true },
    { ...verdict, sessionId: second, studentId: comes, present: true },
    { ...verdict, sessionId: nextWeek, studentId: stays, present: false },
    { ...verdict, sessionId: cancelled, studentId: stays, present: true },
  ]);
  const said = [day(-1), day(5), day(6), day(19), until, day(-2)];
  await db
    .insert(heardMessages)
    .values(said.map((at, index) => ({ groupId: group, telegramMessageId: String(index), studentId: stays, at })));
});
afterAll(async () => await database.close());

const weeks: readonly WeekFigures[] = [
  // The guest makes three in the first session; in the second, one had come and one had left.
  { sessions: 2, expected: 3 + 2, present: 3 + 1, messages: 2 },
  { sessions: 1, expected: 2, present: 0, messages: 1 },
  { sessions: 0, expected: 0, present: 0, messages: 1 },
];

it("counts week by week who was expected by then and who came, of a group and of the school", async () => {
  expect(await listWeekFigures(database.db, { groupId: group, beginnings, until })).toEqual(weeks);
  expect(await listWeekFigures(database.db, { groupId: undefined, beginnings, until })).toEqual(weeks);
  const none = { sessions: 0, expected: 0, present: 0, messages: 0 };
  expect(await listWeekFigures(database.db, { groupId: quiet, beginnings, until })).toEqual([none, none, none]);
});
