import { asc, eq, lt, or, sql } from "drizzle-orm";

import { isOneOf, putWhere } from "#database/many.ts";
import type { Db } from "#database/open.ts";
import type { Instant } from "#lib/clock.ts";

import type { ZoomEvent } from "./ports.ts";
import type { HeldEvent } from "./stay-rules.ts";
import { meetings, zoomEvents } from "./tables.ts";
import type { MeetingRow } from "./store.ts";

/**
 * Keeps an event of a meeting of ours once, however often it comes; one of a meeting that is none of ours is let go. An
 * event may come late, twice, out of order or never: what it means is worked out when a session's stays are read.
 */
export async function keepZoomEvent(db: Db, event: ZoomEvent, receivedAt: Instant): Promise<void> {
  const allowed = sql`select from ${meetings} where ${meetings.zoomId} = ${event.zoomId}`;
  // The same event says the same again, but for what it leaves to the time of its arrival: the first one counts.
  await putWhere(db, zoomEvents, { row: { ...event, receivedAt }, key: "id", kept: ["at", "receivedAt"], allowed });
}

/** What Zoom told of each of some meetings in its span, oldest first; in the order of the meetings. */
export async function listZoomEvents(
  db: Db,
  meant: readonly { readonly zoomId: string; readonly from: Instant; readonly until: Instant }[],
): Promise<readonly (readonly HeldEvent[])[]> {
  if (meant.length === 0) return [];
  const span = sql`unnest(
    ${sql.param(meant.map(({ zoomId }) => zoomId))}::text[],
    ${sql.param(meant.map(({ from }) => from.toString()))}::timestamptz[],
    ${sql.param(meant.map(({ until }) => until.toString()))}::timestamptz[])
    with ordinality as span(zoom_id, from_at, until_at, place)`;
  const rows = await db
    .select({ event: zoomEvents, place: sql<string>`span.place` })
    .from(zoomEvents)
    .innerJoin(
      span,
      sql`${zoomEvents.zoomId} = span.zoom_id and ${zoomEvents.at} >= span.from_at and ${zoomEvents.at} < span.until_at`,
    )
    .orderBy(asc(zoomEvents.at));
  const byPlace = Map.groupBy(rows, ({ place }) => Number(place));
  return meant.map((_, index) => (byPlace.get(index + 1) ?? []).map(({ event }) => event));
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
