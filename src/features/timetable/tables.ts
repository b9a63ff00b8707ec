import { sql } from "drizzle-orm";
import { bigint, boolean, index, integer, pgTable, smallint, text, uniqueIndex } from "drizzle-orm/pg-core";

import { bytes, instant, json } from "#database/columns.ts";
import { coaches, groups } from "#features/roster/tables.ts";

import type { ImportChanges, ImportFigures } from "./import-rules.ts";
import type { ColumnMapping, Problem } from "./rules.ts";

/** Every workbook that was applied, newest last: what it held and what was wrong in it. */
export const imports = pgTable("imports", {
  id: text().primaryKey(),
  /** What people call it by: 1, 2, 3 … */
  number: bigint({ mode: "number" }).generatedAlwaysAsIdentity().notNull().unique(),
  /** Who imported it: `schedule`, `cli`, `user:…`. */
  by: text().notNull().default("schedule"),
  fileName: text("file_name").notNull(),
  /** Where the file was, so that the weekly run reads it again when no path is configured. */
  path: text().notNull(),
  sha256: text().notNull(),
  sheet: text().notNull(),
  importedAt: instant("imported_at").notNull(),
  figures: json<ImportFigures>("figures").notNull(),
  problems: json<readonly Problem[]>("problems").notNull(),
  /** Set when a person took it back. */
  undoneAt: instant("undone_at"),
  undoneBy: text("undone_by"),
});

/** What each import changed, for as long as it can be undone; one that changed nothing has none. */
export const importChanges = pgTable("import_changes", {
  importId: text("import_id")
    .primaryKey()
    .references(() => imports.id),
  changes: json<ImportChanges>("changes").notNull(),
});

/** Recurring classes. `key` recognises a course from one import to the next. */
export const courses = pgTable("courses", {
  id: text().primaryKey(),
  key: text().notNull().unique(),
  title: text().notNull(),
  level: text(),
  /** Absent while the workbook names the group by a link only. */
  groupId: text("group_id").references(() => groups.id),
  /** First and last day (`YYYY-MM-DD`) that a person set, both included; no import touches them. */
  startsOn: text("starts_on"),
  endsOn: text("ends_on"),
  createdAt: instant("created_at").notNull(),
});

/** The lines of the timetable. An entry that left the workbook keeps its row, with `endedAt`. */
export const entries = pgTable(
  "entries",
  {
    id: text().primaryKey(),
    courseId: text("course_id")
      .notNull()
      .references(() => courses.id),
    coachId: text("coach_id")
      .notNull()
      .references(() => coaches.id),
    assistant: text(),
    /** ISO: 1 Monday … 7 Sunday, in the entry's own zone. */
    weekday: smallint().notNull(),
    /** Local time `HH:MM` in the entry's own zone. */
    time: text().notNull(),
    timeZone: text("time_zone").notNull(),
    durationMinutes: integer("duration_minutes").notNull(),
    groupLink: text("group_link"),
    /** The thread inside the group, as Telegram's digits. */
    topic: text(),
    /** What the line says of its group's language. */
    language: text({ enum: ["fr", "en"] }),
    /** A meeting's address written by hand in the workbook: no meeting is made for its sessions. */
    meetingLink: text("meeting_link"),
    /** First and last day of the class in the entry's zone, both included. */
    startsOn: text("starts_on"),
    endsOn: text("ends_on"),
    /** Where it stands in the workbook, e.g. `Fix Schedule!A2`. */
    cell: text().notNull(),
    createdAt: instant("created_at").notNull(),
    endedAt: instant("ended_at"),
  },
  (table) => [
    uniqueIndex("entries_in_force")
      .on(table.courseId, table.weekday, table.time, table.timeZone)
      .where(sql`ended_at is null`),
    index("entries_course").on(table.courseId),
  ],
);

/**
 * Shapes of sheets that were seen, and what people decided about them; by the shape a sheet is known again from
 * one workbook to the next.
 */
export const workbookShapes = pgTable("workbook_shapes", {
  id: text().primaryKey(),
  shape: text().notNull(),
  /** Set when the decision is about the sheet of that name only. */
  sheet: text(),
  /** The header's texts, column by column. */
  headers: json<readonly string[]>("headers").notNull(),
  /** Absent when such a sheet is left alone. */
  columns: json<ColumnMapping>("columns"),
  /** The workbook that it was last seen in. */
  fileName: text("file_name").notNull(),
  seenAt: instant("seen_at").notNull(),
  /** Absent while only the program has recognised it. */
  decidedBy: text("decided_by"),
  decidedAt: instant("decided_at"),
  /** Set when somebody forgot it: it counts no more, and can be put back until it is recognised anew. */
  forgottenAt: instant("forgotten_at"),
});

/** Workbooks that were given to the page, for every process of the database: each machine lays them out for itself. */
export const uploads = pgTable("uploads", {
  /** Its file's name, which begins with a mark of its bytes. */
  name: text().primaryKey(),
  bytes: bytes().notNull(),
  keptAt: instant("kept_at").notNull(),
  /** It is imported, and the weekly run reads it again. */
  settled: boolean().notNull(),
});
