import type { Instant } from "#lib/clock.ts";
import type { SimulatedMeeting } from "./account.ts";
import { written } from "./start-time.ts";

/** Lists cut the agenda here. */
const listedAgenda = 250;

/** A meeting as creation and reading answer it: everything, the host's login link included. */
export function wholeMeeting(meeting: SimulatedMeeting, zak: string, now: Instant): Readonly<Record<string, unknown>> {
  const isLive = meeting.held.some((instance) => instance.endedAt === undefined);
  return {
    uuid: meeting.uuid,
    id: Number(meeting.id),
    host_id: meeting.host.id,
    host_email: meeting.host.email,
    topic: meeting.topic,
    type: meeting.type,
    status: isLive ? "started" : "waiting",
    start_time: written(nextStart(meeting, now)),
    duration: meeting.durationMinutes,
    timezone: meeting.timeZone,
    agenda: meeting.agenda,
    created_at: written(meeting.createdAt),
    start_url: `https://us05web.zoom.us/s/${meeting.id}?zak=${zak}`,
    join_url: joinUrl(meeting),
    ...(meeting.passcode === undefined
      ? {}
      : {
          password: meeting.passcode,
          encrypted_password: encrypted(meeting.passcode),
          h323_password: digits(meeting.passcode),
          pstn_password: digits(meeting.passcode),
        }),
    settings: meeting.settings,
    ...(meeting.trackingFields === undefined ? {} : { tracking_fields: meeting.trackingFields }),
    ...(meeting.type === 8 ? { recurrence: meeting.recurrence, occurrences: occurrencesOf(meeting, now) } : {}),
    pre_schedule: false,
    creation_source: "open_api",
  };
}

/** A meeting as lists answer it: the agenda cut, no tracking fields, no passcode of its own, no login link. */
export function listedMeeting(meeting: SimulatedMeeting, startsAt: Instant): Readonly<Record<string, unknown>> {
  return {
    uuid: meeting.uuid,
    id: Number(meeting.id),
    host_id: meeting.host.id,
    topic: meeting.topic,
    type: meeting.type,
    start_time: written(startsAt),
    duration:
      meeting.occurrences.find((one) => one.startsAt.equals(startsAt))?.durationMinutes ?? meeting.durationMinutes,
    timezone: meeting.timeZone,
    agenda: meeting.agenda.slice(0, listedAgenda),
    created_at: written(meeting.createdAt),
    join_url: joinUrl(meeting),
  };
}

/** The start of the next occurrence that is not over; the last one's when all are. */
export function nextStart(meeting: SimulatedMeeting, now: Instant): Instant {
  const left = meeting.occurrences.filter((occurrence) => occurrence.status === "available");
  const next = left.find((occurrence) => !isOver(meeting, occurrence.startsAt, now));
  return (next ?? left.at(-1))?.startsAt ?? meeting.startsAt;
}

/** True when the planned end of a start has passed. */
export function isOver(meeting: SimulatedMeeting, startsAt: Instant, now: Instant): boolean {
  return Temporal.Instant.compare(startsAt.add({ minutes: meeting.durationMinutes }), now) <= 0;
}

function occurrencesOf(meeting: SimulatedMeeting, now: Instant): readonly unknown[] {
  return meeting.occurrences
    .filter((occurrence) => occurrence.status === "available" && !isOver(meeting, occurrence.startsAt, now))
    .map((occurrence) => ({
      occurrence_id: occurrence.id,
      start_time: written(occurrence.startsAt),
      duration: occurrence.durationMinutes ?? meeting.durationMinutes,
      status: occurrence.status,
    }));
}

function joinUrl(meeting: SimulatedMeeting): string {
  const pwd = meeting.passcode === undefined ? "" : `?pwd=${encrypted(meeting.passcode)}`;
  return `https://us05web.zoom.us/j/${meeting.id}${pwd}`;
}

function encrypted(passcode: string): string {
  return `${Buffer.from(`sim ${passcode}`).toString("base64url")}.1`;
}

function digits(passcode: string): string {
  return Array.from(passcode, (character) => String(character.charCodeAt(0) % 10)).join("");
}
