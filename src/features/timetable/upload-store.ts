import { desc, eq, inArray } from "drizzle-orm";

import type { Db } from "#database/open.ts";
import type { Instant } from "#lib/clock.ts";

import { uploads } from "./tables.ts";

/** So many are kept of those that wait to be imported, and of those that are: the weekly run reads the last one. */
const mostKept = 5;

/** Keeps a workbook's bytes; of more than are kept of its kind the oldest go. */
export async function putUpload(
  db: Db,
  upload: { readonly name: string; readonly bytes: Uint8Array; readonly keptAt: Instant },
): Promise<void> {
  const { keptAt } = upload;
  await db
    .insert(uploads)
    .values({ ...upload, settled: false })
    .onConflictDoUpdate({ target: uploads.name, set: { keptAt } });
  await forgetOldest(db, false);
}

/** The bytes of a workbook; undefined when nobody keeps them any more. */
export async function findUpload(db: Db, name: string): Promise<Uint8Array | undefined> {
  const [row] = await db.select({ bytes: uploads.bytes }).from(uploads).where(eq(uploads.name, name));
  return row?.bytes;
}

/** It is imported. */
export async function settleUpload(db: Db, name: string, keptAt: Instant): Promise<void> {
  await db.update(uploads).set({ settled: true, keptAt }).where(eq(uploads.name, name));
  await forgetOldest(db, true);
}

async function forgetOldest(db: Db, settled: boolean): Promise<void> {
  const old = await db
    .select({ name: uploads.name })
    .from(uploads)
    .where(eq(uploads.settled, settled))
    .orderBy(desc(uploads.keptAt))
    .offset(mostKept);
  const names = old.map(({ name }) => name);
  if (names.length > 0) await db.delete(uploads).where(inArray(uploads.name, names));
}
