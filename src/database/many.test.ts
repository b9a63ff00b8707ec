import { sql } from "drizzle-orm";
import { bigint, pgTable, text } from "drizzle-orm/pg-core";
import { afterAll, beforeAll, expect, it } from "vitest";

import { cloneDatabase, type ClonedDatabase } from "../../test/database.ts";
import { isDatabaseGone } from "./database-failures.ts";
import { insertMany, isOneOf, putWhere, updateMany } from "./many.ts";

const things = pgTable("things", {
  id: text().primaryKey(),
  name: text().notNull(),
  number: bigint({ mode: "number" }).notNull(),
});
/** More than one statement adds. */
const howMany = 4_500;
const rows = Array.from({ length: howMany }, (_, number) => ({ id: `thing ${number}`, name: "a", number }));
/** More than PostgreSQL's 65,535 parameters of a statement. */
const manyIds = Array.from({ length: 70_000 }, (_, number) => `thing ${number}`);

let database: ClonedDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
  await database.pool.query("create table things (id text primary key, name text not null, number bigint not null)");
});
afterAll(async () => await database.close());

it("adds, changes and finds more rows than a statement takes parameters", async () => {
  const { db } = database;
  expect(await insertMany(db, things, rows)).toBe(howMany);
  expect(
    await insertMany(db, things, [...rows.slice(0, 3), { id: "new", name: "a", number: -1 }], { orLeave: true }),
  ).toBe(1);
  await updateMany(
    db,
    things,
    rows.map(({ id }) => ({ id, name: "b" })),
  );
  const found = await db.select({ name: things.name }).from(things).where(isOneOf(things.id, manyIds));
  expect(found).toHaveLength(howMany);
  expect(new Set(found.map((row) => row.name))).toEqual(new Set(["b"]));
  const numbers = await db
    .select()
    .from(things)
    .where(isOneOf(things.number, [5, 6, -7]));
  expect(numbers.map((row) => row.number).toSorted()).toEqual([5, 6]);
  expect(await db.select().from(things).where(isOneOf(things.id, []))).toEqual([]);
});

it("puts a row where another statement allows it, and keeps what is to be kept", async () => {
  const { db } = database;
  const put = async (number: number, isAllowed: boolean) =>
    await putWhere(db, things, {
      row: { id: "put", name: isAllowed ? "said yes" : "said no", number },
      key: "id",
      kept: ["number"],
      allowed: sql`select 1 where ${isAllowed}::boolean`,
    });
  expect(await put(1, false)).toBe(false);
  expect(await put(2, true)).toBe(true);
  expect(await put(3, true)).toBe(true);
  expect(
    await db
      .select()
      .from(things)
      .where(isOneOf(things.id, ["put"])),
  ).toEqual([{ id: "put", name: "said yes", number: 2 }]);
});

it("a statement with too many parameters is a mistake, no database that is gone", async () => {
  const list = sql.join(
    manyIds.map((id) => sql`${id}`),
    sql`, `,
  );
  const error = await database.db.execute(sql`select 1 where 'x' in (${list})`).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Error);
  expect(isDatabaseGone(error)).toBe(false);
  expect((await database.pool.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
});
