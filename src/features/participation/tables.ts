import {
  bigint,
  boolean,
  date,
  doublePrecision,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
} from "drizzle-orm/pg-core";

import { instant } from "#database/columns.ts";
import { groups, students } from "#features/roster/tables.ts";
import { sessions } from "#features/sessions/tables.ts";

/** Zoom's stays, raw: one row per join and leave. `studentId` is absent while nobody knows who it was. */
export const stays = pgTable(
  "stays",
  {
    sessionId: text("session_id")
      .notNull()
      .references(() => sessions.id),
    stayId: text("stay_id").notNull(),
    zoomName: text("zoom_name").notNull(),
    email: text(),
    studentId: text("student_id").references(() => students.id),
    joinedAt: instant("joined_at").notNull(),
    leftAt: instant("left_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.sessionId, table.stayId] })],
);

/** Sessions whose stays were read to the end. */
export const collections = pgTable("collections", {
  sessionId: text("session_id")
    .primaryKey()
    .references(() => sessions.id),
  collectedAt: instant("collected_at").notNull(),
});

/** The verdict on one student in one session. */
export const attendances = pgTable(
  "attendances",
  {
    sessionId: text("session_id")
      .notNull()
      .references(() => sessions.id),
    studentId: text("student_id")
      .notNull()
      .references(() => students.id),
    minutes: integer().notNull(),
    /** Part of the session's length that the student was in, 0 to 1. */
    share: doublePrecision().notNull(),
    present: boolean().notNull(),
  },
  (table) => [primaryKey({ columns: [table.sessionId, table.studentId] })],
);

/** Messages counted per student, group and school day. Their text is never stored. */
export const messageCounts = pgTable(
  "message_counts",
  {
    studentId: text("student_id")
      .notNull()
      .references(() => students.id),
    groupId: text("group_id")
      .notNull()
      .references(() => groups.id),
    /** The day in the school's zone. */
    day: date({ mode: "string" }).notNull(),
    count: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.studentId, table.groupId, table.day] })],
);

/** One row a heard message, so that a doubled update counts once: its place and author, never its text. */
export const heardMessages = pgTable(
  "heard_messages",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    groupId: text("group_id")
      .notNull()
      .references(() => groups.id),
    telegramMessageId: text("telegram_message_id").notNull(),
    studentId: text("student_id")
      .notNull()
      .references(() => students.id),
    at: instant().notNull(),
  },
  (table) => [
    unique("heard_messages_once").on(table.groupId, table.telegramMessageId),
    index("heard_messages_student").on(table.studentId, table.at),
  ],
);

/** How far the bot has heard: the next `update_id` to ask for. One row a bot. */
export const hearing = pgTable("hearing", {
  bot: text().primaryKey(),
  nextUpdateId: bigint("next_update_id", { mode: "number" }).notNull(),
});
