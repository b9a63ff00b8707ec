import pg from "pg";

import { migrate } from "#database/migrate.ts";
import type { ConnectionConfig } from "#database/open.ts";

/** Fills the database that every test's own is cloned from: all that is slow to make and the same for all. */
export async function prepareTemplate(connectionConfig: ConnectionConfig): Promise<void> {
  const pool = new pg.Pool({ ...connectionConfig, max: 1 });
  try {
    const migrated = await migrate(pool);
    if (!migrated.ok) throw new Error(`${migrated.failure.what.en} ${migrated.failure.cause ?? ""}`);
  } finally {
    await pool.end();
  }
}
