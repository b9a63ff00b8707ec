import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  doublePrecision,
  index,
  integer,
  pgTable,
  pgView,
  primaryKey,
  text,
  unique,
} from "drizzle-orm/pg-core";

import { instant, json } from "#database/columns.ts";
import { groups, students } from "#features/roster/tables.ts";
import { sessions } from "#features/sessions/tables.ts";

import type { DecisionDetails, DecisionKind, QuestionReason, QuestionState } from "./decision-rules.ts";
import type { MatchedBy, Proposal } from "./match-rules.ts";

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
    /** Zoom's id of a person who registered. */
    registrantId: text("registrant_id"),
    /** How it was recognised; absent for a stay of nobody known. */
    recognisedBy: text("recognised_by").$type<MatchedBy | "decision">(),
    /** The decision of a person that said who it was; absent when the matching rules found it. */
    decisionId: bigint("decision_id", { mode: "number" }),
  },
  (table) => [
    primaryKey({ columns: [table.sessionId, table.stayId] }),
    index("stays_student").on(table.studentId),
    index("stays_unrecognised")
      .on(table.sessionId)
      .where(sql`${table.studentId} is null`),
  ],
);

/** Sessions whose stays were read to the end. */
export const collections = pgTable("collections", {
  sessionId: text("session_id")
    .primaryKey()
    .references(() => sessions.id),
  collectedAt: instant("collected_at").notNull(),
  /** When Zoom was last asked and answered; empty for those that were settled before it was kept. */
  reviewedAt: instant("reviewed_at"),
  /** False while Zoom's report was never read: it may still come. */
  byReport: boolean("by_report").notNull().default(true),
});

/**
 * The verdict on one student in one session, made from the stays and from corrections by hand.
 *
 * A row never goes away: who turns out not to have been there has 0 minutes and is not present. `changedAt` moves
 * with every change, so what follows from a row (points) can follow its changes.
 */
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
    /** Whole minutes from the start to the first entry; 0 for who was there at the start, or never. */
    lateBy: integer("late_by").notNull().default(0),
    late: boolean().notNull().default(false),
    /** Whole minutes from the last departure to the end; 0 for who stayed to the end, or never came. */
    leftEarlyBy: integer("left_early_by").notNull().default(0),
    leftEarly: boolean("left_early").notNull().default(false),
    /** Who corrected it by hand, and why; absent for what the stays say. */
    correctedBy: text("corrected_by"),
    correctionReason: text("correction_reason"),
    changedAt: instant("changed_at")
      .notNull()
      .default(sql`'epoch'`),
  },
  (table) => [
    primaryKey({ columns: [table.sessionId, table.studentId] }),
    index("attendances_student").on(table.studentId),
    index("attendances_changed").on(table.changedAt),
    // Who was there, counted by session without the table itself.
    index("attendances_present")
      .on(table.sessionId)
      .where(sql`${table.present}`),
  ],
);

/** Corrections by hand of what the stays say, each with its reason; one that was undone stays in the list. */
export const attendanceCorrections = pgTable(
  "attendance_corrections",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    sessionId: text("session_id")
      .notNull()
      .references(() => sessions.id),
    studentId: text("student_id")
      .notNull()
      .references(() => students.id),
    present: boolean().notNull(),
    /** Minutes to count instead of those measured; absent to leave them. */
    minutes: integer(),
    reason: text().notNull(),
    by: text().notNull(),
    at: instant().notNull(),
    undoneAt: instant("undone_at"),
    undoneBy: text("undone_by"),
  },
  (table) => [
    index("attendance_corrections_session").on(table.sessionId),
    index("attendance_corrections_student").on(table.studentId),
  ],
);

/**
 * The identity inbox: names in Zoom of whom a person must say who it is.
 *
 * A question of scope `name` is about a name in a group and its answer is remembered; one of scope `session` is about
 * one session, since the name ("iPhone", or one that two students bear) tells nothing of the next.
 */
export const identityQuestions = pgTable(
  "identity_questions",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    /** Group, name and, for one session only, the session: one question each. */
    key: text().notNull().unique(),
    groupId: text("group_id")
      .notNull()
      .references(() => groups.id),
    scope: text({ enum: ["name", "session"] }).notNull(),
    /** Of scope `session`: the one. Of scope `name`: the last one with this name. */
    sessionId: text("session_id")
      .notNull()
      .references(() => sessions.id),
    zoomName: text("zoom_name").notNull(),
    email: text(),
    reason: text().$type<QuestionReason>().notNull(),
    proposals: json<readonly Proposal[]>("proposals").notNull(),
    /** Students who said that it is not them. */
    refusedBy: text("refused_by").array().notNull().default([]),
    state: text().$type<QuestionState>().notNull(),
    firstAt: instant("first_at").notNull(),
    lastAt: instant("last_at").notNull(),
    /** The student who was asked in private, and when. */
    askedId: text("asked_id").references(() => students.id),
    askedAt: instant("asked_at"),
  },
  (table) => [index("identity_questions_state").on(table.state)],
);

/** What people decided about identities; each can be undone, and stays in the list when it was. */
export const identityDecisions = pgTable(
  "identity_decisions",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    at: instant().notNull(),
    by: text().notNull(),
    kind: text().$type<DecisionKind>().notNull(),
    studentId: text("student_id").references(() => students.id),
    questionId: bigint("question_id", { mode: "number" }),
    /** What undoing it needs to know. */
    details: json<DecisionDetails>("details").notNull(),
    undoneAt: instant("undone_at"),
    undoneBy: text("undone_by"),
  },
  (table) => [index("identity_decisions_student").on(table.studentId)],
);

