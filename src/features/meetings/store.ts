import { and, count, eq, gt, gte, inArray } from "drizzle-orm";

import type { Db } from "#database/open.ts";
import { sessions } from "#features/sessions/tables.ts";
import type { Instant } from "#lib/clock.ts";

import type { Host, MeetingDraft, OpenMeeting } from "./ports.ts";
import type { Failure } from "#lib/failure.ts";
import { meetings } from "./tables.ts";

export type MeetingRow = typeof meetings.$inferSelect;

/** Meetings of sessions that start after `now`, whatever their state. */
export async function listComingMeetings(db: Db, now: Instant): Promise<readonly MeetingRow[]> {
  const rows = await db
    .select({ meeting: meetings })
    .from(meetings)
    .innerJoin(sessions, eq(sessions.id, meetings.sessionId))
    .where(gt(sessions.startsAt, now));
  return rows.map((row) => row.meeting);
}

/** Meetings by session; sessions without one are absent. */
export async function findMeetings(db: Db, sessionIds: readonly string[]): Promise<ReadonlyMap<string, MeetingRow>> {
  if (sessionIds.length === 0) return new Map();
  const rows = await db
    .select()
    .from(meetings)
    .where(inArray(meetings.sessionId, [...sessionIds]));
  return new Map(rows.map((row) => [row.sessionId, row]));
}

/** Create and update requests since `since`, by host id: what is left of Zoom's daily budget. */
export async function countWrites(db: Db, since: Instant): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .select({ hostId: meetings.hostId, writes: count() })
    .from(meetings)
    .where(gte(meetings.updatedAt, since))
    .groupBy(meetings.hostId);
  return new Map(rows.map((row) => [row.hostId, row.writes]));
}

/** Commits the intent before Zoom is asked: after a crash a meeting with this key may exist. */
export async function beginMeeting(
  db: Db,
  sessionId: string,
  host: Host,
  draft: MeetingDraft,
  now: Instant,
): Promise<void> {
  const intent = {
    key: draft.key,
    state: "creating" as const,
    hostId: host.id,
    hostEmail: host.email,
    topic: draft.topic,
    startsAt: draft.startsAt,
    durationMinutes: draft.durationMinutes,
    zoomId: null,
    joinUrl: null,
    passcode: null,
    failure: null,
    updatedAt: now,
  };
  await db
    .insert(meetings)
    .values({ sessionId, createdAt: now, ...intent })
    .onConflictDoUpdate({ target: meetings.sessionId, set: intent });
}

/** Commits that the meeting will be changed or deleted, before Zoom is asked. */
export async function markMeeting(
  db: Db,
  sessionId: string,
  state: "updating" | "deleting",
  now: Instant,
): Promise<void> {
  await db.update(meetings).set({ state, updatedAt: now }).where(eq(meetings.sessionId, sessionId));
}

/** The meeting stands at Zoom as the draft says. */
export async function openMeeting(
  db: Db,
  sessionId: string,
  opened: OpenMeeting,
  draft: MeetingDraft,
  now: Instant,
): Promise<void> {
  await db
    .update(meetings)
    .set({
      state: "open",
      zoomId: opened.id,
      joinUrl: opened.joinUrl,
      passcode: opened.passcode,
      topic: draft.topic,
      startsAt: draft.startsAt,
      durationMinutes: draft.durationMinutes,
      failure: null,
      updatedAt: now,
    })
    .where(eq(meetings.sessionId, sessionId));
}

/** The meeting is gone from Zoom. */
export async function endMeeting(db: Db, sessionId: string, now: Instant): Promise<void> {
  await db
    .update(meetings)
    .set({ state: "deleted", zoomId: null, joinUrl: null, passcode: null, failure: null, updatedAt: now })
    .where(eq(meetings.sessionId, sessionId));
}

/** Zoom said no, or was not there: the reason stays with the meeting. `state` is what is true at Zoom. */
export async function failMeeting(
  db: Db,
  sessionId: string,
  state: MeetingRow["state"],
  failure: Failure,
  now: Instant,
): Promise<void> {
  await db.update(meetings).set({ state, failure, updatedAt: now }).where(eq(meetings.sessionId, sessionId));
}

/** The meetings that took place, by session, for reading who was there. */
export async function findZoomIds(db: Db, sessionIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (sessionIds.length === 0) return new Map();
  const rows = await db
    .select({ sessionId: meetings.sessionId, zoomId: meetings.zoomId })
    .from(meetings)
    .where(and(inArray(meetings.sessionId, [...sessionIds]), eq(meetings.state, "open")));
  return new Map(rows.flatMap((row) => (row.zoomId === null ? [] : [[row.sessionId, row.zoomId]])));
}
