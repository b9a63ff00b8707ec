import {
  bigint,
  boolean,
  date,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  type AnyPgColumn,
} from "drizzle-orm/pg-core";

import { instant, json } from "#database/columns.ts";
import { groups, students } from "#features/roster/tables.ts";

import type { BadgeName } from "./badge-rules.ts";
import type { PeriodName } from "./period-rules.ts";
import type { EntryDetails, EntryReason, RuleBook } from "./points-rules.ts";

/** The school's points rules, version by version: one is never changed, a newer one takes its place. */
export const pointsRules = pgTable("points_rules", {
  version: integer().primaryKey().generatedAlwaysAsIdentity(),
  /** The first school day to whose facts it applies; it may lie in the past. */
  since: date({ mode: "string" }).notNull(),
  book: json<RuleBook>("book").notNull(),
  note: text().notNull(),
  by: text().notNull(),
  createdAt: instant("created_at").notNull(),
});

/** The points ledger: append-only. A correction is a new line with the difference. */
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
    reason: text().$type<EntryReason>().notNull(),
    /** What it comes from: a day's messages, a session, a decision. Its lines sum to what it is worth now. */
    source: text().notNull(),
    /** 0 for the first line of a source, 1 and on for what corrected it. */
    revision: integer().notNull().default(0),
    /** When it entered the ledger: this, not the fact's own time, decides which ranking counts it. */
    recordedAt: instant("recorded_at").notNull(),
    /** When the fact was; absent where points follow from a decision. */
    factAt: instant("fact_at"),
    /** The version of the rules that counted it; 0 for the defaults. */
    rulesVersion: integer("rules_version").notNull().default(0),
    details: json<EntryDetails>("details"),
  },
  (table) => [
    unique("point_entries_once").on(table.source, table.studentId, table.groupId, table.revision),
    index("point_entries_group").on(table.groupId, table.recordedAt),
    index("point_entries_student").on(table.studentId, table.recordedAt),
    index("point_entries_fact").on(table.factAt),
  ],
);

/** Published rankings. A period goes from the last ranking's cut-off (excluded) to this one's (included). */
export const rankings = pgTable(
  "rankings",
  {
    id: text().primaryKey(),
    /** Absent for the ranking of a level or of the school. */
    groupId: text("group_id").references(() => groups.id),
    /** The level, for a ranking of a level; absent with no group for the whole school's. */
    level: text(),
    period: text().$type<PeriodName>().notNull(),
    from: instant("from_at").notNull(),
    to: instant("to_at").notNull(),
    /** When its message entered the outbox; absent for what is only kept. */
    announcedAt: instant("announced_at"),
    /** The ranking before it, against which places moved. */
    previousId: text("previous_id").references((): AnyPgColumn => rankings.id),
  },
  (table) => [
    unique("rankings_once").on(table.groupId, table.level, table.period, table.to).nullsNotDistinct(),
    index("rankings_period").on(table.period, table.to),
  ],
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
    /** Their rank in the ranking before; absent for who was not in it. */
    previousRank: integer("previous_rank"),
  },
  (table) => [
    primaryKey({ columns: [table.rankingId, table.studentId] }),
    index("ranking_lines_student").on(table.studentId),
  ],
);

/** What a student chose about rankings. Who chose nothing is listed under their display name. */
export const rankingChoices = pgTable("ranking_choices", {
  studentId: text("student_id")
    .primaryKey()
    .references(() => students.id),
  /** True: in no ranking that others see. */
  hidden: boolean().notNull().default(false),
  /** Shown in place of the name. */
  pseudonym: text(),
  /** True: a private word after 48 hours of silence. */
  nudges: boolean().notNull().default(false),
  changedAt: instant("changed_at").notNull(),
});

/** Badges that were awarded, each once for what it rewards. */
export const badgeAwards = pgTable(
  "badge_awards",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    badge: text().$type<BadgeName>().notNull(),
    studentId: text("student_id")
      .notNull()
      .references(() => students.id),
    groupId: text("group_id")
      .notNull()
      .references(() => groups.id),
    /** What it rewards: a week, a length of streak, a decision. */
    occasion: text().notNull(),
    /** A number that its sentence needs: sessions, points. */
    amount: integer().notNull(),
    /** Why, in the words of who gave it by hand. */
    note: text(),
    by: text(),
    awardedAt: instant("awarded_at").notNull(),
    announcedAt: instant("announced_at"),
  },
  (table) => [unique("badge_awards_once").on(table.badge, table.studentId, table.groupId, table.occasion)],
);

/** Contests: what a student says is wrong with their points, and what the school answered. */
export const contests = pgTable(
  "contests",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    studentId: text("student_id")
      .notNull()
      .references(() => students.id),
    groupId: text("group_id")
      .notNull()
      .references(() => groups.id),
    /** The source that is contested; absent when points are missing. */
    source: text(),
    words: text().notNull(),
    openedAt: instant("opened_at").notNull(),
    state: text({ enum: ["open", "accepted", "rejected"] }).notNull(),
    points: integer(),
    answer: text(),
    answeredBy: text("answered_by"),
    answeredAt: instant("answered_at"),
  },
  (table) => [index("contests_state").on(table.state)],
);

/** When a student was last nudged. */
export const nudges = pgTable("nudges", {
  studentId: text("student_id")
    .primaryKey()
    .references(() => students.id),
  at: instant().notNull(),
});

/** Days of the school's zone whose rankings wait, once they are written, for somebody to let them go. */
export const rankingHolds = pgTable("ranking_holds", {
  day: date({ mode: "string" }).primaryKey(),
  by: text().notNull(),
  at: instant().notNull(),
});
