import { afterEach, beforeEach, expect, it } from "vitest";

import { ok, type Failure } from "#lib/failure.ts";

import { cloneDatabase, type ClonedDatabase } from "../../../test/database.ts";
import { monday, openSmallSchool } from "../../../test/small-school.ts";
import { givePoints } from "./give-points.ts";
import { sendDailyRankings } from "./send-daily-rankings.ts";

const cutOff = monday.add({ hours: 2 });
const titles = ["English A1", "English B1", "English C1"];
let database: ClonedDatabase;
beforeEach(async () => {
  database = await cloneDatabase();
  const school = await openSmallSchool(database.db);
  for (const title of titles) {
    const group = await school.group(title);
    await school.session(group);
    const studentId = await school.student(group, `Ama ${title}`);
    const grant = { groupId: group, words: "helped", by: "test", now: monday };
    await givePoints({ db: database.db, ...grant, studentId, points: 6 });
  }
});
afterEach(async () => await database.close());

async function evening() {
  const failures: Failure[] = [];
  const report = await sendDailyRankings({
    db: database.db,
    school: { name: "École", language: "en", timeZone: "Africa/Abidjan" } as never,
    publishing: { look: { name: "École", colour: "#1f5f8b", logo: undefined }, top: 5, withPictures: false },
    pictures: { draw: async () => ok(Buffer.from("")) } as never,
    wake: async () => undefined,
    log: {
      info: async () => undefined,
      warning: async () => undefined,
      failure: async (failure) => void failures.push(failure),
    },
    clock: { now: () => cutOff, sleep: async () => undefined },
    days: { weekly: undefined, monthly: false },
    cutOff,
  });
  const { rows } = await database.pool.query(
    "select g.title from messages m join groups g on g.id = m.group_id where m.kind = 'ranking' order by g.title",
  );
  return { report, failures, told: rows.map((row: { title: string }) => row.title) };
}

it("a ranking whose message the database refuses takes nothing from the others, is named, and is told by the next run", async () => {
  await database.pool.query("alter table messages add constraint no_b check (html not like '%English B1%')");
  const first = await evening();
  expect(first.report).toEqual({ read: 3, created: 2, skipped: 0, failed: 1 });
  expect(first.told).toEqual(["English A1", "English C1"]);
  expect(first.failures).toHaveLength(1);
  expect(first.failures[0]).toMatchObject({ code: "ranking.not-announced", place: "English B1" });
  expect(first.failures[0]?.what.en).toContain("English B1");
  expect(first.failures[0]?.cause).toMatch(/^23514 /);

  await database.pool.query("alter table messages drop constraint no_b");
  const second = await evening();
  expect(second.report).toMatchObject({ created: 1, failed: 0 });
  expect(second.told).toEqual(titles);
});

it("a database that is gone is nobody's fault: nothing is told one by one", async () => {
  await database.pool.query(
    "create function go() returns trigger language plpgsql as $$ begin perform pg_terminate_backend(pg_backend_pid()); return new; end $$",
  );
  await database.pool.query("create trigger go before insert on messages for each row execute function go()");
  await expect(evening()).rejects.toThrow(/Failed query/);
  await database.pool.query("drop trigger go on messages");
  expect(await evening()).toMatchObject({ report: { created: 3, failed: 0 }, failures: [], told: titles });
});
