import { readMigrationFiles } from "drizzle-orm/migrator";
import type pg from "pg";

import { migrationsFolder } from "../migrate.ts";

/** The moments of this program's migrations, oldest first: drizzle tells them apart by these. */
export function knownMigrations(): readonly number[] {
  return readMigrationFiles({ migrationsFolder }).map(({ folderMillis }) => folderMillis);
}

/**
 * Applies the migrations after the moment `after` up to and including `until`, in the caller's transaction, and records
 * them as drizzle does.
 */
export async function putMigrations(
  client: pg.ClientBase,
  { after = -Infinity, until = Infinity }: { readonly after?: number; readonly until?: number },
): Promise<void> {
  await client.query("create schema if not exists drizzle");
  await client.query(
    `create table if not exists drizzle.__drizzle_migrations
       (id serial primary key, hash text not null, created_at bigint)`,
  );
  for (const { sql, hash, folderMillis } of readMigrationFiles({ migrationsFolder })) {
    if (folderMillis <= after || folderMillis > until) continue;
    for (const statement of sql) await client.query(statement);
    await client.query("insert into drizzle.__drizzle_migrations (hash, created_at) values ($1, $2)", [
      hash,
      folderMillis,
    ]);
  }
}
