import { and, count, eq, gt, sql } from "drizzle-orm";

import type { Db } from "#database/open.ts";
import type { Instant } from "#lib/clock.ts";

import { messages } from "./tables.ts";

/** Answers planned after `since`, to one chat and to all. */
export async function countAnswers(
  db: Db,
  chatId: string,
  since: Instant,
): Promise<{ readonly here: number; readonly everywhere: number }> {
  const [row] = await db
    .select({ here: sql<string>`count(*) filter (where ${messages.chatId} = ${chatId})`, everywhere: count() })
    .from(messages)
    .where(and(eq(messages.kind, "answer"), gt(messages.createdAt, since)));
  return { here: Number(row?.here ?? 0), everywhere: row?.everywhere ?? 0 };
}
