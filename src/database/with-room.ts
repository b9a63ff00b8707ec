import { sql } from "drizzle-orm";

import { inTransaction, type Db } from "./open.ts";

/**
 * Runs a large statement in a transaction whose sorts and groupings may take 32 MB each, where an ordinary
 * statement has the server's 4: beyond that they go through files, which takes a statement over a million rows
 * twice the time.
 *
 * In a transaction that is open already the room stays until that one ends.
 */
export async function withRoom<T>(db: Db, work: (tx: Db) => Promise<T>): Promise<T> {
  return await inTransaction(db, async (tx) => {
    await tx.execute(sql`select set_config('work_mem', '32MB', true)`);
    return await work(tx);
  });
}
