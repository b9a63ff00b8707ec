import { eq } from "drizzle-orm";

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

/** Keeps a group message once, however often its update comes; false when it was there already. */
export async function addHeardMessage(
  db: Db,
  heard: {
    readonly groupId: string;
    readonly telegramMessageId: string;
    readonly studentId: string;
    readonly at: Instant;
  },
): Promise<boolean> {
  const added = await db.insert(heardMessages).values(heard).onConflictDoNothing().returning({ id: heardMessages.id });
  return added.length > 0;
}
