import type pg from "pg";

import type { OpenDatabase } from "./open.ts";

/** Empties a database: tables, job queue and the record of migrations. For the demo, which begins anew each time. */
export async function resetDatabase({ pool }: Pick<OpenDatabase, "pool">): Promise<void> {
  const client = await pool.connect();
  try {
    await dropEverything(client);
  } finally {
    client.release();
  }
}

/** The same, on a connection that may be in a transaction. */
export async function dropEverything(client: pg.ClientBase): Promise<void> {
  await client.query("drop schema if exists public, jobs, drizzle cascade; create schema public");
}

/** Whether a school lives in it: any table of ours holds a row, but for the scenarios and the list of backups, which each start makes anew. */
export async function isInUse({ pool }: Pick<OpenDatabase, "pool">): Promise<boolean> {
  const tables = await pool.query<{ name: string }>(
    "select quote_ident(tablename) as name from pg_tables where schemaname = 'public' and tablename not in ('scenarios', 'backups')",
  );
  for (const { name } of tables.rows) {
    const { rows } = await pool.query(`select 1 from public.${name} limit 1`);
    if (rows.length > 0) return true;
  }
  return false;
}
