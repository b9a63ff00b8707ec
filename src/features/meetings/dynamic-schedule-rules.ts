import type { WrittenSheet } from "#features/timetable/ports.ts";
import type { Instant } from "#lib/clock.ts";
import type { TimeZone } from "#lib/ids.ts";

import { minutesOf } from "./rules.ts";

/** A session, as the sheet tells it. */
export interface ShownSession {
  readonly id: string;
  readonly courseTitle: string;
  readonly coachName: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly status: "scheduled" | "moved" | "cancelled";
}

/** Its room. */
export interface ShownRoom {
  readonly hostEmail: string;
  readonly joinUrl: string | null;
  readonly zoomId: string | null;
}

/**
 * The sessions that take place as the school's sheet `Dynamic Schedule`: one line a session with its room, its start
 * in the school's zone, and its time in each zone of the audience, computed for that date.
 */
export function dynamicSchedule({
  sessions,
  meetings,
  schoolZone,
  zones,
}: {
  readonly sessions: readonly ShownSession[];
  /** By session. */
  readonly meetings: ReadonlyMap<string, ShownRoom>;
  readonly schoolZone: TimeZone;
  readonly zones: readonly TimeZone[];
}): WrittenSheet {
  const heads = ["Topic", "Duration (Min)", "Coach", "Schedule for", "Start Date & Time", "Zoom Link", "ZOOM ID"];
  const rows = sessions
    .filter((session) => session.status !== "cancelled")
    .map((session) => {
      const meeting = meetings.get(session.id);
      const start = session.startsAt.toZonedDateTimeISO(schoolZone).toPlainDateTime();
      return [
        session.courseTitle,
        minutesOf(session),
        session.coachName,
        meeting?.hostEmail,
        { moment: start },
        meeting?.joinUrl ?? undefined,
        meeting?.zoomId ?? undefined,
        ...zones.map((zone) => timeIn(session, zone, start.toPlainDate())),
      ];
    });
  return { name: "Dynamic Schedule", rows: [[...heads, ...zones.map((zone) => `TIME (${placeOf(zone)})`)], ...rows] };
}

/** `18:00`, with its day when it is another than the school's. */
function timeIn({ startsAt }: ShownSession, zone: TimeZone, schoolDay: Temporal.PlainDate): string {
  const there = startsAt.toZonedDateTimeISO(zone);
  const time = there.toPlainTime().toString({ smallestUnit: "minute" });
  const day = there.toPlainDate();
  return day.equals(schoolDay) ? time : `${time} (${day.toString()})`;
}

function placeOf(zone: TimeZone): string {
  return zone === "UTC" ? "GMT" : zone;
}
