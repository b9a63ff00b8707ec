import { meetings } from "#features/meetings/tables.ts";
import { messages } from "#features/messages/tables.ts";
import { attendances } from "#features/participation/tables.ts";
import { pointEntries, rankingLines, rankings } from "#features/rankings/tables.ts";
import { coaches, groups, memberships, students } from "#features/roster/tables.ts";
import type { Model } from "#features/scenarios/query-store.ts";
import { logEntries, runs } from "#features/scenarios/tables.ts";
import { sessions } from "#features/sessions/tables.ts";
import { courses } from "#features/timetable/tables.ts";

import { boolean, day, integer, list, many, moment, number, one, text } from "./columns.ts";

const none = { joins: [], hiddenBy: [], deletable: false } as const;

const course: Model = {
  ...none,
  name: "Course",
  about: "A recurring class: what the timetable calls a course.",
  table: courses,
  joins: [{ table: groups, here: courses.groupId, there: groups.id }],
  columns: [
    text("id", courses.id, "Key of the course."),
    text("name", courses.title, "Title as in the workbook, without the time."),
    text("title", courses.title, "The same as name."),
    text("level", courses.level, "Level, such as BBG; None where the workbook gives none."),
    text("group_id", courses.groupId, "Key of its group."),
    text("group_title", groups.title, "Title of its Telegram group."),
    text("chat_id", groups.chatId, "Chat id of its Telegram group."),
  ],
  relations: [one("group", "Group", "group_id"), many("sessions", "Session", "course_id")],
};

const session: Model = {
  ...none,
  name: "Session",
  about: "One dated occurrence of a course.",
  table: sessions,
  joins: [
    { table: courses, here: sessions.courseId, there: courses.id },
    { table: coaches, here: sessions.coachId, there: coaches.id },
    { table: meetings, here: sessions.id, there: meetings.sessionId },
  ],
  columns: [
    text("id", sessions.id, "Key of the session."),
    text("course_id", sessions.courseId, "Key of its course."),
    text("course_title", courses.title, "Title of its course."),
    text("level", courses.level, "Level of its course."),
    text("coach_id", sessions.coachId, "Key of who teaches it, the substitute included."),
    text("coach_name", coaches.name, "Name of who teaches it."),
    text("group_id", sessions.groupId, "Key of its group."),
    day("date", sessions.date, "Its day in the timetable's zone."),
    moment("starts_at", sessions.startsAt, "Its start, in the school's zone."),
    moment("ends_at", sessions.endsAt, "Its end, in the school's zone."),
    text("status", sessions.status, "scheduled, moved or cancelled."),
    text("zoom_link", meetings.joinUrl, "Address to join; None while there is no meeting."),
    text("zoom_id", meetings.zoomId, "Number of the Zoom meeting."),
  ],
  relations: [
    one("course", "Course", "course_id"),
    one("coach", "Coach", "coach_id"),
    one("group", "Group", "group_id"),
    many("attendances", "Attendance", "session_id"),
  ],
};

const coach: Model = {
  ...none,
  name: "Coach",
  about: "A person who teaches.",
  table: coaches,
  columns: [
    text("id", coaches.id, "Key of the coach."),
    text("name", coaches.name, "Name as in the workbook."),
    text("email", coaches.email, "Address, which is also the Zoom host."),
  ],
  relations: [many("sessions", "Session", "coach_id")],
};

const group: Model = {
  ...none,
  name: "Group",
  about: "A Telegram group of the school. A scenario changes its language, and switches it off or on.",
  table: groups,
  columns: [
    text("id", groups.id, "Key of the group."),
    text("title", groups.title, "Title in Telegram."),
    text("name", groups.title, "The same as title."),
    text("chat_id", groups.chatId, "Chat id, as text: give it to bot.send_message."),
    text("language", groups.language, "fr or en.", { change: true }),
    list("audience_zones", groups.audienceZones, "Zones of its people; empty for the school's own."),
    boolean("active", groups.active, "False when the bot can no longer write there, or a person switched it off.", {
      change: true,
    }),
    moment("created_at", groups.createdAt, "When Carillon first knew it."),
  ],
  relations: [
    many("courses", "Course", "group_id"),
    many("sessions", "Session", "group_id"),
    many("members", "Member", "group_id"),
    many("rankings", "Ranking", "group_id"),
  ],
};

