import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

import { drizzle } from "drizzle-orm/node-postgres";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";

import { say } from "#lib/bilingual.ts";
import { causeOf, failed, ok, type Failure, type Result } from "#lib/failure.ts";

import { codeOf } from "../data-failures.ts";
import type { Db } from "../open.ts";
import { dropEverything } from "../reset.ts";
import { fillBareTables } from "./bare-tables.ts";
import { endOfRows, readCopyLine } from "./format.ts";
import { knownMigrations, putMigrations } from "./put-migrations.ts";
import { linesOfBackup, type CheckedBackup } from "./read-backup.ts";

/** Rows by table. */
export type RestoredRows = Readonly<Record<string, number>>;

/** So many letters of a table's rows travel together. */
const lettersAtOnce = 64 * 1_024;

/** How long a table may be kept by somebody else, in milliseconds. */
const patienceMs = 10_000;

/**
 * Puts a checked backup in the place of all that a database holds: the tables as they were when it was taken, its rows,
 * then the migrations that came since, and last what `settle` does with it. All in one transaction of `client`: whoever
 * looks sees what was there before or all of the backup, and so does the next start after a `kill -9` at any moment.
 *
 * Refused when the backup comes from a newer Carillon, or with the failure that `settle` gives.
 */
export async function restoreBackup({
  client,
  backup,
  settle,
}: {
  readonly client: pg.ClientBase;
  readonly backup: CheckedBackup;
  readonly settle?: (tx: Db) => Promise<Failure | undefined>;
}): Promise<Result<RestoredRows>> {
  const known = checkOrigin(backup);
  if (!known.ok) return known;
  const taken = Number(backup.header.migration);
  try {
    await client.query("begin");
    await client.query(`set local lock_timeout = ${patienceMs}`);
    await dropEverything(client);
    await putMigrations(client, { until: taken });
    const rows = await fillBareTables(client, async () => await putRows(client, backup));
    await putMigrations(client, { after: taken });
    const refused = await settle?.(drizzle(client as pg.Client) as Db);
    await client.query(refused === undefined ? "commit" : "rollback");
    return refused === undefined ? ok(rows) : failed(refused);
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    return failed(notRestored(backup.path, error));
  }
}

/** Refused when the backup comes from a newer Carillon; asks nothing of a database. */
export function checkOrigin({ header, path }: CheckedBackup): Result<void> {
  if (knownMigrations().includes(Number(header.migration))) return ok(undefined);
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

async function putRows(client: pg.ClientBase, backup: CheckedBackup): Promise<RestoredRows> {
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
  return put;
}

/** The rows of a table, many at a time: one by one each would travel alone. */
async function* rowsOf(lines: AsyncGenerator<string>): AsyncGenerator<string> {
  let some = "";
  for (;;) {
    const { value, done } = await lines.next();
    if (done === true) throw new Error("a table has no end");
    const isOver = value === endOfRows;
    if (!isOver) some += `${value}\n`;
    if (some !== "" && (isOver || some.length > lettersAtOnce)) {
      yield some;
      some = "";
    }
    if (isOver) return;
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

function notRestored(path: string, error: unknown): Failure {
  const what = say(
    "La sauvegarde n'a pas pu être remise dans la base : rien n'a été changé.",
    "The backup could not be put into the database: nothing was changed.",
  );
  // PostgreSQL's word for a lock that did not come in time.
  const remedy =
    codeOf(error) === "55P03"
      ? say(
          "Un autre programme travaille dans la base : arrêtez-le, puis recommencez.",
          "Another program works in the database: stop it, then try again.",
        )
      : say("Vérifiez la place sur le disque, puis recommencez.", "Check the room on the disk, then try again.");
  return { code: "backup.not-restored", what, remedy, place: path, cause: causeOf(error) };
}
