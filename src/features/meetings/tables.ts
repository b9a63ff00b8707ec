import { boolean, date, doublePrecision, index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";

import { instant, json } from "#database/columns.ts";
import { sessions } from "#features/sessions/tables.ts";
import { courses } from "#features/timetable/tables.ts";
import type { Failure } from "#lib/failure.ts";

import type { HandChange, RoomPlan } from "./hand-rules.ts";

/**
 * The Zoom room of a session, at most one.
 *
 * `creating` is committed before Zoom is asked: after a crash it says that a meeting with our key may exist.
 * `given` is a link that people gave: nothing of ours stands at Zoom. `declined`: people decided that there is none.
 */
export const meetings = pgTable(
  "meetings",
  {
    sessionId: text("session_id")
      .primaryKey()
      .references(() => sessions.id),
    /** Stands at the start of the meeting's agenda at Zoom; of a series' date, the series' key and the date. */
    key: text().notNull().unique(),
    state: text({
      enum: ["creating", "open", "updating", "deleting", "deleted", "failed", "given", "declined"],
    }).notNull(),
    hostId: text("host_id").notNull(),
    hostEmail: text("host_email").notNull(),
    /** Shared by the dates of one series. */
    zoomId: text("zoom_id"),
    /** Zoom's id of the date when the meeting is one of a series. */
    occurrenceId: text("occurrence_id"),
    joinUrl: text("join_url"),
    passcode: text(),
    /** What Zoom was told last; when the session says otherwise the meeting is updated. */
    topic: text().notNull(),
    startsAt: instant("starts_at").notNull(),
    durationMinutes: integer("duration_minutes").notNull(),
    /** For which coach the host was chosen, in lower case: another coach may need another host. */
    coachEmail: text("coach_email"),
    /** What stands at Zoom since a person accepted a change by hand; absent: what Zoom was told. */
    accepted: json<RoomPlan>("accepted"),
    /** A change by hand that waits for somebody's choice. */
    handChange: json<HandChange>("hand_change"),
    /** When the last creation left: its meeting may appear some time after. */
    askedAt: instant("asked_at"),
    /** When the link was last seen to work. */
    checkedAt: instant("checked_at"),
    failure: json<Failure>("failure"),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (table) => [index("meetings_zoom").on(table.zoomId), index("meetings_host").on(table.hostId, table.startsAt)],
);

/** A lasting room at Zoom for the dates of a course at one hour: a recurring meeting with one link. */
export const meetingSeries = pgTable("meeting_series", {
  id: text().primaryKey(),
  courseId: text("course_id")
    .notNull()
    .references(() => courses.id),
  state: text({ enum: ["creating", "open", "updating", "deleting", "deleted", "failed"] }).notNull(),
  hostId: text("host_id").notNull(),
  hostEmail: text("host_email").notNull(),
  zoomId: text("zoom_id"),
  joinUrl: text("join_url"),
  passcode: text(),
  topic: text().notNull(),
  /** The first date that Zoom was told, and the last one that it has. */
  startsAt: instant("starts_at").notNull(),
  lastStartsAt: instant("last_starts_at"),
  timeZone: text("time_zone").notNull(),
  durationMinutes: integer("duration_minutes").notNull(),
  /** ISO weekdays in `timeZone`, e.g. `1,3`. */
  weekdays: text().notNull(),
  coachEmail: text("coach_email"),
  askedAt: instant("asked_at"),
  failure: json<Failure>("failure"),
  createdAt: instant("created_at").notNull(),
  updatedAt: instant("updated_at").notNull(),
});

/** Links that people gave for a session or for a whole course; they come before any meeting of ours. */
export const givenLinks = pgTable("given_links", {
  /** A session's or a course's id. */
  subject: text().primaryKey(),
  url: text().notNull(),
  passcode: text(),
  givenBy: text("given_by").notNull(),
  givenAt: instant("given_at").notNull(),
});

/** The one access token of a Zoom account, sealed, shared by every process. */
export const zoomTokens = pgTable("zoom_tokens", {
  /** A digest of account and app: other credentials have another token. */
  account: text().primaryKey(),
  sealed: text().notNull(),
  obtainedAt: instant("obtained_at").notNull(),
  expiresAt: instant("expires_at").notNull(),
});

/** When the next request of an account and rate label may leave, over all processes. */
export const zoomPace = pgTable(
  "zoom_pace",
  {
    account: text().notNull(),
    label: text({ enum: ["light", "medium", "heavy"] }).notNull(),
    /** Epoch milliseconds; fractions, since 80 requests a second are 12.5 ms apart. */
    freeAt: doublePrecision("free_at").notNull(),
    /** The UTC day that `used` counts. */
    day: date({ mode: "string" }).notNull(),
    used: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.account, table.label] })],
);

/** Create and update requests by host and UTC day, counted before each one leaves. */
export const hostWrites = pgTable(
  "host_writes",
  {
    hostId: text("host_id").notNull(),
    day: date({ mode: "string" }).notNull(),
    writes: integer().notNull(),
    /** Zoom itself said that the day is spent. */
    spent: boolean().notNull(),
  },
  (table) => [primaryKey({ columns: [table.hostId, table.day] })],
);

/** What Zoom told by webhook, each event once; people's names as Zoom shows them. */
export const zoomEvents = pgTable(
  "zoom_events",
  {
    /** A digest of the signed body: the same event sent again has the same. */
    id: text().primaryKey(),
    kind: text({ enum: ["started", "ended", "joined", "left"] }).notNull(),
    zoomId: text("zoom_id").notNull(),
    /** Of the instance that was held. */
    uuid: text().notNull(),
    at: instant().notNull(),
    userId: text("user_id"),
    name: text(),
    email: text(),
    receivedAt: instant("received_at").notNull(),
  },
  (table) => [index("zoom_events_meeting").on(table.zoomId, table.at)],
);
