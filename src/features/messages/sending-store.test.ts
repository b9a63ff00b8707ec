import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";

import { inTransaction, type Db } from "#database/open.ts";
import { cloneDatabase, type ClonedDatabase } from "../../../test/database.ts";
import { findOldestDue, listNextMessages, restChat } from "./due-store.ts";
import { beginDelivery } from "./sending-store.ts";
import { cancelMessage } from "./store.ts";

const now = Temporal.Instant.from("2026-01-10T08:00:00Z");
/** After all that is written here is due. */
const later = Temporal.Instant.from("2099-01-10T08:00:00Z");
let database: ClonedDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(async () => await database.close());

/** Rows of the outbox that `work` had read. */
async function rowsRead(work: (tx: Db) => Promise<void>): Promise<number> {
  return await inTransaction(database.db, async (tx) => {
    await work(tx);
    const { rows } = await tx.execute<{ rows: string }>(
      sql`select seq_tup_read + idx_tup_fetch as rows from pg_stat_xact_user_tables where relname = 'messages'`,
    );
    return Number(rows[0]?.rows);
  });
}

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

  const looks = await rowsRead(async (tx) => {
    const begun = await beginDelivery(tx, { id: "planned900" }, { chatId: "1", mode: "live", now });
    expect(begun).toBe(1);
    expect(await cancelMessage(tx, "planned950", now)).toBe(true);
  });
  expect(looks).toBeLessThan(10);
});

it("what has left is neither begun nor taken off", async () => {
  expect(await beginDelivery(database.db, { id: "sent1" }, { chatId: "1", mode: "live", now })).toBeUndefined();
  expect(await cancelMessage(database.db, "sent1", now)).toBe(false);
});

it("the next ten of twenty thousand that are due are found without a look at the others, one a chat, in order", async () => {
  await database.pool.query("truncate messages cascade");
  await write("sent", 2_000);
  await database.pool.query("analyze messages");
  // Three to a chat, the first for a chat at rest, every second more urgent than the one before it.
  await database.pool.query(
    `insert into messages (id, kind, subject, chat_id, form, told, html, state, priority, due_at, expires_at, tries, created_at, updated_at)
     select 'm' || i, 'announcement', 'm' || i, (i / 3)::text, 'text', '{}', 'x', 'planned', 2 - i % 2, now(), now() + interval '1 day', 0, now(), now()
       from generate_series(0, 19999) i`,
  );
  await restChat(database.db, "0", later.add({ minutes: 1 }));

  const page = async (tx: Db) =>
    await listNextMessages(tx, { now: later, everythingTo: undefined, busy: ["1", "2"], atMost: 10 });
  const ids: string[] = [];
  const looks = await rowsRead(async (tx) => {
    for (const { id } of await page(tx)) ids.push(id);
  });
  expect(ids).toEqual(["m9", "m13", "m15", "m19", "m21", "m25", "m27", "m31", "m33", "m37"]);
  expect(looks).toBeLessThan(200);
  // And with what the server knows of them since.
  await database.pool.query("analyze messages");
  expect(await rowsRead(async (tx) => void (await page(tx)))).toBeLessThan(200);
  expect(await rowsRead(async (tx) => void (await findOldestDue(tx, later)))).toBeLessThan(200);
});
