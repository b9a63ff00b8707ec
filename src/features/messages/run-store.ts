import { asc, between, eq, or } from "drizzle-orm";

import type { Db } from "#database/open.ts";
import { groups } from "#features/roster/tables.ts";
import type { Instant } from "#lib/clock.ts";

import { messages } from "./tables.ts";

/** Messages that a run let go, and those that came to be between two instants, by number. */
export async function listMessagesOfRun(
  db: Db,
  { runId, from, until }: { readonly runId: string; readonly from: Instant; readonly until: Instant },
) {
  return await db
    .select({ number: messages.number, group: groups.title })
    .from(messages)
    .leftJoin(groups, eq(groups.id, messages.groupId))
    .where(or(eq(messages.releasedBy, runId), between(messages.createdAt, from, until)))
    .orderBy(asc(messages.number));
}
