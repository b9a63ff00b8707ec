import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";

import { say } from "#lib/bilingual.ts";
import { causeOf, failed, ok, type Result } from "#lib/failure.ts";

import { migrate, migrationsFolder } from "../migrate.ts";
import { endOfRows, readCopyLine } from "./format.ts";
import { linesOfBackup, type CheckedBackup } from "./read-backup.ts";

/**
 * Puts a checked backup into an empty database: the tables as they were when it was taken, its rows in one
 * transaction, then the migrations that came since.
 *
 * Refused when the backup comes from a newer Carillon. When it fails midway no row is there.
 */
export async function restoreBackup({
  pool,
  backup,
}: {
  readonly pool: pg.Pool;
  readonly backup: CheckedBackup;
}): Promise<Result<Readonly<Record<string, number>>>> {
  const then = await migrateTo(pool, backup);
  if (!then.ok) return then;
  try {
    const rows = await putRows(pool, backup);
    const now = await migrate(pool);
    return now.ok ? ok(rows) : now;
  } catch (error) {
    return failed({
      code: "backup.not-restored",
      what: say(
        "La sauvegarde n'a pas pu être remise dans la base : la base est vide.",
        "The backup could not be put into the database: the database is empty.",
      ),
      remedy: say(
        "Vérifiez la place sur le disque, puis recommencez la même commande.",
        "Check the room on the disk, then give the same command again.",
      ),
      place: backup.path,
      cause: causeOf(error),
    });
  }
}

/** Refused when the backup comes from a newer Carillon; asks nothing of a database. */
export async function checkOrigin({ header, path }: CheckedBackup): Promise<Result<void>> {
  const { entries } = await readJournal();
  if (entries.some((entry) => entry.when === Number(header.migration))) return ok(undefined);
  return failed({
    code: "backup.newer",
    what: say(
      "Cette sauvegarde vient d'une version de Carillon que ce programme ne connaît pas.",
      "This backup comes from a version of Carillon that this program does not know.",
    ),
    remedy: say(
      "Installez la version qui l'a faite, ou une plus récente, puis recommencez.",
      "Install the version that made it, or a newer one, then try again.",
    ),
    place: path,
  });
}

async function readJournal(): Promise<{ readonly entries: readonly { readonly when: number }[] }> {
  return JSON.parse(await readFile(join(migrationsFolder, "meta", "_journal.json"), "utf8"));
}

/** Brings an empty database to the migration that the backup had. */
async function migrateTo(pool: pg.Pool, backup: CheckedBackup): Promise<Result<void>> {
  const known = await checkOrigin(backup);
  if (!known.ok) return known;
  const journal = await readJournal();
  const until = Number(backup.header.migration);
  const folder = await mkdtemp(join(tmpdir(), "carillon-migrations-"));
  try {
    await cp(migrationsFolder, folder, { recursive: true });
    const kept = { ...journal, entries: journal.entries.filter((entry) => entry.when <= until) };
    await writeFile(join(folder, "meta", "_journal.json"), JSON.stringify(kept));
    const migrated = await migrate(pool, folder);
    return migrated.ok ? ok(undefined) : migrated;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function putRows(pool: pg.Pool, backup: CheckedBackup): Promise<Readonly<Record<string, number>>> {
  const client = await pool.connect();
  let broken = true;
  try {
    await client.query("begin");
    const put: Record<string, number> = {};
    const lines = linesOfBackup(backup.path);
    for await (const line of lines) {
      const copy = readCopyLine(line);
      if (copy === undefined) continue;
      const target = client.query(copyFrom(copy.statement));
      await pipeline(Readable.from(rowsOf(lines)), target);
      put[copy.table] = target.rowCount;
    }
    for (const [table, count] of Object.entries(backup.footer.rows)) {
      if (put[table] !== count) throw new Error(`${table}: ${put[table]} rows of ${count}`);
    }
    await continueNumbers(client);
    await client.query("commit");
    broken = false;
    return put;
  } finally {
    client.release(broken);
  }
}

async function* rowsOf(lines: AsyncGenerator<string>): AsyncGenerator<string> {
  for (;;) {
    const { value, done } = await lines.next();
    if (done === true) throw new Error("a table has no end");
    if (value === endOfRows) return;
    yield `${value}\n`;
  }
}

/** Numbered rows go on after the last one that was put in. */
async function continueNumbers(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ table: string; column: string; sequence: string }>(`
    select c.relname as "table", a.attname as "column",
           pg_get_serial_sequence(format('public.%I', c.relname), a.attname) as sequence
      from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attidentity <> ''`);
  for (const { table, column, sequence } of rows) {
    await client.query(`select setval($1, coalesce((select max("${column}") from public."${table}"), 0) + 1, false)`, [
      sequence,
    ]);
  }
}
