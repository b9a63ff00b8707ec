import { and, asc, eq, gte, lt, or, sql } from "drizzle-orm";

import { isOneOf } from "#database/many.ts";
import type { Db } from "#database/open.ts";
import type { Instant } from "#lib/clock.ts";

import type { ZoomTold } from "./ports.ts";
import type { HeldEvent } from "./stay-rules.ts";
import { meetings, zoomEvents } from "./tables.ts";
import type { MeetingRow } from "./store.ts";

type Held = Extract<ZoomTold, { readonly id: string }>;

/** Keeps an event once, however often it comes; false when it was there already. */
export async function addZoomEvent(db: Db, event: Held, receivedAt: Instant): Promise<boolean> {
  const { userId = null, name = null, email = null, ...rest } = event;
  const added = await db
    .insert(zoomEvents)
    .values({ ...rest, userId, name, email, receivedAt })
    .onConflictDoNothing()
    .returning({ id: zoomEvents.id });
  return added.length > 0;
}

/** What Zoom told of a meeting in a span, oldest first. */
export async function listZoomEvents(
  db: Db,
  zoomId: string,
  span: { readonly from: Instant; readonly until: Instant },
): Promise<readonly HeldEvent[]> {
  return await db
    .select()
    .from(zoomEvents)
    .where(and(eq(zoomEvents.zoomId, zoomId), gte(zoomEvents.at, span.from), lt(zoomEvents.at, span.until)))
    .orderBy(asc(zoomEvents.at));
}

/** The meetings that stand at Zoom under this id: one, or the dates of a series. */
export async function findMeetingsAtZoom(db: Db, zoomId: string): Promise<readonly MeetingRow[]> {
  return await db.select().from(meetings).where(eq(meetings.zoomId, zoomId));
}

/** Drops what Zoom told before an instant: by then its reports have been read. Gives how many. */
export async function forgetOldZoomEvents(db: Db, before: Instant): Promise<number> {
  return (await db.delete(zoomEvents).where(lt(zoomEvents.at, before))).rowCount ?? 0;
}

/** Drops what Zoom told of a person under these names and addresses, however they are written. */
export async function forgetZoomEventsOf(
  db: Db,
  { names, emails }: { readonly names: readonly string[]; readonly emails: readonly string[] },
): Promise<void> {
  const plainName = sql`regexp_replace(lower(trim(${zoomEvents.name})), '\\s+', ' ', 'g')`;
  await db
    .delete(zoomEvents)
    .where(or(isOneOf(plainName, names.map(plain)), isOneOf(sql`lower(${zoomEvents.email})`, emails.map(plain))));
}

function plain(text: string): string {
  return text.trim().toLowerCase().replaceAll(/\s+/g, " ");
}
