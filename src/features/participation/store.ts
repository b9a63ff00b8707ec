import { eq, sql } from "drizzle-orm";

import type { Db } from "#database/open.ts";
import type { Instant } from "#lib/clock.ts";

import { hearing, heardMessages, messageCounts } from "./tables.ts";

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

/** Counts a group message once, however often its update comes; false when it was counted already. */
export async function addHeardMessage(
  db: Db,
  heard: {
    readonly groupId: string;
    readonly telegramMessageId: string;
    readonly studentId: string;
    readonly at: Instant;
    /** The day in the school's zone. */
    readonly day: string;
  },
): Promise<boolean> {
  const { day, ...row } = heard;
  const added = await db.insert(heardMessages).values(row).onConflictDoNothing().returning({ id: heardMessages.id });
  if (added.length === 0) return false;
  await db
    .insert(messageCounts)
    .values({ studentId: row.studentId, groupId: row.groupId, day, count: 1 })
    .onConflictDoUpdate({
      target: [messageCounts.studentId, messageCounts.groupId, messageCounts.day],
      set: { count: sql`${messageCounts.count} + 1` },
    });
  return true;
}
