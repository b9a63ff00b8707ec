import { and, eq, gt, gte, inArray, isNotNull, sql } from "drizzle-orm";

import { isOneOf, putWhere } from "#database/many.ts";
import type { Db } from "#database/open.ts";
import { sessions } from "#features/sessions/tables.ts";
import type { Instant } from "#lib/clock.ts";
import type { Failure } from "#lib/failure.ts";

import { meetingNumberIn, type GivenLink } from "./draft-rules.ts";
import type { HandChange, RoomPlan } from "./hand-rules.ts";
import type { Host, MeetingDraft, OpenMeeting } from "./ports.ts";
import { countHostWrite } from "./host-store.ts";
import { utcDay } from "./rules.ts";
import { meetings } from "./tables.ts";

export type MeetingRow = typeof meetings.$inferSelect;

/** Meetings of sessions that start at `from` or later, whatever their state. */
export async function listMeetingsFrom(db: Db, from: Instant): Promise<readonly MeetingRow[]> {
  const rows = await db
    .select({ meeting: meetings })
    .from(meetings)
    .innerJoin(sessions, eq(sessions.id, meetings.sessionId))
    .where(gte(sessions.startsAt, from));
  return rows.map((row) => row.meeting);
}

/**
 * What Zoom was told last of a session to come lies at most so far back: where it was moved since, it is brought to its
 * new hour at the next run.
 */
const toldLately = { hours: 24 * 14 };

const isToCome = (now: Instant) => and(gt(sessions.startsAt, now), gt(meetings.startsAt, now.subtract(toldLately)));

/** Meetings on these hosts of sessions that start after `now`, whatever their state. */
export async function listMeetingsOfHosts(
  db: Db,
  hostIds: readonly string[],
  now: Instant,
): Promise<readonly MeetingRow[]> {
  const rows = await db
    .select({ meeting: meetings })
    .from(meetings)
    .innerJoin(sessions, eq(sessions.id, meetings.sessionId))
    .where(and(isOneOf(meetings.hostId, hostIds), isToCome(now)));
  return rows.map((row) => row.meeting);
}

/** The hosts on which meetings of sessions that start after `now` stand, or stood. */
export async function listHostsInUse(db: Db, now: Instant): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectDistinct({ hostId: meetings.hostId })
    .from(meetings)
    .innerJoin(sessions, eq(sessions.id, meetings.sessionId))
    .where(gt(sessions.startsAt, now));
  return new Set(rows.map((row) => row.hostId));
}

/** Meetings by session; sessions without one are absent. */
export async function findMeetings(db: Db, sessionIds: readonly string[]): Promise<ReadonlyMap<string, MeetingRow>> {
  if (sessionIds.length === 0) return new Map();
  const rows = await db.select().from(meetings).where(isOneOf(meetings.sessionId, sessionIds));
  return new Map(rows.map((row) => [row.sessionId, row]));
}

/** Which of these keys are sessions of ours: another Carillon on the same account has keys too. */
export async function findOwnKeys(db: Db, keys: readonly string[]): Promise<ReadonlySet<string>> {
  if (keys.length === 0) return new Set();
  const rows = await db.select({ id: sessions.id }).from(sessions).where(isOneOf(sessions.id, keys));
  return new Set(rows.map((row) => row.id));
}

/** Commits the intent before Zoom is asked: after a crash a meeting with this key may exist. */
export async function beginMeeting(
  db: Db,
  sessionId: string,
  intent: { readonly host: Host; readonly draft: MeetingDraft; readonly coachEmail: string | null },
  now: Instant,
): Promise<void> {
  const row = intendedRow(intent, now);
  await db
    .insert(meetings)
    .values({ sessionId, createdAt: now, ...row })
    .onConflictDoUpdate({ target: meetings.sessionId, set: row });
}

/** The same in one statement with the count of the request; false, and nothing is done, when the host's day is used up. */
export async function beginCountedMeeting(
  db: Db,
  sessionId: string,
  intent: { readonly host: Host; readonly draft: MeetingDraft; readonly coachEmail: string | null },
  now: Instant,
): Promise<boolean> {
  return await putWhere(db, meetings, {
    row: { sessionId, createdAt: now, ...intendedRow(intent, now) },
    key: "sessionId",
    kept: ["createdAt"],
    allowed: countHostWrite(db, intent.host.id, utcDay(now)).getSQL(),
  });
}

function intendedRow(
  {
    host,
    draft,
    coachEmail,
  }: { readonly host: Host; readonly draft: MeetingDraft; readonly coachEmail: string | null },
  now: Instant,
) {
  return {
    ...fresh,
    key: draft.key,
    state: "creating" as const,
    hostId: host.id,
    hostEmail: host.email,
    topic: draft.topic,
    startsAt: draft.startsAt,
    durationMinutes: draft.durationMinutes,
    coachEmail,
    askedAt: now,
    updatedAt: now,
  };
}

/** A meeting's row without anything from Zoom. */
const fresh = {
  zoomId: null,
  occurrenceId: null,
  joinUrl: null,
  passcode: null,
  accepted: null,
  handChange: null,
  checkedAt: null,
  failure: null,
} as const;

