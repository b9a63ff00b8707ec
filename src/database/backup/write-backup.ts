import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";

import type pg from "pg";
import { to as copyTo } from "pg-copy-streams";

import type { Instant } from "#lib/clock.ts";

import { copyLine, endOfRows, footerMark, headerMark, type BackupFooter, type BackupHeader } from "./format.ts";
import { tablesInOrder, type BackedUpTable } from "./tables-in-order.ts";

/** What was written. */
export interface WrittenBackup {
  readonly path: string;
  readonly rows: Readonly<Record<string, number>>;
}

/**
 * Writes all of the school's tables to a file of mode 0600, as they are at one moment: the work goes on meanwhile.
 *
 * The job queue is left out: its schedules are made anew at start, and a job that asked for something past would
 * do harm. Secrets are as the database holds them, sealed; their key is not in the file. The file appears whole or
 * not at all. Throws when the disk or the database fails.
 */
export async function writeBackup({
  pool,
  path,
  now,
  key,
}: {
  readonly pool: pg.Pool;
  readonly path: string;
  readonly now: Instant;
  /** The mark of the key that seals the secrets. */
  readonly key?: string | undefined;
}): Promise<WrittenBackup> {
  await mkdir(dirname(path), { recursive: true });
  const partial = `${path}.partial`;
  const client = await pool.connect();
  let failed = true;
  try {
    await client.query("begin isolation level repeatable read, read only");
    const rows: Record<string, number> = {};
    const text = Readable.from(linesOf(client, await tablesInOrder(client), await headerOf(client, now, key), rows), {
      objectMode: false,
    });
    await pipeline(text, createGzip(), createWriteStream(partial, { mode: 0o600, flush: true }));
    await client.query("commit");
    await rename(partial, path);
    failed = false;
    return { path, rows };
  } finally {
    // A connection in the middle of a copy is of no use to anybody.
    client.release(failed);
    if (failed) await rm(partial, { force: true });
  }
}

async function headerOf(client: pg.ClientBase, now: Instant, key: string | undefined): Promise<BackupHeader> {
  const { rows } = await client.query<{ moment: string }>(
    "select created_at::text as moment from drizzle.__drizzle_migrations order by created_at desc limit 1",
  );
  const takenAt = now.round("second").toString();
  return { format: 1, takenAt, migration: rows[0]?.moment ?? "0", ...(key === undefined ? {} : { key }) };
}

async function* linesOf(
  client: pg.ClientBase,
  tables: readonly BackedUpTable[],
  head: BackupHeader,
  rows: Record<string, number>,
): AsyncGenerator<Buffer> {
  const hash = createHash("sha256");
  const hashed = (part: Buffer): Buffer => {
    hash.update(part);
    return part;
  };
  const line = (text: string) => hashed(Buffer.from(`${text}\n`));
  yield line(headerMark + JSON.stringify(head));
  for (const { name, columns } of tables) {
    const copy = copyLine(name, columns);
    yield line(copy);
    const statement = copy.replace(/ FROM stdin;$/, " TO STDOUT");
    const source = client.query(copyTo(statement));
    for await (const part of source) yield hashed(part as Buffer);
    rows[name] = source.rowCount;
    yield line(endOfRows);
  }
  const foot: BackupFooter = { rows, sha256: hash.digest("hex") };
  yield Buffer.from(`${footerMark}${JSON.stringify(foot)}\n`);
}
