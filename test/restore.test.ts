import { readdirSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { writeBackup } from "#database/backup/write-backup.ts";
import { keyFrom, sealedBox } from "#lib/sealed-box.ts";
import { Secret } from "#lib/secrets.ts";

import { commandWith } from "./command.ts";
import { cloneDatabase, type ClonedDatabase } from "./database.ts";
import { scratchFolder, type Scratch } from "./scratch.ts";

const key = "5a".repeat(32);
const secret = "zoom-token-that-nobody-may-read";
const newer = "insert into drizzle.__drizzle_migrations (hash, created_at) values ('newer', 9999999999999)";
let scratch: Scratch;
let school: ClonedDatabase;
let other: ClonedDatabase;

beforeEach(async () => {
  scratch = await scratchFolder();
  school = await cloneDatabase();
  other = await cloneDatabase();
  const sealed = sealedBox(keyFrom(key) ?? new Uint8Array()).seal(new Secret(secret), "zoom.token");
  await school.pool.query("insert into coaches (id, name, created_at) values ('c1', 'Awa Sissoko', now())");
  await school.pool.query(
    "insert into zoom_tokens (account, sealed, obtained_at, expires_at) values ('a', $1, now(), now())",
    [sealed],
  );
});
afterEach(async () => {
  await school.close();
  await other.close();
  scratch.remove();
});

async function run(database: ClonedDatabase, ...words: readonly string[]) {
  const settings = { CARILLON_BACKUP_FOLDER: scratch.path, CARILLON_SECRET_KEY: key };
  return await commandWith(settings, database.name, ...words);
}

async function backUp(): Promise<string> {
  expect(await run(school, "backup", "--json")).toMatchObject({ code: 0 });
  const [name] = readdirSync(scratch.path).filter((each) => each.endsWith(".sql.gz"));
  const kept = join(scratch.path, "kept-elsewhere.gz");
  renameSync(join(scratch.path, name ?? ""), kept);
  return kept;
}

const coaches = async (database: ClonedDatabase) =>
  (await database.pool.query("select name from coaches order by 1")).rows.map((row) => row.name);

describe("a school moves to an empty installation", () => {
  it("by one command, its secrets sealed on the way", async () => {
    const file = await backUp();
    expect(gunzipSync(readFileSync(file)).toString("utf8")).not.toContain(secret);
    expect(await run(other, "restore", file)).toMatchObject({ code: 0 });
    expect(await coaches(other)).toEqual(["Awa Sissoko"]);
    const { rows } = await other.pool.query("select sealed from zoom_tokens");
    const open = (withKey: string) =>
      sealedBox(keyFrom(withKey) ?? new Uint8Array())
        .open(rows[0]?.sealed, "zoom.token")
        ?.reveal();
    expect(open(key)).toBe(secret);
    expect(open("5b".repeat(32))).toBeUndefined();
  });

  it("is not put over another one by mistake; replaced, what was there is kept in a file", async () => {
    const file = await backUp();
    await other.pool.query("insert into coaches (id, name, created_at) values ('c9', 'Somebody else', now())");
    expect(await run(other, "restore", file)).toMatchObject({ code: 1, failure: "restore.not-empty" });
    expect(await coaches(other)).toEqual(["Somebody else"]);
    const before = readdirSync(scratch.path).length;
    expect(await run(other, "restore", file, "--replace")).toMatchObject({ code: 0 });
    expect(await coaches(other)).toEqual(["Awa Sissoko"]);
    expect(readdirSync(scratch.path)).toHaveLength(before + 1);
  });
});

describe("back to the version before", () => {
  it("the older program puts its backup over a database that the newer one migrated", async () => {
    const file = await backUp();
    await school.pool.query(newer);
    await school.pool.query("insert into coaches (id, name, created_at) values ('c2', 'Came later', now())");
    expect(await run(school, "restore", file, "--replace")).toMatchObject({ code: 0 });
    expect(await coaches(school)).toEqual(["Awa Sissoko"]);
    expect(await run(school, "runs", "--json")).toMatchObject({ code: 0 });
  });

  it("a newer one's backup is refused before anything is taken away", async () => {
    await other.pool.query(newer);
    const file = join(scratch.path, "newer.gz");
    await writeBackup({ pool: other.pool, path: file, now: Temporal.Instant.from("2026-03-29T03:30:00Z") });
    expect(await run(school, "restore", file, "--replace")).toMatchObject({ failure: "backup.newer" });
    expect(await coaches(school)).toEqual(["Awa Sissoko"]);
  });
});
