import { sql } from "drizzle-orm";
import { bigint, date, index, integer, pgTable, text, unique, uniqueIndex } from "drizzle-orm/pg-core";

import { bilingual, instant } from "#database/columns.ts";
import { coaches, groups } from "#features/roster/tables.ts";
import { courses, entries } from "#features/timetable/tables.ts";

import type { ExceptionKind } from "./plan-rules.ts";

/**
 * Dated occurrences of entries, and extra sessions. `date` is the day in the entry's zone; the instants are the truth.
 *
 * `scheduled`: as the timetable says; `moved`: an exception gives another start, and `movedFrom` keeps the
 * timetable's; `cancelled`: it does not take place, and keeps its row.
 */
export const sessions = pgTable(
  "sessions",
  {
    id: text().primaryKey(),
    /** Absent for an extra session, which no line of the timetable holds. */
    entryId: text("entry_id").references(() => entries.id),
    courseId: text("course_id")
      .notNull()
      .references(() => courses.id),
    /** Who teaches it: the substitute, when there is one. */
    coachId: text("coach_id")
      .notNull()
      .references(() => coaches.id),
    /** Whom a substitute stands in for. */
    usualCoachId: text("usual_coach_id").references(() => coaches.id),
    groupId: text("group_id").references(() => groups.id),
    date: date({ mode: "string" }).notNull(),
    startsAt: instant("starts_at").notNull(),
    endsAt: instant("ends_at").notNull(),
    movedFrom: instant("moved_from"),
    status: text({ enum: ["scheduled", "moved", "cancelled"] }).notNull(),
    /** Why it is cancelled, moved or held by another: a holiday's name, or the words of who decided. */
    reason: bilingual("reason"),
    createdAt: instant("created_at").notNull(),
  },
  (table) => [
    unique("sessions_entry_date").on(table.entryId, table.date),
    index("sessions_starts_at").on(table.startsAt),
    index("sessions_ends_at").on(table.endsAt),
    index("sessions_group").on(table.groupId, table.startsAt),
  ],
);

/**
 * What people decided about single sessions. They hang on the entry and the day, not on the session's row, so they
 * survive imports and can be made months ahead. One that was removed keeps its row.
 */
export const sessionExceptions = pgTable(
  "session_exceptions",
  {
    id: text().primaryKey(),
    /** What people call it by. */
    number: bigint({ mode: "number" }).generatedAlwaysAsIdentity().notNull().unique(),
    /**
     * `cancelled`: does not take place; `moved`: starts at `startsAt`; `substitute`: `coachId` teaches;
     * `kept`: takes place although it is a holiday or was cancelled; `extra`: a session that no entry holds.
     */
    kind: text().$type<ExceptionKind>().notNull(),
    entryId: text("entry_id").references(() => entries.id),
    courseId: text("course_id")
      .notNull()
      .references(() => courses.id),
    /** The day of the session in its entry's zone; of an extra one in the school's zone. */
    date: date({ mode: "string" }).notNull(),
    startsAt: instant("starts_at"),
    durationMinutes: integer("duration_minutes"),
    coachId: text("coach_id").references(() => coaches.id),
    /** As the person wrote it; the group may read it. */
    reason: text(),
    by: text().notNull(),
    createdAt: instant("created_at").notNull(),
    removedAt: instant("removed_at"),
    removedBy: text("removed_by"),
  },
  (table) => [
    uniqueIndex("session_exceptions_in_force")
      .on(table.entryId, table.date, table.kind)
      .where(sql`removed_at is null`),
    uniqueIndex("session_exceptions_extra_in_force")
      .on(table.courseId, table.startsAt)
      .where(sql`kind = 'extra' and removed_at is null`),
  ],
);

/** Sessions of which a person said that they are right; it counts as long as the session is as they saw it. */
export const sessionApprovals = pgTable("session_approvals", {
  sessionId: text("session_id")
    .primaryKey()
    .references(() => sessions.id),
  /** The mark of what they saw. */
  version: text().notNull(),
  by: text().notNull(),
  at: instant("at").notNull(),
});

/** Calendars that coaches and groups read behind an address; of its token only the SHA-256 is kept. */
export const calendars = pgTable("calendars", {
  id: text().primaryKey(),
  /** Exactly one of the two is there. */
  coachId: text("coach_id")
    .unique()
    .references(() => coaches.id),
  groupId: text("group_id")
    .unique()
    .references(() => groups.id),
  tokenHash: text("token_hash").notNull().unique(),
  by: text().notNull(),
  createdAt: instant("created_at").notNull(),
});
