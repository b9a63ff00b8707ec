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
  work: () => Promise<T>,
): Promise<T | "taken"> {
  const client = new pg.Client({ ...database.connectionConfig, application_name: `carillon lock ${name}` });
  // A connection that dies lets the lock go; the work itself meets the error in its own queries.
  client.on("error", () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query("select pg_try_advisory_lock(hashtextextended($1, 0)) as got", [name]);
    if (rows[0]?.got !== true) return "taken";
    return await work();
  } finally {
    await client.end().catch(() => undefined);
  }
}
