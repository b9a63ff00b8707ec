import { sql } from "drizzle-orm";
import { pgTable } from "drizzle-orm/pg-core";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";

import { say, type Bilingual } from "#lib/bilingual.ts";
import { instantOf } from "#lib/clock.ts";

import { cloneDatabase, type ClonedDatabase } from "../../test/database.ts";
import { bilingual, duration, instant, json, plainDate, plainTime, wholeNumber } from "./columns.ts";

const values = pgTable("values", {
  at: instant("at"),
  day: plainDate("day"),
  time: plainTime("time"),
  length: duration("length"),
  big: wholeNumber("big"),
  data: json<unknown>("data"),
  text: bilingual("text"),
});

let database: ClonedDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
  await database.pool.query(
    `create table "values" (at timestamptz(3), day date, time time(0), length interval, big bigint, data jsonb, text jsonb)`,
  );
});
afterAll(() => database.close());

async function roundTrip(row: typeof values.$inferInsert): Promise<typeof values.$inferSelect> {
  await database.db.delete(values);
  await database.db.insert(values).values(row);
  const [read] = await database.db.select().from(values);
  if (read === undefined) throw new Error("the row is missing");
  return read;
}

test("an instant comes back to the millisecond", async () => {
  const moments = fc.integer({ min: -62_000_000_000_000, max: 253_000_000_000_000 });
  await fc.assert(
    fc.asyncProperty(moments, async (ms) => {
      expect((await roundTrip({ at: instantOf(ms) })).at?.epochMilliseconds).toBe(ms);
    }),
    { numRuns: 50 },
  );
});

test("what is finer than a millisecond is cut off, never rounded up", async () => {
  const { at } = await roundTrip({ at: Temporal.Instant.from("2026-01-05T07:59:59.9999Z") });
  expect(at?.toString()).toBe("2026-01-05T07:59:59.999Z");
});

test("an instant reads the same whatever the session's zone", async () => {
  const at = Temporal.Instant.from("2026-03-29T01:30:00.5Z");
  await roundTrip({ at });
  const read = await database.db.transaction(async (tx) => {
    await tx.execute(sql`set local timezone to 'Asia/Kolkata'`);
    return tx.select({ at: values.at, latest: sql`max(at) over ()`.mapWith(values.at) }).from(values);
  });
  expect(read.map((row) => [String(row.at), String(row.latest)])).toEqual([[String(at), String(at)]]);
});

test("days, times, lengths and whole numbers come back as they were", async () => {
  const row = {
    day: Temporal.PlainDate.from("2026-02-28"),
    time: Temporal.PlainTime.from("21:30"),
    length: Temporal.Duration.from({ days: 1, hours: 2, minutes: 30, seconds: 1 }),
    big: Number.MAX_SAFE_INTEGER,
  };
  const read = await roundTrip(row);
  expect([String(read.day), String(read.time), String(read.length), read.big]).toEqual([
    "2026-02-28",
    "21:30:00",
    "P1DT2H30M1S",
    Number.MAX_SAFE_INTEGER,
  ]);
  const back = await roundTrip({ length: Temporal.Duration.from({ hours: -3, minutes: -15 }) });
  expect(String(back.length)).toBe("-PT3H15M");
});

test("a whole number that JavaScript cannot hold is refused, not changed", async () => {
  await expect(roundTrip({ big: 2 ** 53 })).rejects.toThrow("not a whole number");
  await database.pool.query(`delete from "values"; insert into "values" (big) values (9007199254740993)`);
  await expect(database.db.select().from(values)).rejects.toThrow(RangeError);
});

test("json keeps every kind of value, a text that looks like JSON too", async () => {
  for (const data of ["text", '{"a":1}', 12, true, [1, [2]], { a: { b: "é" } }]) {
    expect((await roundTrip({ data })).data).toEqual(data);
  }
  const text: Bilingual = say("Bonjour", "Hello");
  expect((await roundTrip({ text })).text).toEqual(text);
});

test("plain queries of the pool give dates and times as text, never as Date", async () => {
  const answer = await database.pool.query(
    "select timestamptz '2026-01-05 08:00+02' as at, date '2026-01-05' as day, interval '90 min' as length",
  );
  expect(answer.rows).toEqual([{ at: "2026-01-05 06:00:00+00", day: "2026-01-05", length: "PT1H30M" }]);
});
