import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { openLogger } from "#lib/logger.ts";

import { holdDatabase } from "../../test/held-database.ts";
import { folderIn, scratchFolder, type Scratch } from "../../test/scratch.ts";
import { startEmbeddedPostgres, type EmbeddedPostgres } from "./embedded-postgres.ts";
import { canEnter, isRoot, serverAccount } from "./server-account.ts";

const logger = openLogger("silent");
let scratch: Scratch;

beforeEach(async () => {
  scratch = await scratchFolder();
});
afterEach(() => scratch.remove());

async function start(dataFolder: string): Promise<EmbeddedPostgres> {
  const started = await startEmbeddedPostgres({ dataFolder, logger, settings: { fsync: "off" } });
  if (!started.ok) throw new Error(JSON.stringify(started.failure));
  return started.value;
}

async function refusal(dataFolder: string): Promise<string> {
  const started = await startEmbeddedPostgres({ dataFolder, logger });
  if (!started.ok) return started.failure.code;
  await started.value.stop();
  return "started";
}

test("a path too long for a socket gets a short private folder", async () => {
  const server = await start(folderIn(scratch.path, `${"a-long-name-".repeat(6)}/${"of-a-folder-".repeat(6)}`));
  const socketFolder = server.location.socketFolder;
  expect(socketFolder).toMatch(/^\/tmp\/carillon-/);
  expect(statSync(socketFolder).mode & 0o777).toBe(0o700);
  expect(statSync(socketFolder).uid).toBe(server.location.account.uid);
  await server.stop();
  rmSync(socketFolder, { recursive: true });
});

test("the folder of another PostgreSQL is refused and left alone", async () => {
  const cluster = folderIn(scratch.path, "postgresql");
  writeFileSync(join(cluster, "PG_VERSION"), "17\n");
  expect(await refusal(scratch.path)).toBe("data.other-version");
  expect(readFileSync(join(cluster, "PG_VERSION"), "utf8")).toBe("17\n");
});

test("something else where the database should be is refused and left alone", async () => {
  const cluster = folderIn(scratch.path, "postgresql");
  writeFileSync(join(cluster, "thesis.txt"), "mine");
  expect(await refusal(scratch.path)).toBe("data.not-a-cluster");
  expect(existsSync(join(cluster, "thesis.txt"))).toBe(true);
});

test("a server that cannot start says why, with the end of its log", async () => {
  const started = await startEmbeddedPostgres({
    dataFolder: scratch.path,
    logger,
    settings: { fsync: "off", max_connections: "many" },
  });
  expect(started).toMatchObject({ ok: false, failure: { code: "database.not-ready" } });
  expect(started.ok ? "" : started.failure.cause).toContain("max_connections");
});

test("a file where the data folder should be is a failure, not a throw", async () => {
  const file = join(scratch.path, "file");
  writeFileSync(file, "");
  expect(await refusal(file)).toBe("data.not-writable");
});

describe.skipIf(!isRoot())("as root (skipped: needs root to be another account)", () => {
  const account = serverAccount(undefined);

  test("a parent that the server's account cannot enter: the database is placed elsewhere, and found again", async () => {
    const dataFolder = join(folderIn(scratch.path, "private", 0o700), "data");
    const first = await start(dataFolder);
    expect(first.location.home).toMatch(/^\/var\/lib\/carillon\/clusters\//);
    expect(readFileSync(join(dataFolder, "database-location.txt"), "utf8")).toContain(first.location.home);
    await first.stop();

    const again = await start(dataFolder);
    expect(again.origin).toBe("started");
    expect(again.location.home).toBe(first.location.home);
    await again.stop();

    rmSync(first.location.home, { recursive: true });
    expect(await refusal(dataFolder)).toBe("data.database-lost");
  });

  test("the data folder stays root's and can be passed through, the database is the server's alone", async () => {
    const server = await start(scratch.path);
    expect(statSync(scratch.path)).toMatchObject({ uid: 0 });
    expect(statSync(scratch.path).mode & 0o777).toBe(0o711);
    expect(statSync(server.location.cluster)).toMatchObject({ uid: account.uid, gid: account.gid });
    expect(statSync(server.location.cluster).mode & 0o777).toBe(0o700);
    await server.stop();
  });

  test("an ordinary user's folder is served as that user", async () => {
    const dataFolder = folderIn(scratch.path, "theirs", 0o700);
    chownSync(dataFolder, 1, 1);
    const server = await start(dataFolder);
    expect(server.location.account.uid).toBe(1);
    expect(statSync(server.location.cluster).uid).toBe(1);
    await server.stop();
  });

  test("an ordinary user opens a folder of their own, shared with root", async ({ skip }) => {
    if (!(await canEnter(import.meta.dirname, account))) skip("the checkout is in a folder that nobody cannot enter");
    const dataFolder = folderIn(scratch.path, "theirs", 0o700);
    chownSync(dataFolder, account.uid, account.gid);
    const holder = await holdDatabase(dataFolder, account);
    expect(holder.said).toMatchObject({ origin: "created" });
    const ours = await start(dataFolder);
    expect(ours.origin).toBe("reused");
    await ours.stop();
    await holder.end();
  });

  test("an ordinary user is refused where they cannot write, and where the database is another's", async ({ skip }) => {
    if (!(await canEnter(import.meta.dirname, account))) skip("the checkout is in a folder that nobody cannot enter");
    const closed = folderIn(scratch.path, "closed", 0o755);
    const refused = await holdDatabase(closed, account);
    expect(refused.said.failure?.code).toBe("data.not-writable");
    const inside = await holdDatabase(join(closed, "data"), account);
    expect(inside.said.failure?.code).toBe("data.not-writable");

    const server = await start(join(scratch.path, "root"));
    await server.stop();
    const stranger = await holdDatabase(join(scratch.path, "root"), { uid: 1, gid: 1 });
    expect(stranger.said.failure).toMatchObject({ code: "data.other-owner" });
    await Promise.all([refused.end(), inside.end(), stranger.end()]);
  });

  test("a server that lost its lock file's process to a stranger's number starts again", async () => {
    const server = await start(scratch.path);
    await server.stop();
    // A power cut leaves the file; after the restart its number is another program's, here ours.
    const lock = join(server.location.cluster, "postmaster.pid");
    writeFileSync(lock, `${process.pid}\n${server.location.cluster}\n1\n5432\n${server.location.socketFolder}\n\n`);
    chownSync(lock, account.uid, account.gid);
    chmodSync(lock, 0o600);
    const again = await start(scratch.path);
    expect(again.origin).toBe("started");
    await again.stop();

    // Or it leaves the file empty, which PostgreSQL refuses for ever.
    writeFileSync(lock, "");
    chownSync(lock, account.uid, account.gid);
    const third = await start(scratch.path);
    expect(third.origin).toBe("started");
    await third.stop();
  });

  test("half a database from a killed initdb is cleared away", async () => {
    const left = join(scratch.path, "postgresql.new-999999999-left");
    mkdirSync(left);
    await (await start(scratch.path)).stop();
    expect(existsSync(left)).toBe(false);
  });
});
