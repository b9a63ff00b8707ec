import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  type AnyPgColumn,
} from "drizzle-orm/pg-core";

import { instant } from "#database/columns.ts";
import type { Bilingual } from "#lib/bilingual.ts";

import type { BotStatus, Trouble } from "./group-rules.ts";

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
  /** What a person can do about it. */
  inactiveRemedy: jsonb("inactive_remedy").$type<Bilingual>(),
  inactiveSince: instant("inactive_since"),
  trouble: text().$type<Trouble>(),
  /** The forum's topic that messages go to; absent for the general one, and in groups without topics. */
  topicId: text("topic_id"),
  /** What the bot is there; absent until Telegram told. */
  botStatus: text("bot_status").$type<BotStatus>(),
  maySendPhotos: boolean("may_send_photos"),
  /** Whether the bot hears ordinary messages: it is an administrator, or privacy mode is off. */
  hearsAll: boolean("hears_all"),
  /** When the standing above was true: an older word that comes late is not taken. */
  standingAt: instant("standing_at"),
  lastHeardAt: instant("last_heard_at"),
  /** Who named the group first. */
  origin: text({ enum: ["workbook", "telegram"] })
    .notNull()
    .default("workbook"),
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

/**
 * People who learn. `displayName` is the name that rankings show.
 *
 * Two rows found to be one person are merged by pointing one at the other: no fact moves, so it can be undone.
 * A fact of row x counts for the person `coalesce(merged_into, id)` of x; a person is a row without `mergedInto`.
 */
export const students = pgTable(
  "students",
  {
    id: text().primaryKey(),
    displayName: text("display_name").notNull(),
    createdAt: instant("created_at").notNull(),
    /** The person this row counts as; always a row that is not merged itself. */
    mergedInto: text("merged_into").references((): AnyPgColumn => students.id),
    /** Set when the student's data was erased on request: what is left has no name. */
    erasedAt: instant("erased_at"),
  },
  (table) => [index("students_merged_into").on(table.mergedInto)],
);

/** How a student is known elsewhere; a Zoom name is a confirmed alias, compared after normalisation. */
export const identities = pgTable(
  "identities",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    studentId: text("student_id")
      .notNull()
      .references(() => students.id),
    kind: text({ enum: ["telegram", "zoom name", "e-mail", "registrant"] }).notNull(),
    value: text().notNull(),
    createdAt: instant("created_at").notNull(),
    /** Of a Telegram identity: since when this person lets the bot write to them in private. */
    startedBotAt: instant("started_bot_at"),
    /** The decision that said so; absent for what a service said. */
    decisionId: bigint("decision_id", { mode: "number" }),
  },
  (table) => [
    unique("identities_student_kind_value").on(table.studentId, table.kind, table.value),
    uniqueIndex("identities_telegram_once")
      .on(table.value)
      .where(sql`${table.kind} = 'telegram'`),
    index("identities_value").on(table.kind, table.value),
  ],
);

/** Who is in which group: in it while `leftAt` is absent. */
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
    leftAt: instant("left_at"),
    /** Who took the student out by hand: then writing in the group does not bring them back. */
    removedBy: text("removed_by"),
    /** The decision that put the student in; absent when they wrote in the group. */
    decisionId: bigint("decision_id", { mode: "number" }),
  },
  (table) => [
    primaryKey({ columns: [table.groupId, table.studentId] }),
    index("memberships_student").on(table.studentId),
  ],
);