const student: Model = {
  ...none,
  name: "Student",
  about: "A person who learns. People who were merged into another or erased are not shown.",
  table: students,
  hiddenBy: [students.mergedInto, students.erasedAt],
  columns: [
    text("id", students.id, "Key of the student."),
    text("name", students.displayName, "Name that rankings show.", { change: true }),
    moment("created_at", students.createdAt, "When Carillon first knew them."),
  ],
  relations: [
    many("memberships", "Member", "student_id"),
    many("attendances", "Attendance", "student_id"),
    many("points", "PointEntry", "student_id"),
  ],
};

const member: Model = {
  ...none,
  name: "Member",
  about: "A student in a group.",
  table: memberships,
  hiddenBy: [memberships.leftAt, students.mergedInto, students.erasedAt],
  joins: [
    { table: students, here: memberships.studentId, there: students.id },
    { table: groups, here: memberships.groupId, there: groups.id },
  ],
  columns: [
    text("id", [memberships.groupId, memberships.studentId], "Key of the membership."),
    text("group_id", memberships.groupId, "Key of the group."),
    text("group_title", groups.title, "Title of the group."),
    text("student_id", memberships.studentId, "Key of the student."),
    text("student_name", students.displayName, "Name of the student."),
    moment("since", memberships.since, "Since when."),
  ],
  relations: [one("group", "Group", "group_id"), one("student", "Student", "student_id")],
};

const attendance: Model = {
  ...none,
  name: "Attendance",
  about: "The verdict on one student in one session.",
  table: attendances,
  joins: [
    { table: students, here: attendances.studentId, there: students.id },
    { table: sessions, here: attendances.sessionId, there: sessions.id },
  ],
  hiddenBy: [students.mergedInto, students.erasedAt],
  columns: [
    text("id", [attendances.sessionId, attendances.studentId], "Key of the verdict."),
    text("session_id", attendances.sessionId, "Key of the session."),
    text("student_id", attendances.studentId, "Key of the student."),
    text("student_name", students.displayName, "Name of the student."),
    text("group_id", sessions.groupId, "Key of the session's group."),
    moment("starts_at", sessions.startsAt, "Start of the session."),
    boolean("present", attendances.present, "Was there long enough."),
    integer("minutes", attendances.minutes, "Minutes in the meeting."),
    number("share", attendances.share, "Part of the session's length, 0 to 1."),
    boolean("late", attendances.late, "Came late."),
    boolean("left_early", attendances.leftEarly, "Left early."),
  ],
  relations: [one("session", "Session", "session_id"), one("student", "Student", "student_id")],
};

const scheduledMessage: Model = {
  ...none,
  name: "ScheduledMessage",
  about: "One message of the outbox. A scenario adds its own, and rewords or deletes what has not left.",
  table: messages,
  joins: [{ table: groups, here: messages.groupId, there: groups.id }],
  deletable: true,
  columns: [
    text("id", messages.id, "Key of the message."),
    integer("number", messages.number, "Number that people see."),
    text("kind", messages.kind, "reminder, ranking, custom, alarm …"),
    text("group_id", messages.groupId, "Key of the group; None for a private message.", { add: "required" }),
    text("group_title", groups.title, "Title of the group."),
    text("text", messages.html, "Text as Telegram HTML.", { add: "required", change: true }),
    text("status", messages.state, "planned, held, sending, sent, failed, uncertain, cancelled or expired."),
    moment("due_at", messages.dueAt, "Not before this moment.", { add: "required" }),
    moment("expires_at", messages.expiresAt, "Worthless from then on; a day after due_at when not given.", {
      add: "optional",
    }),
    moment("sent_at", messages.sentAt, "When Telegram took it."),
    moment("created_at", messages.createdAt, "When it was planned."),
  ],
  relations: [one("group", "Group", "group_id")],
};

