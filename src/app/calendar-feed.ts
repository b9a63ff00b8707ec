import type { Db } from "#database/open.ts";
import { findMeetings } from "#features/meetings/store.ts";
import { listCoaches } from "#features/roster/student-store.ts";
import type { School } from "#features/school/rules.ts";
import { findCalendar, type NamedCalendar } from "#features/sessions/calendar-store.ts";
import { traceOfToken } from "#features/sessions/change-calendar.ts";
import { listWantedSessions } from "#features/sessions/plan-sessions.ts";
import type { WantedSession } from "#features/sessions/plan-rules.ts";
import { listSessionDetails } from "#features/sessions/store.ts";
import { listCourses } from "#features/timetable/store.ts";
import { calendarText, type CalendarEvent } from "#lib/calendar-text.ts";
import { say } from "#lib/bilingual.ts";
import type { Instant } from "#lib/clock.ts";

/** How far a calendar looks back and ahead. */
const reach = { back: { hours: 24 * 30 }, ahead: { hours: 24 * 60 } } as const;

/**
 * The calendar of an address as iCalendar text; `undefined` for an address that is not, or no longer, one.
 *
 * Past sessions are as they took place; coming ones as the timetable, the holidays and the exceptions want them,
 * also beyond the seven days that have rows already. A link stands where the room is open.
 */
export async function calendarFeed({
  db,
  school,
  token,
  now,
}: {
  readonly db: Db;
  readonly school: School;
  readonly token: string;
  readonly now: Instant;
}): Promise<string | undefined> {
  const calendar = await findCalendar(db, traceOfToken(token));
  if (calendar === undefined) return undefined;
  const past = await listSessionDetails(db, now.subtract(reach.back), now.add({ milliseconds: 1 }), calendar);
  const wanted = await listWantedSessions({
    db,
    zone: school.timeZone,
    from: now,
    until: now.add(reach.ahead),
    ofEntry: ownerTest(calendar),
  });
  const sessions = [...past, ...wanted.filter((session) => belongsTo(calendar, session))];
  const rooms = await findMeetings(
    db,
    sessions.map((session) => session.id),
  );
  const titles = new Map((await listCourses(db)).map((course) => [course.id, course.title]));
  for (const session of past) titles.set(session.courseId, session.courseTitle);
  const coaches = new Map((await listCoaches(db)).map((coach) => [coach.id, coach.name]));
  const language = calendar.language ?? school.language;
  const events = sessions.map((session): CalendarEvent => {
    const coach = coaches.get(session.coachId) ?? "";
    const title = titles.get(session.courseId) ?? "";
    return {
      id: `${session.id}@carillon`,
      startsAt: session.startsAt,
      endsAt: session.endsAt,
      title: session.status === "cancelled" ? `${cancelled[language]} ${title}` : title,
      description: [coach, session.reason?.[language]].filter(Boolean).join("\n"),
      url: session.status === "cancelled" ? undefined : (rooms.get(session.id)?.joinUrl ?? undefined),
      isCancelled: session.status === "cancelled",
      sequence: session.status === "scheduled" ? 0 : session.status === "moved" ? 1 : 2,
    };
  });
  return calendarText(`${calendar.name} – ${school.name}`, events, { language, now });
}

const cancelled = say("[annulé]", "[cancelled]");

function ownerTest({ coachId, groupId }: NamedCalendar) {
  return (entry: { readonly coachId: string; readonly groupId: string | null }, substitutes: readonly string[]) =>
    coachId === null ? entry.groupId === groupId : entry.coachId === coachId || substitutes.includes(coachId);
}

function belongsTo({ coachId, groupId }: NamedCalendar, session: Pick<WantedSession, "coachId" | "groupId">): boolean {
  return coachId === null ? session.groupId === groupId : session.coachId === coachId;
}
