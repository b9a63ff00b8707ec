import { and, eq, inArray, isNotNull, isNull, ne, notExists, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";

import type { Db } from "#database/open.ts";
import { meetings } from "#features/meetings/tables.ts";
import { coaches, groups } from "#features/roster/tables.ts";
import { startsIn, type Stretch } from "#features/sessions/store.ts";
import { sessions } from "#features/sessions/tables.ts";
import { courses } from "#features/timetable/tables.ts";

import { messages } from "./tables.ts";
import { isReminder } from "./week-store.ts";

const facts = {
  id: sessions.id,
  entryId: sessions.entryId,
  courseId: sessions.courseId,
  coachId: sessions.coachId,
  groupId: sessions.groupId,
  startsAt: sessions.startsAt,
  endsAt: sessions.endsAt,
  status: sessions.status,
};

/** Sessions that start in a span with no more than what tells which of them meet, by start. */
export async function listSessionFacts(db: Db, span: Stretch) {
  return await db.select(facts).from(sessions).where(startsIn(span)).orderBy(sessions.startsAt, sessions.id);
}

/**
 * Sessions of a span that have no twin in another one, `days` away: one of the same line of the timetable, to the minute as
 * long, with the same coach and group. With a change of clocks in between every session is without one.
 */
export async function listWithoutTwin(db: Db, span: Stretch, days: number) {
  const twin = alias(sessions, "twin");
  const away = sql`make_interval(days => ${days})`;
  const twins = db
    .select({ id: twin.id })
    .from(twin)
    .where(
      and(
        eq(twin.entryId, sessions.entryId),
        sql`${twin.startsAt} = ${sessions.startsAt} + ${away}`,
        sql`${twin.endsAt} = ${sessions.endsAt} + ${away}`,
        eq(twin.coachId, sessions.coachId),
        sql`${twin.groupId} is not distinct from ${sessions.groupId}`,
        ne(twin.status, "cancelled"),
      ),
    );
  return await db
    .select({ ...facts, course: courses.title, coach: coaches.name, group: groups.title })
    .from(sessions)
    .innerJoin(courses, eq(courses.id, sessions.courseId))
    .innerJoin(coaches, eq(coaches.id, sessions.coachId))
    .leftJoin(groups, eq(groups.id, sessions.groupId))
    .where(and(startsIn(span), ne(sessions.status, "cancelled"), notExists(twins)))
    .orderBy(sessions.startsAt, sessions.id);
}

/** The sessions of a span that cannot be held or told as they should: what of their room, message or group is wrong. */
export async function listHampered(db: Db, span: Stretch) {
  return await db
    .select({
      id: sessions.id,
      groupId: sessions.groupId,
      meeting: {
        state: meetings.state,
        joinUrl: meetings.joinUrl,
        handChange: meetings.handChange,
        failure: meetings.failure,
      },
      message: { state: messages.state, failure: messages.failure },
    })
    .from(sessions)
    .leftJoin(meetings, eq(meetings.sessionId, sessions.id))
    .leftJoin(messages, isReminder(span.from, span.until))
    .where(
      and(
        startsIn(span),
        ne(sessions.status, "cancelled"),
        or(
          isNull(sessions.groupId),
          isNull(meetings.joinUrl),
          isNotNull(meetings.failure),
          isNotNull(meetings.handChange),
          inArray(messages.state, ["failed", "uncertain"]),
        ),
      ),
    )
    .orderBy(sessions.startsAt, sessions.id);
}
