import { readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { cloneDatabase, type ClonedDatabase } from "../../../test/database.ts";
import { scratchFolder, type Scratch } from "../../../test/scratch.ts";
import { resetDatabase } from "../reset.ts";
import { listBackups, makeBackup } from "./make-backup.ts";
import { checkBackup, type CheckedBackup } from "./read-backup.ts";
import { restoreBackup } from "./restore-backup.ts";
import { tablesInOrder } from "./tables-in-order.ts";

const now = Temporal.Instant.from("2026-03-29T03:30:00Z");
let scratch: Scratch;
let database: ClonedDatabase;
let other: ClonedDatabase;

beforeEach(async () => {
  scratch = await scratchFolder();
  database = await cloneDatabase();
  other = await cloneDatabase();
  await resetDatabase(other);
  await database.pool.query(`
    insert into coaches (id, name, email, created_at)
      values ('c1', E'Awa \\\\ "N''Dour"\\tline\\nbreak \\\\.', null, now()), ('c2', '', '', now()), ('c3', '中文 🎓', 'x', now());
    insert into groups (id, chat_id, title, language, audience_zones, active, created_at)
      values ('g1', '-1009999999999999', 'A', 'fr', '{Europe/Paris,"a,b"}', true, now());
    insert into scenarios (name, kind, title, icon, colour, enabled, created_at)
      values ('s', 'custom', '{"fr": "é", "en": "e"}', 'i', 'c', true, now());
    insert into runs (id, scenario, cause, started_at, figures, attempt)
      values ('r1', 's', 'manual', now(), '{}', 1), ('r2', 's', 'manual', now(), '{}', 1)`);
});
afterEach(async () => {
  await database.close();
  await other.close();
  scratch.remove();
});

async function make(keep = 14, at = now) {
  const made = await makeBackup({ database, folder: scratch.path, keep, now: at });
  if (!made.ok) throw new Error(`${made.failure.what.en} ${made.failure.cause ?? ""}`);
  return made.value;
}

async function restoreInto({ pool }: ClonedDatabase, backup: CheckedBackup) {
  const client = await pool.connect();
  try {
    return await restoreBackup({ client, backup });
  } finally {
    client.release();
  }
}

async function contentOf({ pool }: ClonedDatabase) {
  const client = await pool.connect();
  try {
    const tables = await tablesInOrder(client);
    const all: Record<string, unknown> = {};
    for (const { name } of tables) {
      all[name] = (await client.query(`select to_jsonb(t) as row from public."${name}" t order by 1`)).rows;
    }
    return all;
  } finally {
    client.release();
  }
}

/** Every index, key and reference, as PostgreSQL writes it. */
async function dressOf({ pool }: ClonedDatabase) {
  const { rows } = await pool.query<{ name: string; text: string }>(`
    select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as text
      from pg_index join pg_class c on c.oid = indexrelid where c.relnamespace = 'public'::regnamespace
    union all
    select conrelid::regclass || ' ' || conname, pg_get_constraintdef(oid)
      from pg_constraint where connamespace = 'public'::regnamespace
     order by 1`);
  return rows;
}

describe("a backup", () => {
  it("gives every row back in an empty database, and numbers go on after them", async () => {
    const { path, unproved } = await make();
    expect(unproved).toBeUndefined();
    const checked = await checkBackup(path);
    if (!checked.ok) throw new Error(checked.failure.what.en);
    const restored = await restoreInto(other, checked.value);
    expect(restored).toMatchObject({ ok: true, value: { coaches: 3, groups: 1, runs: 2 } });
    expect(await contentOf(other)).toEqual(await contentOf(database));
    expect(await dressOf(other)).toEqual(await dressOf(database));
    const next = await other.pool.query(
      `insert into runs (id, scenario, cause, started_at, figures, attempt)
         values ('r3', 's', 'manual', now(), '{}', 1) returning number`,
    );
    expect(Number(next.rows[0]?.number)).toBe(3);
  });

  it("can be read by its owner alone, and the oldest go", async () => {
    for (let day = 0; day < 4; day += 1) await make(2, now.add({ hours: 24 * day }));
    const kept = await listBackups(scratch.path);
    expect(kept.map((path) => basename(path))).toEqual([
      "carillon-2026-04-01T03-30-00Z.sql.gz",
      "carillon-2026-03-31T03-30-00Z.sql.gz",
    ]);
    expect(kept.map((path) => statSync(path).mode & 0o777)).toEqual([0o600, 0o600]);
  });

  it("is made of a database that a newer Carillon migrated too, and says that it could not be proved here", async () => {
    await database.pool.query(
      "insert into drizzle.__drizzle_migrations (hash, created_at) values ('newer', 9999999999999)",
    );
    expect((await make()).unproved).toMatchObject({ code: "backup.newer" });
  });

  it.each([
    [
      "a key",
      `alter table coaches drop constraint coaches_pkey cascade;
       insert into coaches (id, name, created_at) values ('c1', 'another of the same id', now())`,
    ],
    [
      "a reference",
      `alter table runs drop constraint runs_scenario_scenarios_name_fk;
       insert into runs (id, scenario, cause, started_at, figures, attempt) values ('r3', 'nobody', 'manual', now(), '{}', 1)`,
    ],
  ])("is not proved when its rows break %s", async (_, damage) => {
    await database.pool.query(damage);
    expect(await makeBackup({ database, folder: scratch.path, keep: 1, now })).toMatchObject({
      failure: { code: "backup.not-restored" },
    });
  });

  it("leaves no database behind that it was proved in", async () => {
    await make();
    // Other tests prove theirs on the same server meanwhile.
    const others = "select datname from pg_database where datname like 'carillon_verify_%'";
    await vi.waitFor(async () => expect((await database.pool.query(others)).rows).toEqual([]), { timeout: 60_000 });
  });
});

describe("a file that is no whole backup changes nothing", () => {
  it("is missing, cut off, tampered with, or something else", async () => {
    const { path } = await make();
    expect(await checkBackup(join(scratch.path, "none.gz"))).toMatchObject({ failure: { code: "backup.missing" } });

    const tampered = join(scratch.path, "tampered.gz");
    writeFileSync(tampered, gzipSync(gunzipSync(readFileSync(path)).toString("utf8").replace("中文", "漢字")));
    expect(await checkBackup(tampered)).toMatchObject({ failure: { code: "backup.damaged" } });

    const plain = join(scratch.path, "plain.gz");
    writeFileSync(plain, "not a gzip");
    expect(await checkBackup(plain)).toMatchObject({ failure: { code: "backup.damaged" } });

    truncateSync(path, 400);
    expect(await checkBackup(path)).toMatchObject({ failure: { code: "backup.damaged" } });
  });

  it("comes from a newer Carillon", async () => {
    const { path } = await make();
    const checked = await checkBackup(path);
    if (!checked.ok) throw new Error(checked.failure.what.en);
    const backup = { ...checked.value, header: { ...checked.value.header, migration: "9999999999999" } };
    expect(await restoreInto(other, backup)).toMatchObject({ failure: { code: "backup.newer" } });
  });
});

it("a folder that cannot be written is told with the setting that changes it", async () => {
  const file = join(scratch.path, "file");
  writeFileSync(file, "");
  const made = await makeBackup({ database, folder: join(file, "backups"), keep: 1, now });
  expect(made).toMatchObject({ ok: false, failure: { code: "backup.not-written" } });
});
