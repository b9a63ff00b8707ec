import type { z } from "zod";

import type { MeetingDraft, OpenMeeting, Room, ZoomMeeting } from "#features/meetings/ports.ts";
import { agendaWith, keyIn, topicFor } from "./agenda.ts";
import type { meetingsPage, oneMeeting } from "./schemas.ts";

/**
 * Students enter up to five minutes before the coach and wait for nobody. Not earlier: whoever opens the room early
 * takes it from the host's previous class, since a host has one live meeting at a time.
 */
const openRoom: Room = { waitingRoom: false, joinBeforeHost: 5 };

/** Zoom's settings of a meeting for a room. A waiting room keeps students out until the coach lets them in. */
export function settingsOf({ waitingRoom, joinBeforeHost }: Room = openRoom): Readonly<Record<string, unknown>> {
  const before =
    joinBeforeHost === "no"
      ? { join_before_host: false }
      : { join_before_host: true, jbh_time: joinBeforeHost === "any time" ? 0 : joinBeforeHost };
  return { ...before, waiting_room: waitingRoom, approval_type: 2 };
}

/** What a creation and a change have in common. */
export interface Plan {
  readonly topic: string;
  readonly agenda: string;
  readonly start_time: string;
  readonly timezone: string;
  readonly duration: number;
  readonly recurrence?: object;
}

/** The start stands in one form only: UTC with a final Z, or the digits of the zone that is named beside them. */
export function planOf(draft: MeetingDraft): Plan {
  const zone = draft.timeZone === undefined || /^([+-]|UTC$)/.test(draft.timeZone) ? undefined : draft.timeZone;
  return {
    topic: topicFor(draft.topic),
    agenda: agendaWith(draft.key, draft.agenda),
    start_time:
      zone === undefined
        ? draft.startsAt.toString({ smallestUnit: "second" })
        : draft.startsAt.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: "second" }),
    timezone: zone ?? "UTC",
    duration: draft.durationMinutes,
    ...(draft.weekly === undefined ? {} : { recurrence: recurrenceOf(draft, zone ?? "UTC") }),
  };
}

function recurrenceOf({ weekly, timeZone, startsAt }: MeetingDraft, zone: string): object {
  // In a fixed offset's zone another weekday may be meant than the one in UTC, where it is written.
  const own = startsAt.toZonedDateTimeISO(timeZone ?? "UTC").toPlainDate();
  const written = startsAt.toZonedDateTimeISO(zone).toPlainDate();
  const shift = own.until(written, { largestUnit: "days" }).days;
  const days = (weekly?.weekdays ?? []).map((weekday) => ((weekday - 1 + shift + 7) % 7) + 1);
  return {
    type: 2,
    repeat_interval: 1,
    // Zoom counts from Sunday, 1.
    weekly_days: days
      .map((weekday) => (weekday % 7) + 1)
      .toSorted((a, b) => a - b)
      .join(","),
    end_times: weekly?.dates ?? 1,
  };
}

/** Zoom plans 1 to 1,440 minutes. */
export function isPlannable(minutes: number): boolean {
  return Number.isInteger(minutes) && minutes >= 1 && minutes <= 1_440;
}

/** A row of the host's list. */
export function listedMeeting(row: z.output<typeof meetingsPage>["meetings"][number]): readonly ZoomMeeting[] {
  // Without a start it is no scheduled meeting (instant, or recurring without a fixed time).
  if (row.start_time === undefined) return [];
  return [meetingOf({ ...row, start_time: row.start_time })];
}

/** A meeting as it was created or read. */
export function openMeeting(meeting: z.output<typeof oneMeeting>): OpenMeeting {
  const occurrences = meeting.occurrences
    .filter((one) => one.status === "available")
    .map((one) => ({ id: one.occurrence_id, startsAt: one.start_time, durationMinutes: one.duration }));
  const start_time = meeting.start_time ?? occurrences[0]?.startsAt ?? Temporal.Instant.fromEpochMilliseconds(0);
  return { ...meetingOf({ ...meeting, start_time }), passcode: meeting.password, occurrences };
}

interface AnyMeeting {
  readonly id: string;
  readonly topic: string;
  readonly agenda?: string | undefined;
  readonly start_time: Temporal.Instant;
  readonly duration: number;
  readonly join_url: string;
}

function meetingOf(from: AnyMeeting): ZoomMeeting {
  const key = keyIn(from.agenda);
  return {
    id: from.id,
    ...(key === undefined ? {} : { key }),
    topic: from.topic,
    startsAt: from.start_time,
    durationMinutes: from.duration,
    joinUrl: from.join_url,
  };
}
