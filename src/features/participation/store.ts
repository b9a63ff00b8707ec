import { eq } from "drizzle-orm";

import { insertMany } from "#database/many.ts";
import type { Db } from "#database/open.ts";
import type { Instant } from "#lib/clock.ts";

import { hearing, heardMessages } from "./tables.ts";

export async function readHearing(db: Db, bot: string): Promise<number> {
  const [row] = await db.select().from(hearing).where(eq(hearing.bot, bot));
  return row?.nextUpdateId ?? 0;
}

export async function writeHearing(db: Db, bot: string, nextUpdateId: number): Promise<void> {
  await db
    .insert(hearing)
    .values({ bot, nextUpdateId })
    .onConflictDoUpdate({ target: hearing.bot, set: { nextUpdateId } });
}

/** Keeps group messages, each once however often its update comes; gives how many were not there yet. */
export async function addHeardMessages(
  db: Db,
  heard: readonly {
    readonly groupId: string;
    readonly telegramMessageId: string;
    readonly studentId: string;
    readonly at: Instant;
  }[],
): Promise<number> {
  return await insertMany(db, heardMessages, heard, { orLeave: true });
}
