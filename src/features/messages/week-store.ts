import { and, asc, eq, gte, lt, ne } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";

import type { Db } from "#database/open.ts";
import { meetings } from "#features/meetings/tables.ts";
import { coaches, groups } from "#features/roster/tables.ts";
import { startsIn } from "#features/sessions/store.ts";
import { sessionApprovals, sessions } from "#features/sessions/tables.ts";
import { courses } from "#features/timetable/tables.ts";
import type { Instant } from "#lib/clock.ts";

import { messages } from "./tables.ts";

const usualCoaches = alias(coaches, "usual_coaches");

/**
 * Joins sessions that start in `[from, until)` with their reminders. These are written seven days ahead at most and due no
 * later than their session, so that what was due long before or is due long after need not be looked through.
 */
export function isReminder(from: Instant, until: Instant) {
  return and(
    eq(messages.kind, "reminder"),
    eq(messages.subject, sessions.id),
    gte(messages.dueAt, from.subtract({ hours: 24 * 10 })),
    lt(messages.dueAt, until.add({ hours: 24 * 2 })),
  );
}

/** A session of the week with its meeting, its reminder and who approved it, as people look at it. */
export type WeekLine = Awaited<ReturnType<typeof listWeek>>[number];

/** The sessions that start in `[from, until)`, by start; one question, whatever their number. */
export async function listWeek(db: Db, from: Instant, until: Instant) {
  return await db
    .select({
      id: sessions.id,
      entryId: sessions.entryId,
      courseId: sessions.courseId,
      coachId: sessions.coachId,
      groupId: sessions.groupId,
      date: sessions.date,
      startsAt: sessions.startsAt,
      endsAt: sessions.endsAt,
      movedFrom: sessions.movedFrom,
      status: sessions.status,
      reason: sessions.reason,
      course: courses.title,
      level: courses.level,
      coach: coaches.name,
      usualCoach: usualCoaches.name,
      group: groups.title,
      meeting: {
        state: meetings.state,
        host: meetings.hostEmail,
        joinUrl: meetings.joinUrl,
        handChange: meetings.handChange,
        failure: meetings.failure,
      },
      message: {
        number: messages.number,
        state: messages.state,
        dueAt: messages.dueAt,
        rewordedBy: messages.rewordedBy,
        failure: messages.failure,
      },
      approval: { version: sessionApprovals.version, by: sessionApprovals.by },
    })
    .from(sessions)
    .innerJoin(courses, eq(courses.id, sessions.courseId))
    .innerJoin(coaches, eq(coaches.id, sessions.coachId))
    .leftJoin(usualCoaches, eq(usualCoaches.id, sessions.usualCoachId))
    .leftJoin(groups, eq(groups.id, sessions.groupId))
    .leftJoin(meetings, eq(meetings.sessionId, sessions.id))
    .leftJoin(messages, isReminder(from, until))
    .leftJoin(sessionApprovals, eq(sessionApprovals.sessionId, sessions.id))
    .where(startsIn({ from, until }))
    .orderBy(asc(sessions.startsAt), asc(sessions.id));
}

/** At most so many of what the outbox holds besides the reminders. */
const mostOthers = 500;

/** What the outbox holds for `[from, until)` besides the reminders, by its hour. */
export async function listOtherMessages(db: Db, from: Instant, until: Instant) {
  return await db
    .select({
      number: messages.number,
      kind: messages.kind,
      state: messages.state,
      dueAt: messages.dueAt,
      html: messages.html,
      group: groups.title,
    })
    .from(messages)
    .leftJoin(groups, eq(groups.id, messages.groupId))
    .where(and(ne(messages.kind, "reminder"), gte(messages.dueAt, from), lt(messages.dueAt, until)))
    .orderBy(asc(messages.dueAt), asc(messages.number))
    .limit(mostOthers);
}
