import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { cloneDatabase, type ClonedDatabase } from "../../test/database.ts";
import { scratchFolder, type Scratch } from "../../test/scratch.ts";
import { migrate } from "./migrate.ts";

// Later than any migration of ours, since the cloned template has those already.
const base = 4_000_000_000_000;
let scratch: Scratch;
let database: ClonedDatabase;

beforeEach(async () => {
  scratch = await scratchFolder();
  database = await cloneDatabase();
  await database.pool.query("drop schema if exists drizzle cascade");
});
afterEach(async () => {
  await database.close();
  scratch.remove();
});

/** Writes a folder of migrations as drizzle-kit does. */
function folder(name: string, ...migrations: readonly (readonly [when: number, statements: string])[]): string {
  const path = join(scratch.path, name);
  mkdirSync(join(path, "meta"), { recursive: true });
  const entries = migrations.map(([when], idx) => ({
    idx,
    version: "7",
    when: base + when,
    tag: `000${idx}_m`,
    breakpoints: true,
  }));
  writeFileSync(join(path, "meta", "_journal.json"), JSON.stringify({ version: "7", dialect: "postgresql", entries }));
  for (const [idx, [, statements]] of migrations.entries()) writeFileSync(join(path, `000${idx}_m.sql`), statements);
  return path;
}

const first = [
  1,
  "create table fixture_a (n int);--> statement-breakpoint\ninsert into fixture_a values (1);",
] as const;
const second = [2, "create table fixture_b (n int);"] as const;

test("applies what is missing, once", async () => {
  expect(await migrate(database.pool, folder("v1", first))).toEqual({ ok: true, value: ["0000_m"] });
  expect(await migrate(database.pool, folder("v1", first))).toEqual({ ok: true, value: [] });
  expect(await migrate(database.pool, folder("v2", first, second))).toEqual({ ok: true, value: ["0001_m"] });
  expect(
    (await database.pool.query("select * from fixture_a, (select count(*)::int as b from fixture_b)")).rows,
  ).toEqual([{ n: 1, b: 0 }]);
});

test("a folder without migrations changes nothing", async () => {
  expect(await migrate(database.pool, join(scratch.path, "none"))).toEqual({ ok: true, value: [] });
});

test("a change gives way while somebody's transaction holds the table, and comes again", async () => {
  await migrate(database.pool, folder("v1", first));
  const old = await database.pool.connect();
  await old.query("begin; select * from fixture_a");
  const changing = migrate(database.pool, folder("v2", first, [2, "alter table fixture_a add column m int"]));
  const waits = async () =>
    (await database.pool.query("select 1 from pg_locks where relation = 'fixture_a'::regclass and not granted"))
      .rowCount;
  await expect.poll(waits, { interval: 10, timeout: 60_000 }).toBe(1);
  // Behind the change that waits others wait too, until it gives way; the transaction is still open then.
  expect((await database.pool.query("select n from fixture_a")).rows).toEqual([{ n: 1 }]);
  await old.query("commit");
  old.release();
  expect(await changing).toEqual({ ok: true, value: ["0001_m"] });
});

test("several at once apply each migration once", async () => {
  const path = folder("v2", first, second);
  const results = await Promise.all([1, 2, 3, 4].map(() => migrate(database.pool, path)));
  expect(results.map((one) => (one.ok ? one.value.length : one.failure.code)).toSorted()).toEqual([0, 0, 0, 2]);
});

test("a database of a newer program is refused, in both languages, and not changed", async () => {
  await migrate(database.pool, folder("v2", first, second));
  const refused = await migrate(database.pool, folder("v1", first));
  expect(refused).toMatchObject({ ok: false, failure: { code: "database.newer" } });
  const failure = refused.ok ? undefined : refused.failure;
  expect(failure?.what.fr).toMatch(/plus récent/);
  expect(failure?.remedy.en).toMatch(/newer version|backup/);
});

test("a migration slipped in before the last one is told, not skipped", async () => {
  await migrate(database.pool, folder("v2", second));
  const refused = await migrate(database.pool, folder("v3", first, second));
  expect(refused).toMatchObject({ ok: false, failure: { code: "database.migration-out-of-order" } });
});

test("a migration that fails leaves everything as it was, and the connection usable", async () => {
  const broken = folder("v2", first, [2, "create table fixture_b (n nonsense);"]);
  const result = await migrate(database.pool, broken);
  expect(result).toMatchObject({ ok: false, failure: { code: "database.migration-failed" } });
  expect(result.ok ? "" : result.failure.cause).toContain("nonsense");
  expect((await database.pool.query("select to_regclass('fixture_a') as a")).rows).toEqual([{ a: null }]);
  expect(await migrate(database.pool, folder("fixed", first, second))).toMatchObject({ ok: true });
});
