import pg from "pg";
import { PgBoss } from "pg-boss";

import { migrate } from "#database/migrate.ts";
import type { ConnectionConfig } from "#database/connection-config.ts";
import { jobsSchema } from "#jobs/engine.ts";

/** Fills the database that every test's own is cloned from: all that is slow to make and the same for all. */
export async function prepareTemplate(connectionConfig: ConnectionConfig): Promise<void> {
  const pool = new pg.Pool({ ...connectionConfig, max: 1 });
  try {
    const migrated = await migrate(pool);
    if (!migrated.ok) throw new Error(`${migrated.failure.what.en} ${migrated.failure.cause ?? ""}`);
  } finally {
    await pool.end();
  }
  // The job queue's own tables cost 0.4 s to make.
  const boss = new PgBoss({ ...connectionConfig, schema: jobsSchema, supervise: false, schedule: false });
  await boss.start();
  await boss.stop({ graceful: false });
}