/** Commits that the meeting will be changed or deleted, before Zoom is asked. */
export async function markMeeting(
  db: Db,
  sessionId: string,
  state: "updating" | "deleting",
  now: Instant,
): Promise<void> {
  await db.update(meetings).set({ state, updatedAt: now }).where(eq(meetings.sessionId, sessionId));
}

/** The meeting stands at Zoom as the draft says, by itself: the dates of lasting rooms are put by `putSeriesDate`. */
export async function openMeeting(
  db: Db,
  sessionId: string,
  opened: Pick<OpenMeeting, "id" | "joinUrl" | "passcode">,
  told: Pick<MeetingDraft, "topic" | "startsAt" | "durationMinutes">,
  now: Instant,
): Promise<void> {
  await db
    .update(meetings)
    .set({
      state: "open",
      zoomId: opened.id,
      occurrenceId: null,
      joinUrl: opened.joinUrl,
      passcode: opened.passcode,
      topic: told.topic,
      startsAt: told.startsAt,
      durationMinutes: told.durationMinutes,
      accepted: null,
      handChange: null,
      failure: null,
      checkedAt: now,
      updatedAt: now,
    })
    .where(eq(meetings.sessionId, sessionId));
}

/** The meeting is gone from Zoom; `declined`: and nobody wants another one. */
export async function endMeeting(
  db: Db,
  sessionId: string,
  now: Instant,
  state: "deleted" | "declined" = "deleted",
): Promise<void> {
  await db
    .update(meetings)
    .set({ ...fresh, state, updatedAt: now })
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

/** Says anew why the meeting failed and what to do, whatever its state. */
export async function putMeetingFailure(db: Db, sessionId: string, failure: Failure, now: Instant): Promise<void> {
  await db.update(meetings).set({ failure, updatedAt: now }).where(eq(meetings.sessionId, sessionId));
}

/** The session is held at a link that people gave. */
export async function putGivenMeeting(
  db: Db,
  sessionId: string,
  given: GivenLink,
  draft: MeetingDraft,
  now: Instant,
): Promise<void> {
  const row = {
    ...fresh,
    key: draft.key,
    state: "given" as const,
    hostId: "",
    hostEmail: "",
    zoomId: meetingNumberIn(given.url) ?? null,
    joinUrl: given.url,
    passcode: given.passcode,
    topic: draft.topic,
    startsAt: draft.startsAt,
    durationMinutes: draft.durationMinutes,
    updatedAt: now,
  };
  await db
    .insert(meetings)
    .values({ sessionId, createdAt: now, ...row })
    .onConflictDoUpdate({ target: meetings.sessionId, set: row });
}

/** Somebody changed or deleted the meeting by hand. A deleted one has no link any more. */
export async function noticeChange(db: Db, sessionId: string, handChange: HandChange, now: Instant): Promise<void> {
  const gone = handChange.kind === "deleted" ? { zoomId: null, joinUrl: null, passcode: null } : {};
  await db
    .update(meetings)
    .set({ handChange, ...gone, updatedAt: now })
    .where(eq(meetings.sessionId, sessionId));
}

/** A change by hand that somebody took back by hand, or that a person accepted as it stands. */
export async function settleChange(db: Db, sessionId: string, accepted: RoomPlan | null, now: Instant): Promise<void> {
  await db
    .update(meetings)
    .set({ handChange: null, accepted, updatedAt: now })
    .where(eq(meetings.sessionId, sessionId));
}

/** For whom the host stands now, when another coach teaches and the host stays. */
export async function putMeetingCoach(db: Db, sessionId: string, coachEmail: string | null): Promise<void> {
  await db.update(meetings).set({ coachEmail }).where(eq(meetings.sessionId, sessionId));
}

/** The links of these sessions' meetings were looked at, and are as we know them. */
export async function putChecked(db: Db, sessionIds: readonly string[], now: Instant): Promise<void> {
  if (sessionIds.length === 0) return;
  await db.update(meetings).set({ checkedAt: now }).where(isOneOf(meetings.sessionId, sessionIds));
}

/** The link was looked at and works; what students need to enter may have changed. */
export async function putCheckedLink(
  db: Db,
  sessionId: string,
  link: { readonly joinUrl: string; readonly passcode: string | null },
  now: Instant,
): Promise<void> {
  await db
    .update(meetings)
    .set({ ...link, checkedAt: now })
    .where(eq(meetings.sessionId, sessionId));
}

/** The meetings that took place, by session, for reading who was there. */
export async function findZoomIds(db: Db, sessionIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (sessionIds.length === 0) return new Map();
  const rows = await db
    .select({ sessionId: meetings.sessionId, zoomId: meetings.zoomId })
    .from(meetings)
    .where(
      and(
        isOneOf(meetings.sessionId, sessionIds),
        inArray(meetings.state, ["open", "updating"]),
        isNotNull(meetings.zoomId),
      ),
    );
  return new Map(rows.flatMap((row) => (row.zoomId === null ? [] : [[row.sessionId, row.zoomId]])));
}

/** At most two sessions whose id begins so; for people, who write the first characters only. */
export async function findSessionsLike(
  db: Db,
  start: string,
): Promise<readonly { readonly id: string; readonly courseId: string }[]> {
  return await db
    .select({ id: sessions.id, courseId: sessions.courseId })
    .from(sessions)
    .where(sql`starts_with(${sessions.id}, ${start.toLowerCase()})`)
    .limit(2);
}
