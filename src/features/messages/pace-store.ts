import { and, asc, gt, ne } from "drizzle-orm";

import type { Db } from "#database/open.ts";
import type { Instant } from "#lib/clock.ts";

import { firstTempo, type Tempo } from "./pace-rules.ts";
import { deliveries, senderTempo } from "./tables.ts";

/** What left during the last minute, oldest first: the pace goes on after a restart. */
export async function listRecentStarts(
  db: Db,
  since: Instant,
): Promise<readonly { readonly chatId: string; readonly at: Instant; readonly cost: number }[]> {
  const rows = await db
    .select({
      chatId: deliveries.chatId,
      startedAt: deliveries.startedAt,
      endedAt: deliveries.endedAt,
      ids: deliveries.telegramMessageIds,
    })
    .from(deliveries)
    .where(and(gt(deliveries.startedAt, since), ne(deliveries.mode, "dry")))
    .orderBy(asc(deliveries.startedAt));
  return rows.map((row) => ({
    chatId: row.chatId,
    at: row.endedAt ?? row.startedAt,
    cost: Math.max(1, row.ids.length),
  }));
}

/** The bot's pace as it was learned. */
export async function readTempo(db: Db): Promise<Tempo> {
  const [row] = await db.select().from(senderTempo);
  return row ?? firstTempo;
}

/** Keeps the bot's pace for the next round and the next process. */
export async function writeTempo(db: Db, tempo: Tempo): Promise<void> {
  const { intervalMs, burst, calm } = tempo;
  await db
    .insert(senderTempo)
    .values({ id: 1, intervalMs, burst, calm })
    .onConflictDoUpdate({ target: senderTempo.id, set: { intervalMs, burst, calm } });
}
