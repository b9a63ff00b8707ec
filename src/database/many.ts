import { getTableColumns, is, SQL, sql } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";

import type { Db } from "./open.ts";

/*
 * Thousands of rows in few statements. Rows travel as one JSON parameter, and lists as one array, since PostgreSQL
 * takes at most 65,535 parameters and what is ordinary needs one for each value.
 */

/** Rows of one statement: more would save no time, and their JSON is held by both sides at once. */
const rowsAtOnce = 2_000;

type Row<T extends PgTable> = T["$inferInsert"];

/**
 * Adds rows that all give the same columns; `orLeave` leaves those that a unique key refuses. Gives how many came.
 * Run it in a transaction, as `updateMany`: many rows are several statements.
 */
export async function insertMany<T extends PgTable>(
  db: Db,
  table: T,
  rows: readonly Row<T>[],
  { orLeave = false }: { readonly orLeave?: boolean } = {},
): Promise<number> {
  const [first] = rows;
  if (first === undefined) return 0;
  const columns = columnsOf(table, Object.keys(first));
  const names = list(columns.map(([, column]) => sql.identifier(column.name)));
  let added = 0;
  for (const some of inPieces(rows)) {
    const done = await db.execute(
      sql`insert into ${table} (${names}) select ${names} from ${recordset(columns, some)}${orLeave ? sql` on conflict do nothing` : sql``}`,
    );
    added += done.rowCount ?? 0;
  }
  return added;
}

/** Brings rows, known by their column `id`, to the given values; all rows give the same columns. */
export async function updateMany<T extends PgTable & { id: PgColumn }>(
  db: Db,
  table: T,
  rows: readonly (Partial<Row<T>> & { readonly id: string })[],
): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const columns = columnsOf(table, Object.keys(first));
  const set = list(
    columns
      .filter(([key]) => key !== "id")
      .map(([, column]) => sql`${sql.identifier(column.name)} = given.${sql.identifier(column.name)}`),
  );
  for (const some of inPieces(rows)) {
    await db.execute(sql`update ${table} set ${set} from ${recordset(columns, some)} where ${table.id} = given.id`);
  }
}

/**
 * Adds a row, or brings the one of its key to the same values but those `kept`, if `allowed`, a statement that may change
 * something itself, gives a row: all of it is one statement. False when it gave none.
 */
export async function putWhere<T extends PgTable>(
  db: Db,
  table: T,
  {
    row,
    key,
    kept,
    allowed,
  }: {
    readonly row: Row<T>;
    readonly key: string & keyof Row<T>;
    readonly kept: readonly (string & keyof Row<T>)[];
    readonly allowed: SQL;
  },
): Promise<boolean> {
  const columns = columnsOf(table, Object.keys(row));
  const names = list(columns.map(([, column]) => sql.identifier(column.name)));
  const stays = new Set<string>([key, ...kept]);
  const set = columns
    .filter(([name]) => !stays.has(name))
    .map(([, { name }]) => sql`${sql.identifier(name)} = excluded.${sql.identifier(name)}`);
  const unique = list(columnsOf(table, [key]).map(([, column]) => sql.identifier(column.name)));
  const done = await db.execute(sql`
    with allowed as (${allowed})
    insert into ${table} (${names}) select ${names} from ${recordset(columns, [row])} where exists (select from allowed)
        on conflict (${unique}) do update set ${list(set)}`);
  return done.rowCount === 1;
}

/** `column = any(values)` with one parameter, however many values there are. */
export function isOneOf(column: PgColumn | SQL, values: readonly string[] | readonly number[]): SQL {
  const type = is(column, SQL) ? "text" : column.getSQLType();
  return sql`${column} = any(${sql.param([...values])}::${sql.raw(type)}[])`;
}

function* inPieces<One>(rows: readonly One[]): Generator<readonly One[]> {
  for (let at = 0; at < rows.length; at += rowsAtOnce) yield rows.slice(at, at + rowsAtOnce);
}

type Columns = readonly (readonly [key: string, column: PgColumn])[];

function columnsOf(table: PgTable, keys: readonly string[]): Columns {
  const all = getTableColumns(table);
  return keys.map((key) => {
    const column = all[key];
    if (column === undefined) throw new Error(`the table has no column ${key}`);
    return [key, column];
  });
}

function recordset(columns: Columns, rows: readonly object[]): SQL {
  const given = rows.map((row) =>
    Object.fromEntries(columns.map(([key, column]) => [column.name, driverValue(column, (row as Values)[key])])),
  );
  const types = columns.map(([, column]) => sql`${sql.identifier(column.name)} ${sql.raw(column.getSQLType())}`);
  return sql`jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as given(${list(types)})`;
}

type Values = Readonly<Record<string, unknown>>;

function driverValue(column: PgColumn, value: unknown): unknown {
  // A structured value is part of the JSON as it is; turned into text first it would arrive as a text.
  if (value === null || value === undefined || column.getSQLType() === "jsonb") return value ?? null;
  return column.mapToDriverValue(value);
}

function list(parts: readonly (SQL | ReturnType<typeof sql.identifier>)[]): SQL {
  return sql.join([...parts], sql`, `);
}
