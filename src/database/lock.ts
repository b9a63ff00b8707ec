import pg from "pg";

import type { OpenDatabase } from "./open.ts";

/**
 * Does `work` while no other process on this database does the work of that name; `"taken"` when one does.
 *
 * The lock belongs to a connection of its own, so a process that dies lets it go.
 */
export async function withLock<T>(
  database: Pick<OpenDatabase, "connectionConfig">,
  name: string,
  work: (lost: AbortSignal) => Promise<T>,
): Promise<T | "taken"> {
  const client = new pg.Client({ ...database.connectionConfig, application_name: `carillon lock ${name}` });
  // A connection that dies lets the lock go: the work is told, so that it begins nothing new.
  const lost = new AbortController();
  client.on("error", () => lost.abort());
  await client.connect();
  try {
    const { rows } = await client.query("select pg_try_advisory_lock(hashtextextended($1, 0)) as got", [name]);
    if (rows[0]?.got !== true) return "taken";
    return await work(lost.signal);
  } finally {
    await client.end().catch(() => undefined);
  }
}
