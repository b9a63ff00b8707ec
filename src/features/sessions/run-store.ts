import { asc, between } from "drizzle-orm";

import type { Db } from "#database/open.ts";
import type { Instant } from "#lib/clock.ts";

import { sessions } from "./tables.ts";

/** The days of sessions that came to be between two instants, one for each session, by day. */
export async function listDaysOfNewSessions(db: Db, from: Instant, until: Instant): Promise<readonly string[]> {
  const rows = await db
    .select({ date: sessions.date })
    .from(sessions)
    .where(between(sessions.createdAt, from, until))
    .orderBy(asc(sessions.date));
  return rows.map((row) => row.date);
}
