import { eq, inArray, isNull } from "drizzle-orm";

import type { Db } from "#database/open.ts";
import { entries } from "#features/timetable/tables.ts";
import type { Instant } from "#lib/clock.ts";
import type { Failure } from "#lib/failure.ts";

import type { Host, MeetingDraft, OpenMeeting, ZoomOccurrence } from "./ports.ts";
import { slotsOf, type WeeklySlot } from "./series-rules.ts";
import { meetings, meetingSeries } from "./tables.ts";

export type SeriesRow = typeof meetingSeries.$inferSelect;

/** The lines in force as slots, by the id of their room. */
export async function listSlots(db: Db): Promise<ReadonlyMap<string, WeeklySlot>> {
  const { courseId, time, timeZone, durationMinutes, weekday } = entries;
  return slotsOf(
    await db
      .select({ courseId, time, timeZone, durationMinutes, weekday })
      .from(entries)
      .where(isNull(entries.endedAt)),
  );
}

/** Rooms that stand at Zoom, or may. */
export async function listSeries(db: Db): Promise<ReadonlyMap<string, SeriesRow>> {
  const rows = await db
    .select()
    .from(meetingSeries)
    .where(inArray(meetingSeries.state, ["creating", "open", "updating", "deleting"]));
  return new Map(rows.map((row) => [row.id, row]));
}

/** Commits the intent before Zoom is asked: after a crash a room with this key may exist. */
export async function beginSeries(
  db: Db,
  slot: WeeklySlot,
  {
    host,
    draft,
    coachEmail,
  }: { readonly host: Host; readonly draft: MeetingDraft; readonly coachEmail: string | null },
  now: Instant,
): Promise<void> {
  const row = {
    state: "creating" as const,
    hostId: host.id,
    hostEmail: host.email,
    zoomId: null,
    joinUrl: null,
    passcode: null,
    topic: draft.topic,
    startsAt: draft.startsAt,
    lastStartsAt: null,
    timeZone: slot.timeZone,
    durationMinutes: slot.durationMinutes,
    weekdays: slot.weekdays.join(","),
    coachEmail,
    askedAt: now,
    failure: null,
    updatedAt: now,
  };
  await db
    .insert(meetingSeries)
    .values({ id: slot.id, courseId: slot.courseId, createdAt: now, ...row })
    .onConflictDoUpdate({ target: meetingSeries.id, set: row });
}

/** The room stands at Zoom with these dates. */
export async function openSeries(
  db: Db,
  slot: WeeklySlot,
  opened: OpenMeeting,
  topic: string,
  now: Instant,
): Promise<void> {
  const last = opened.occurrences.at(-1)?.startsAt ?? null;
  await db
    .update(meetingSeries)
    .set({
      state: "open",
      zoomId: opened.id,
      joinUrl: opened.joinUrl,
      passcode: opened.passcode,
      topic,
      lastStartsAt: last,
      weekdays: slot.weekdays.join(","),
      failure: null,
      updatedAt: now,
    })
    .where(eq(meetingSeries.id, slot.id));
}

/** What is true of the room at Zoom, with the reason when something went wrong. */
export async function markSeries(
  db: Db,
  id: string,
  state: SeriesRow["state"],
  now: Instant,
  failure: Failure | null = null,
): Promise<void> {
  const gone = state === "deleted" ? { zoomId: null, joinUrl: null, passcode: null } : {};
  await db
    .update(meetingSeries)
    .set({ state, failure, ...gone, updatedAt: now })
    .where(eq(meetingSeries.id, id));
}

/** A session is held in the room, on this date of it. */
export async function putSeriesDate(
  db: Db,
  sessionId: string,
  series: { readonly host: Host; readonly room: OpenMeeting; readonly date: ZoomOccurrence },
  draft: MeetingDraft,
  now: Instant,
): Promise<void> {
  const { host, room, date } = series;
  const row = {
    state: "open" as const,
    hostId: host.id,
    hostEmail: host.email,
    zoomId: room.id,
    occurrenceId: date.id,
    joinUrl: room.joinUrl,
    passcode: room.passcode,
    topic: draft.topic,
    startsAt: draft.startsAt,
    durationMinutes: draft.durationMinutes,
    accepted: null,
    handChange: null,
    failure: null,
    checkedAt: now,
    updatedAt: now,
  };
  await db
    .insert(meetings)
    .values({ sessionId, key: sessionId, createdAt: now, ...row })
    .onConflictDoUpdate({ target: meetings.sessionId, set: row });
}
