import { bigint, index, integer, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";

import { instant } from "#database/columns.ts";
import { groups, students } from "#features/roster/tables.ts";

/** The points ledger: append-only. A correction is a new line. */
export const pointEntries = pgTable(
  "point_entries",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    studentId: text("student_id")
      .notNull()
      .references(() => students.id),
    groupId: text("group_id")
      .notNull()
      .references(() => groups.id),
    points: integer().notNull(),
    reason: text({ enum: ["message", "attendance", "correction"] }).notNull(),
    /** What it comes from, unique: the same message or the same session never counts twice. */
    source: text().notNull().unique(),
    /** When it entered the ledger: this, not the fact's own time, decides which ranking counts it. */
    recordedAt: instant("recorded_at").notNull(),
  },
  (table) => [index("point_entries_group").on(table.groupId, table.recordedAt)],
);

/** Published rankings. A period goes from the last ranking's cut-off (excluded) to this one's (included). */
export const rankings = pgTable(
  "rankings",
  {
    id: text().primaryKey(),
    groupId: text("group_id")
      .notNull()
      .references(() => groups.id),
    period: text({ enum: ["day"] }).notNull(),
    from: instant("from_at").notNull(),
    to: instant("to_at").notNull(),
  },
  (table) => [unique("rankings_once").on(table.groupId, table.period, table.to)],
);

/** The lines of a published ranking, as published. */
export const rankingLines = pgTable(
  "ranking_lines",
  {
    rankingId: text("ranking_id")
      .notNull()
      .references(() => rankings.id),
    studentId: text("student_id")
      .notNull()
      .references(() => students.id),
    rank: integer().notNull(),
    points: integer().notNull(),
    name: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.rankingId, table.studentId] })],
);
