import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";

import { inTransaction } from "#database/open.ts";
import { cloneDatabase, type ClonedDatabase } from "../../../test/database.ts";
import { beginDelivery } from "./sending-store.ts";
import { cancelMessage } from "./store.ts";

const now = Temporal.Instant.from("2026-01-10T08:00:00Z");
let database: ClonedDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(async () => await database.close());

async function write(state: "sent" | "planned", howMany: number): Promise<void> {
  await database.pool.query(
    `insert into messages (id, kind, subject, chat_id, form, told, html, state, priority, due_at, expires_at, tries, created_at, updated_at)
     select $1 || i, 'announcement', $1 || i, '1', 'text', '{}', 'x', $1, 1, now(), now() + interval '1 day', 0, now(), now()
       from generate_series(1, $2::int) i`,
    [state, howMany],
  );
}

it("of a thousand messages that are due one is begun, or taken off, without a look at the others", async () => {
  // What the server knows of the outbox is from before the mailing, when nothing in it was open.
  await write("sent", 2_000);
  await database.pool.query("analyze messages");
  await write("planned", 1_000);

  const looks = await inTransaction(database.db, async (tx) => {
    const begun = await beginDelivery(tx, { id: "planned900" }, { chatId: "1", mode: "live", now });
    expect(begun).toBe(1);
    expect(await cancelMessage(tx, "planned950", now)).toBe(true);
    const { rows } = await tx.execute<{ idx_tup_fetch: string }>(
      sql`select idx_tup_fetch from pg_stat_xact_user_tables where relname = 'messages'`,
    );
    return Number(rows[0]?.idx_tup_fetch);
  });
  expect(looks).toBeLessThan(10);
});

it("what has left is neither begun nor taken off", async () => {
  expect(await beginDelivery(database.db, { id: "sent1" }, { chatId: "1", mode: "live", now })).toBeUndefined();
  expect(await cancelMessage(database.db, "sent1", now)).toBe(false);
});
