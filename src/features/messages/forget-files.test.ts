import { afterAll, beforeAll, expect, it } from "vitest";

import type { ChatId } from "#lib/ids.ts";
import { cloneDatabase, type ClonedDatabase } from "../../../test/database.ts";
import { keepFile, readFirstPicture } from "./files-store.ts";
import { planMessage } from "./plan-message.ts";
import { forgetOldFiles } from "./privacy-store.ts";

const then = Temporal.Instant.from("2026-01-10T08:00:00Z");
const later = then.add({ hours: 24 * 100 });
let database: ClonedDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(async () => await database.close());

async function plan(key: string, byte: number, at: Temporal.Instant): Promise<string> {
  const picture = { name: "a.png", mediaType: "image/png", bytes: new Uint8Array([byte]) };
  await planMessage({
    db: database.db,
    now: at,
    wake: async () => undefined,
    message: {
      kind: "announcement",
      key,
      to: { chat: "5000000001" as ChatId },
      content: { form: "picture", picture },
      language: "fr",
      dueAt: at,
      expiresAt: at.add({ hours: 24 }),
    },
  });
  const { rows } = await database.pool.query<{ id: string }>("select id from messages where subject = $1", [key]);
  return rows[0]?.id ?? "";
}

it("old pictures lose their bytes, unless a message still needs them; one that is shown again has them back", async () => {
  const [sent, open, shared] = [
    await plan("sent", 1, then),
    await plan("open", 2, then),
    await plan("shared", 3, then),
  ];
  const young = await plan("young", 3, later);
  await database.pool.query("update messages set state = 'sent' where subject <> 'open'");
  const sizes = async () =>
    await Promise.all(
      [sent, open, shared, young].map(async (id) => (await readFirstPicture(database.db, id))?.bytes.length),
    );
  expect(await forgetOldFiles(database.db, later.subtract({ hours: 24 * 90 }))).toBe(1);
  expect(await sizes()).toEqual([undefined, 1, 1, 1]);
  expect(await forgetOldFiles(database.db, later.subtract({ hours: 24 * 90 }))).toBe(0);
  await keepFile(database.db, { name: "a.png", mediaType: "image/png", bytes: new Uint8Array([1]) }, later);
  expect(await sizes()).toEqual([1, 1, 1, 1]);
});
