import type { OpenDatabase } from "./open.ts";

/** Empties a database: tables, job queue and the record of migrations. For the demo, which begins anew each time. */
export async function resetDatabase({ pool }: Pick<OpenDatabase, "pool">): Promise<void> {
  await pool.query("drop schema if exists public, jobs, drizzle cascade; create schema public");
}
