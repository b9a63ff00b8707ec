import { asc, between, eq } from "drizzle-orm";

import type { Db } from "#database/open.ts";
import { sessions } from "#features/sessions/tables.ts";
import type { Instant } from "#lib/clock.ts";

import { meetings } from "./tables.ts";

/** The days of sessions whose meeting changed between two instants, one for each session, by day. */
export async function listDaysOfMeetings(db: Db, from: Instant, until: Instant): Promise<readonly string[]> {
  const rows = await db
    .select({ date: sessions.date })
    .from(meetings)
    .innerJoin(sessions, eq(sessions.id, meetings.sessionId))
    .where(between(meetings.updatedAt, from, until))
    .orderBy(asc(sessions.date));
  return rows.map((row) => row.date);
}
