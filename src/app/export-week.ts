import type { Db } from "#database/open.ts";
import { dynamicSchedule } from "#features/meetings/dynamic-schedule-rules.ts";
import { findMeetings } from "#features/meetings/store.ts";
import { messageSchedule } from "#features/messages/message-schedule-rules.ts";
import { findMessages } from "#features/messages/store.ts";
import type { School } from "#features/school/rules.ts";
import { listSessionDetails } from "#features/sessions/store.ts";
import { fixSchedule } from "#features/timetable/fix-schedule-rules.ts";
import type { WrittenSheet } from "#features/timetable/ports.ts";
import { listLinesInForce } from "#features/timetable/store.ts";

/** The week that begins on `from` (in the school's zone) as the school's own three sheets. */
export async function exportWeek({
  db,
  school,
  from,
}: {
  readonly db: Db;
  readonly school: School;
  readonly from: Temporal.PlainDate;
}): Promise<readonly WrittenSheet[]> {
  const midnight = (day: Temporal.PlainDate) => day.toZonedDateTime(school.timeZone).toInstant();
  // The list begins after the instant that it is given; a class at midnight counts.
  const sessions = await listSessionDetails(
    db,
    midnight(from).subtract({ milliseconds: 1 }),
    midnight(from.add({ days: 7 })),
  );
  const ids = sessions.map((session) => session.id);
  const schedule = { sessions, schoolZone: school.timeZone, zones: school.audienceZones };
  return [
    dynamicSchedule({ ...schedule, meetings: await findMeetings(db, ids) }),
    fixSchedule(await listLinesInForce(db)),
    messageSchedule(await findMessages(db, "reminder", ids), school.timeZone),
  ];
}