const ranking: Model = {
  ...none,
  name: "Ranking",
  about: "A published ranking of a group.",
  table: rankings,
  joins: [{ table: groups, here: rankings.groupId, there: groups.id }],
  columns: [
    text("id", rankings.id, "Key of the ranking."),
    text("group_id", rankings.groupId, "Key of the group."),
    text("group_title", groups.title, "Title of the group."),
    text("period", rankings.period, "day, week or month."),
    moment("from_at", rankings.from, "Start of the period."),
    moment("to_at", rankings.to, "End of the period."),
  ],
  relations: [one("group", "Group", "group_id"), many("lines", "RankingLine", "ranking_id")],
};

const rankingLine: Model = {
  ...none,
  name: "RankingLine",
  about: "One line of a published ranking.",
  table: rankingLines,
  columns: [
    text("id", [rankingLines.rankingId, rankingLines.studentId], "Key of the line."),
    text("ranking_id", rankingLines.rankingId, "Key of the ranking."),
    text("student_id", rankingLines.studentId, "Key of the student."),
    text("name", rankingLines.name, "Name as published."),
    integer("rank", rankingLines.rank, "Rank; equal points share one."),
    integer("points", rankingLines.points, "Points of the period."),
  ],
  relations: [one("ranking", "Ranking", "ranking_id"), one("student", "Student", "student_id")],
};

const pointEntry: Model = {
  ...none,
  name: "PointEntry",
  about: "One line of the points ledger. A scenario adds a bonus or a malus; no line is ever changed.",
  table: pointEntries,
  joins: [{ table: students, here: pointEntries.studentId, there: students.id }],
  hiddenBy: [students.erasedAt],
  columns: [
    integer("id", pointEntries.id, "Number of the line."),
    text("student_id", pointEntries.studentId, "Key of the student.", { add: "required" }),
    text("student_name", students.displayName, "Name of the student."),
    text("group_id", pointEntries.groupId, "Key of the group.", { add: "required" }),
    integer("points", pointEntries.points, "Points, negative for what is taken back.", { add: "required" }),
    text("reason", pointEntries.reason, "message, attendance, bonus, malus …"),
    text("words", pointEntries.details, "Why, in the words of who gives them; kept with the line as JSON.", {
      add: "required",
    }),
    moment("recorded_at", pointEntries.recordedAt, "When it entered the ledger."),
  ],
  relations: [one("student", "Student", "student_id"), one("group", "Group", "group_id")],
};

const log: Model = {
  ...none,
  name: "Log",
  about: "A line of the log of a run.",
  table: logEntries,
  joins: [{ table: runs, here: logEntries.runId, there: runs.id }],
  columns: [
    integer("id", logEntries.id, "Number of the line."),
    text("run_id", logEntries.runId, "Key of the run."),
    text("scenario", runs.scenario, "Name of the scenario."),
    moment("at", logEntries.at, "When it was written."),
    text("level", logEntries.level, "info, warning or error."),
    text("message", logEntries.message, "What it says, in both languages, as JSON."),
  ],
  relations: [one("run", "Run", "run_id")],
};

const run: Model = {
  ...none,
  name: "Run",
  about: "One execution of a scenario.",
  table: runs,
  columns: [
    text("id", runs.id, "Key of the run."),
    integer("number", runs.number, "Number that people see."),
    text("scenario", runs.scenario, "Name of the scenario."),
    text("cause", runs.cause, "schedule, chain, manual or catch-up."),
    moment("started_at", runs.startedAt, "Start."),
    moment("ended_at", runs.endedAt, "End; None while it runs."),
    text("outcome", runs.outcome, "succeeded, partial, failed or skipped; None while it runs."),
  ],
  relations: [many("logs", "Log", "run_id")],
};

const taught = [course, session, coach, group, student, member, attendance];
const told = [scheduledMessage, ranking, rankingLine, pointEntry, log, run];

/** What a custom scenario sees of the school, by the name of the model. */
export const models: ReadonlyMap<string, Model> = new Map([...taught, ...told].map((model) => [model.name, model]));
