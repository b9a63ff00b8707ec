import { integer, pgTable, text } from "drizzle-orm/pg-core";

import { instant, json } from "#database/columns.ts";
import { sessions } from "#features/sessions/tables.ts";
import type { Failure } from "#lib/failure.ts";

/**
 * The Zoom room of a session, at most one.
 *
 * `creating` is committed before Zoom is asked: after a crash it says that a meeting with our key may exist.
 */
export const meetings = pgTable("meetings", {
  sessionId: text("session_id")
    .primaryKey()
    .references(() => sessions.id),
  /** Stands at the start of the meeting's agenda at Zoom. */
  key: text().notNull().unique(),
  state: text({ enum: ["creating", "open", "updating", "deleting", "deleted", "failed"] }).notNull(),
  hostId: text("host_id").notNull(),
  hostEmail: text("host_email").notNull(),
  zoomId: text("zoom_id").unique(),
  joinUrl: text("join_url"),
  passcode: text(),
  /** What Zoom was told last; when the session says otherwise the meeting is updated. */
  topic: text().notNull(),
  startsAt: instant("starts_at").notNull(),
  durationMinutes: integer("duration_minutes").notNull(),
  failure: json<Failure>("failure"),
  createdAt: instant("created_at").notNull(),
  updatedAt: instant("updated_at").notNull(),
});