/** One row a heard message, so that a doubled update counts once: its place, author and time, never its text. */
export const heardMessages = pgTable(
  "heard_messages",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    groupId: text("group_id")
      .notNull()
      .references(() => groups.id),
    /** With its chat before it: `-1001:17`. */
    telegramMessageId: text("telegram_message_id").notNull(),
    studentId: text("student_id")
      .notNull()
      .references(() => students.id),
    at: instant().notNull(),
  },
  (table) => [
    unique("heard_messages_once").on(table.groupId, table.telegramMessageId),
    index("heard_messages_student").on(table.studentId, table.at),
    index("heard_messages_at").on(table.at),
  ],
);

/** How far the bot has heard: the next `update_id` to ask for. One row a bot. */
export const hearing = pgTable("hearing", {
  bot: text().primaryKey(),
  nextUpdateId: bigint("next_update_id", { mode: "number" }).notNull(),
});

/**
 * Attendance as points see it: one row per session of a group and student, with the verdict in force, corrections
 * included.
 *
 * A row never goes away: what is taken back is `present` false with a newer `changedAt`. That is also how the rows of
 * a student end who was merged into another, and the other's row has the stays of both.
 */
export const attendanceFacts = pgView("attendance_facts", {
  sessionId: text("session_id").notNull(),
  studentId: text("student_id").notNull(),
  groupId: text("group_id").notNull(),
  startsAt: instant("starts_at").notNull(),
  endsAt: instant("ends_at").notNull(),
  minutes: integer().notNull(),
  share: doublePrecision().notNull(),
  present: boolean().notNull(),
  late: boolean().notNull(),
  leftEarly: boolean("left_early").notNull(),
  correctedBy: text("corrected_by"),
  correctionReason: text("correction_reason"),
  /** When the session's stays were first known. */
  collectedAt: instant("collected_at").notNull(),
  changedAt: instant("changed_at").notNull(),
}).as(sql`
  select a.session_id, a.student_id, s.group_id, s.starts_at, s.ends_at, a.minutes, a.share, a.present, a.late,
    a.left_early, a.corrected_by, a.correction_reason, c.collected_at, a.changed_at
  from attendances a join sessions s on s.id = a.session_id join collections c on c.session_id = a.session_id
  where s.group_id is not null`);

/**
 * Group messages as points see them: one row a message that was heard; caps a day and least gaps are counted on `at`.
 *
 * `studentId` is the person: messages of a student who was merged into another are the other's.
 */
export const messageFacts = pgView("message_facts", {
  id: bigint({ mode: "number" }).notNull(),
  studentId: text("student_id").notNull(),
  groupId: text("group_id").notNull(),
  at: instant().notNull(),
}).as(sql`
  select h.id, coalesce(p.merged_into, p.id) as student_id, h.group_id, h.at
  from heard_messages h join students p on p.id = h.student_id`);

/**
 * The attendance register: one row per session that was read and student who was expected (in the group by then) or
 * who came. An absence is a row that is not present; of a session that was never read nobody is absent.
 */
export const attendanceSheet = pgView("attendance_sheet", {
  sessionId: text("session_id").notNull(),
  studentId: text("student_id").notNull(),
  student: text().notNull(),
  groupId: text("group_id").notNull(),
  groupTitle: text("group_title").notNull(),
  courseTitle: text("course_title").notNull(),
  coachId: text("coach_id").notNull(),
  coach: text().notNull(),
  startsAt: instant("starts_at").notNull(),
  endsAt: instant("ends_at").notNull(),
  present: boolean().notNull(),
  minutes: integer().notNull(),
  share: doublePrecision().notNull(),
  lateBy: integer("late_by").notNull(),
  late: boolean().notNull(),
  leftEarlyBy: integer("left_early_by").notNull(),
  leftEarly: boolean("left_early").notNull(),
  correctedBy: text("corrected_by"),
  correctionReason: text("correction_reason"),
}).as(sql`
  select pair.session_id, p.id as student_id, p.display_name as student, pair.group_id, g.title as group_title,
    k.title as course_title, pair.coach_id, h.name as coach, pair.starts_at, pair.ends_at,
    coalesce(a.present, false) as present, coalesce(a.minutes, 0) as minutes, coalesce(a.share, 0) as share,
    coalesce(a.late_by, 0) as late_by, coalesce(a.late, false) as late, coalesce(a.left_early_by, 0) as left_early_by,
    coalesce(a.left_early, false) as left_early, a.corrected_by, a.correction_reason
  from (
    select s.id as session_id, m.student_id, s.group_id, s.course_id, s.coach_id, s.starts_at, s.ends_at
    from sessions s join collections c on c.session_id = s.id join memberships m on m.group_id = s.group_id
      and m.since <= s.starts_at and (m.left_at is null or m.left_at > s.starts_at) where s.status <> 'cancelled'
    union
    select s.id, a.student_id, s.group_id, s.course_id, s.coach_id, s.starts_at, s.ends_at
    from attendances a join sessions s on s.id = a.session_id join collections c on c.session_id = s.id
    where (a.minutes > 0 or a.corrected_by is not null) and s.status <> 'cancelled'
  ) pair
  join groups g on g.id = pair.group_id
  join courses k on k.id = pair.course_id
  join coaches h on h.id = pair.coach_id
  join students p on p.id = pair.student_id and p.merged_into is null
  left join attendances a on a.session_id = pair.session_id and a.student_id = p.id`);
