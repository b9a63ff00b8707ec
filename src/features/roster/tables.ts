import { bigint, boolean, jsonb, pgTable, text, unique, primaryKey } from "drizzle-orm/pg-core";

import { instant } from "#database/columns.ts";
import type { Bilingual } from "#lib/bilingual.ts";

/** People who teach. Recognised by name; the workbook's e-mail is also their Zoom host. */
export const coaches = pgTable("coaches", {
  id: text().primaryKey(),
  name: text().notNull().unique(),
  email: text(),
  createdAt: instant("created_at").notNull(),
});

/** Telegram groups. A chat id is text: it has more digits than a 32-bit integer and may be negative. */
export const groups = pgTable("groups", {
  id: text().primaryKey(),
  chatId: text("chat_id").notNull().unique(),
  title: text().notNull(),
  language: text({ enum: ["fr", "en"] }).notNull(),
  /** IANA zones or offsets of the people in the group; empty means the school's own list. */
  audienceZones: text("audience_zones").array().notNull(),
  /** False when the bot can no longer write there. */
  active: boolean().notNull(),
  inactiveReason: jsonb("inactive_reason").$type<Bilingual>(),
  createdAt: instant("created_at").notNull(),
});

/** Ids that a group had before Telegram migrated it: the workbook may still hold them. */
export const groupAliases = pgTable("group_aliases", {
  chatId: text("chat_id").primaryKey(),
  groupId: text("group_id")
    .notNull()
    .references(() => groups.id),
  since: instant().notNull(),
});

/** People who learn. `displayName` is the name that rankings show. */
export const students = pgTable("students", {
  id: text().primaryKey(),
  displayName: text("display_name").notNull(),
  createdAt: instant("created_at").notNull(),
});

/** How a student is known elsewhere; a Zoom name is a confirmed alias, compared after normalisation. */
export const identities = pgTable(
  "identities",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    studentId: text("student_id")
      .notNull()
      .references(() => students.id),
    kind: text({ enum: ["telegram", "zoom name", "e-mail"] }).notNull(),
    value: text().notNull(),
    createdAt: instant("created_at").notNull(),
  },
  (table) => [unique("identities_student_kind_value").on(table.studentId, table.kind, table.value)],
);

/** Who is in which group. */
export const memberships = pgTable(
  "memberships",
  {
    groupId: text("group_id")
      .notNull()
      .references(() => groups.id),
    studentId: text("student_id")
      .notNull()
      .references(() => students.id),
    since: instant().notNull(),
  },
  (table) => [primaryKey({ columns: [table.groupId, table.studentId] })],
);
