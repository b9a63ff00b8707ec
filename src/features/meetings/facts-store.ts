import { eq } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";

import { isOneOf } from "#database/many.ts";
import type { Db } from "#database/open.ts";
import { sessions } from "#features/sessions/tables.ts";
import { courses, entries } from "#features/timetable/tables.ts";
import type { Instant } from "#lib/clock.ts";

import { linkIn, type GivenLink } from "./draft-rules.ts";
import { givenLinks } from "./tables.ts";

/** What a meeting needs to know of its session beyond the session itself. */
export interface MeetingFacts {
  readonly level: string | null;
  /** The line of the timetable; absent for an extra session. */
  readonly entry:
    | { readonly time: string; readonly timeZone: string; readonly weekday: number; readonly durationMinutes: number }
    | undefined;
  /** The link that people gave: for the session, for its course, or in the workbook, in this order. */
  readonly given: GivenLink | undefined;
  /** What the workbook's column holds when it is no link. */
  readonly badLink: string | undefined;
}

const ofSession = alias(givenLinks, "given_for_session");
const ofCourse = alias(givenLinks, "given_for_course");

/** Facts by session id. */
export async function findMeetingFacts(
  db: Db,
  sessionIds: readonly string[],
): Promise<ReadonlyMap<string, MeetingFacts>> {
  if (sessionIds.length === 0) return new Map();
  const rows = await db
    .select({
      id: sessions.id,
      level: courses.level,
      time: entries.time,
      timeZone: entries.timeZone,
      weekday: entries.weekday,
      durationMinutes: entries.durationMinutes,
      written: entries.meetingLink,
      session: { url: ofSession.url, passcode: ofSession.passcode },
      course: { url: ofCourse.url, passcode: ofCourse.passcode },
    })
    .from(sessions)
    .innerJoin(courses, eq(courses.id, sessions.courseId))
    .leftJoin(entries, eq(entries.id, sessions.entryId))
    .leftJoin(ofSession, eq(ofSession.subject, sessions.id))
    .leftJoin(ofCourse, eq(ofCourse.subject, sessions.courseId))
    .where(isOneOf(sessions.id, sessionIds));
  return new Map(
    rows.map((row) => {
      const written = row.written === null ? undefined : linkIn(row.written);
      const inWorkbook = written === undefined ? undefined : { url: written, passcode: null };
      const { time, timeZone, weekday, durationMinutes } = row;
      const isLine = time !== null && timeZone !== null && weekday !== null && durationMinutes !== null;
      const facts: MeetingFacts = {
        level: row.level,
        entry: isLine ? { time, timeZone, weekday, durationMinutes } : undefined,
        given: row.session ?? row.course ?? inWorkbook,
        badLink: row.written !== null && written === undefined ? row.written : undefined,
      };
      return [row.id, facts];
    }),
  );
}

export async function putGivenLink(
  db: Db,
  link: GivenLink & { readonly subject: string; readonly givenBy: string; readonly givenAt: Instant },
): Promise<void> {
  const { subject, ...rest } = link;
  await db
    .insert(givenLinks)
    .values({ subject, ...rest })
    .onConflictDoUpdate({ target: givenLinks.subject, set: rest });
}

/** Takes a given link back. */
export async function removeGivenLink(db: Db, subject: string): Promise<void> {
  await db.delete(givenLinks).where(eq(givenLinks.subject, subject));
}

/** The link that was given for a session or a course. */
export async function findGivenLink(db: Db, subject: string): Promise<GivenLink | undefined> {
  const [row] = await db.select().from(givenLinks).where(eq(givenLinks.subject, subject));
  return row;
}
