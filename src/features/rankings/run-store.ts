import { asc, between, eq } from "drizzle-orm";

import type { Db } from "#database/open.ts";
import { groups } from "#features/roster/tables.ts";
import type { Instant } from "#lib/clock.ts";

import { rankings } from "./tables.ts";

/** Rankings that were announced between two instants. */
export async function listRankingsAnnounced(db: Db, from: Instant, until: Instant) {
  return await db
    .select({ groupId: rankings.groupId, title: groups.title, level: rankings.level, period: rankings.period })
    .from(rankings)
    .leftJoin(groups, eq(groups.id, rankings.groupId))
    .where(between(rankings.announcedAt, from, until))
    .orderBy(asc(groups.title), asc(rankings.period));
}
