import { date, index, pgTable, text, unique } from "drizzle-orm/pg-core";

import { instant } from "#database/columns.ts";
import { coaches, groups } from "#features/roster/tables.ts";
import { courses, entries } from "#features/timetable/tables.ts";

/** Dated occurrences of entries. `date` is the day in the entry's zone; the instants are the truth. */
export const sessions = pgTable(
  "sessions",
  {
    id: text().primaryKey(),
    entryId: text("entry_id")
      .notNull()
      .references(() => entries.id),
    courseId: text("course_id")
      .notNull()
      .references(() => courses.id),
    coachId: text("coach_id")
      .notNull()
      .references(() => coaches.id),
    groupId: text("group_id").references(() => groups.id),
    date: date({ mode: "string" }).notNull(),
    startsAt: instant("starts_at").notNull(),
    endsAt: instant("ends_at").notNull(),
    status: text({ enum: ["scheduled", "moved", "cancelled"] }).notNull(),
    createdAt: instant("created_at").notNull(),
  },
  (table) => [
    unique("sessions_entry_date").on(table.entryId, table.date),
    index("sessions_starts_at").on(table.startsAt),
    index("sessions_ends_at").on(table.endsAt),
  ],
);
