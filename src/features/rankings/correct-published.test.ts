import { afterEach, beforeEach, expect, it } from "vitest";

import { attendances, collections } from "#features/participation/tables.ts";
import { ok } from "#lib/failure.ts";
import type { RunLog } from "#lib/run-log.ts";
import { cloneDatabase, type ClonedDatabase } from "../../../test/database.ts";
import { monday, openSmallSchool, type SmallSchool } from "../../../test/small-school.ts";
import { correctPublished } from "./correct-published.ts";
import { givePoints } from "./give-points.ts";
import { sendDailyRankings } from "./send-daily-rankings.ts";

const cutOff = monday.add({ hours: 2 });
const log: RunLog = { info: async () => undefined, warning: async () => undefined, failure: async () => undefined };
let database: ClonedDatabase;
let school: SmallSchool;
beforeEach(async () => {
  database = await cloneDatabase();
  school = await openSmallSchool(database.db);
});
afterEach(async () => await database.close());

const common = (withPictures: boolean) => ({
  db: database.db,
  school: { name: "École", language: "fr", timeZone: "Africa/Abidjan" } as never,
  publishing: { look: { name: "École", colour: "#1f5f8b", logo: undefined }, top: 5, withPictures },
  pictures: { draw: async (card: object) => ok(Buffer.from(JSON.stringify(card))) } as never,
  wake: async () => undefined,
  log,
});
const publish = async (withPictures: boolean, at = cutOff, minutesLater = 0) =>
  await sendDailyRankings({
    ...common(withPictures),
    clock: { now: () => at.add({ minutes: minutesLater }), sleep: async () => undefined },
    days: { weekly: undefined, monthly: false },
    cutOff: at,
  });
const correct = async (withPictures: boolean, hoursLater = 1) => {
  const now = cutOff.add({ hours: hoursLater });
  return await correctPublished({
    ...common(withPictures),
    clock: { now: () => now, sleep: async () => undefined },
  });
};
const edits = async () =>
  (await database.pool.query("select html, file_id, state from corrections order by id")).rows as {
    html: string;
    file_id: string | null;
  }[];

/** A group with a session and two students, one of whom has points; its ranking is published and has arrived. */
async function publishedGroup(title: string, withPictures: boolean) {
  const group = await school.group(title);
  const { id } = await school.session(group);
  const [ama, bilal] = [await school.student(group, "Ama Bah"), await school.student(group, "Bilal Sy")];
  const grant = { groupId: group, words: "helped", by: "test", now: monday };
  await givePoints({ db: database.db, ...grant, studentId: ama, points: 6 });
  await publish(withPictures);
  await database.pool.query("update messages set state = 'sent', sent_chat_id = chat_id, telegram_message_ids = '{1}'");
  return { group, session: id, bilal };
}

async function reportComes(sessionId: string, studentId: string): Promise<void> {
  await database.db.insert(collections).values({ sessionId, collectedAt: cutOff.add({ minutes: 30 }) });
  const changedAt = cutOff.add({ minutes: 30 });
  await database.db
    .insert(attendances)
    .values({ sessionId, studentId, minutes: 60, share: 1, present: true, changedAt });
}

it.each([false, true])("a late report edits the published ranking, once (with a picture: %s)", async (withPictures) => {
  const { group, session, bilal } = await publishedGroup("English A1", withPictures);
  await publishedGroup("English B1", withPictures);
  expect(await correct(withPictures)).toBe(0);
  await reportComes(session, bilal);
  expect(await correct(withPictures)).toBe(1);
  const [edit, more] = await edits();
  expect(more).toBeUndefined();
  expect(edit?.html).toMatch(/🥇 Bilal Sy — <b>10<[^]*🥈 Ama Bah — <b>6</);
  expect(edit?.file_id === null).toBe(!withPictures);
  expect(await correct(withPictures)).toBe(0);

  const lines = await database.pool.query(
    `select l.name, l.points, l.rank from ranking_lines l join rankings r on r.id = l.ranking_id
      where r.group_id = $1 order by l.rank`,
    [group],
  );
  expect(lines.rows).toEqual([
    { name: "Bilal Sy", points: 10, rank: 1 },
    { name: "Ama Bah", points: 6, rank: 2 },
  ]);
  const sums = await database.pool.query("select sum(points)::int as n from point_entries where recorded_at <= $1", [
    cutOff.toString(),
  ]);
  expect(sums.rows[0]).toEqual({ n: 22 });
});

it("a report that comes more than a day later is counted in the next ranking", async () => {
  const { session, bilal } = await publishedGroup("English A1", false);
  await reportComes(session, bilal);
  expect(await correct(false, 25)).toBe(0);
  expect(await edits()).toEqual([]);
});

it("what comes before the day's run is done again waits for the next ranking, and is not lost to both", async () => {
  const { group, session, bilal } = await publishedGroup("English A1", false);
  await reportComes(session, bilal);
  await publish(false, cutOff, 40);
  const rankings = async () =>
    (
      await database.pool.query(
        `select sum(l.points)::int as points from ranking_lines l join rankings r on r.id = l.ranking_id
          where r.group_id = $1 and r.period = 'day' group by r.to_at order by r.to_at`,
        [group],
      )
    ).rows;
  expect(await rankings()).toEqual([{ points: 6 }]);
  await school.session(group, monday.add({ hours: 24 }));
  await publish(false, cutOff.add({ hours: 24 }));
  expect(await rankings()).toEqual([{ points: 6 }, { points: 10 }]);
});
