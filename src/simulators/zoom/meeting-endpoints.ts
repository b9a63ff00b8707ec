import type { Instant } from "#lib/clock.ts";
import type { SimulatedHost, SimulatedMeeting } from "./account.ts";
import type { ApiRequest, Endpoint, Ground } from "./endpoints.ts";
import { readMeetingBody, type MeetingFields } from "./meeting-body.ts";
import { isOver, listedMeeting, nextStart, wholeMeeting } from "./meeting-shapes.ts";
import { isPage } from "./page-tokens.ts";
import { drawText } from "./random.ts";
import { occurrencesOf } from "./recurrence.ts";
import { cannotHost, invalidFields, isWebinar, noSuchMeeting, noSuchUser, refusal, type Reply } from "./reply.ts";
import { startOf } from "./start-time.ts";

/** Creating, listing, reading, changing and deleting meetings. */
export const meetingEndpoints: readonly Endpoint[] = [
  {
    method: "POST",
    template: "/users/{userId}/meetings",
    scope: "meeting:write:meeting:admin",
    weight: "light",
    handle: create,
  },
  {
    method: "GET",
    template: "/users/{userId}/meetings",
    scope: "meeting:read:list_meetings:admin",
    weight: "medium",
    handle: list,
  },
  {
    method: "GET",
    template: "/meetings/{meetingId}",
    scope: "meeting:read:meeting:admin",
    weight: "light",
    handle({ id, now }, ground) {
      const found = find(id, ground);
      return "status" in found ? found : { status: 200, body: wholeMeeting(found.meeting, newZak(ground), now) };
    },
  },
  {
    method: "PATCH",
    template: "/meetings/{meetingId}",
    scope: "meeting:update:meeting:admin",
    weight: "light",
    handle: change,
  },
  {
    method: "DELETE",
    template: "/meetings/{meetingId}",
    scope: "meeting:delete:meeting:admin",
    weight: "light",
    handle: remove,
  },
];

function create({ id, body, now }: ApiRequest, ground: Ground): Reply {
  const asked = ground.account.host(id);
  if (asked === undefined || asked.status !== "active") return noSuchUser(id);
  const read = readMeetingBody(body);
  if ("status" in read) return read;
  const { fields } = read;
  if (ground.unknownZones.has(fields.timezone ?? "")) return unknownZone;
  const host = fields.schedule_for === undefined ? asked : ground.account.host(fields.schedule_for);
  if (host === undefined) {
    return refusal(
      400,
      300,
      "The value that you entered in the `schedule_for` field is invalid. Enter a valid value and try again.",
    );
  }
  const forbidden = mayHost(host);
  if (forbidden !== undefined) return forbidden;
  const capped = ground.limits.admitWrite(host.id);
  if (capped !== undefined) return capped;
  const timeZone = fields.timezone ?? host.timeZone;
  const startsAt = startOf(fields.start_time, timeZone, now);
  if (startsAt === undefined) return invalidFields({ field: "start_time", message: "Invalid field." });

  const meeting = newMeeting(fields, { host, timeZone, startsAt, now }, ground);
  ground.account.add(meeting);
  return { status: 201, body: wholeMeeting(meeting, newZak(ground), now) };
}

const unknownZone = invalidFields({ field: "timezone", message: "Invalid field." });

function newMeeting(
  fields: MeetingFields,
  plan: { readonly host: SimulatedHost; readonly timeZone: string; readonly startsAt: Instant; readonly now: Instant },
  { account, passcodes }: Ground,
): SimulatedMeeting {
  return {
    id: account.newId(),
    uuid: account.newUuid(),
    host: plan.host,
    type: fields.type ?? 2,
    topic: fields.topic ?? "Zoom Meeting",
    agenda: fields.agenda ?? "",
    startsAt: plan.startsAt,
    durationMinutes: fields.duration ?? 60,
    timeZone: plan.timeZone,
    createdAt: plan.now,
    passcode: fields.password ?? (passcodes ? account.newPasscode() : undefined),
    settings: { ...accountSettings, ...fields.settings },
    trackingFields: fields.tracking_fields,
    recurrence: fields.recurrence,
    occurrences:
      fields.type === 8 && fields.recurrence !== undefined
        ? occurrencesOf(fields.recurrence, plan.startsAt, plan.timeZone)
        : [],
    deletedAt: undefined,
    writes: 1,
    held: [],
  };
}

/** What an account has before anybody changes it: students wait for the host, in a waiting room. */
const accountSettings = {
  host_video: false,
  participant_video: false,
  join_before_host: false,
  jbh_time: 0,
  mute_upon_entry: false,
  waiting_room: true,
  use_pmi: false,
  approval_type: 2,
  audio: "both",
  auto_recording: "none",
} as const;

function list({ id, query, now }: ApiRequest, { account, pages }: Ground): Reply {
  const host = account.host(id);
  if (host === undefined) return noSuchUser(id);
  if (host.type !== 1 && host.type !== 2) return cannotHost();
  const type = query.get("type") ?? "scheduled";
  const rows = account
    .meetingsOf(host)
    .flatMap((meeting) => startsOf(meeting, type, now).map((startsAt) => ({ meeting, startsAt })))
    .toSorted((a, b) => Temporal.Instant.compare(a.startsAt, b.startsAt));
  const page = pages.cut(rows, `meetings ${host.id} ${type}`, query);
  if (!isPage(page)) return page;
  return {
    status: 200,
    body: {
      page_size: page.size,
      total_records: page.total,
      next_page_token: page.nextPageToken,
      meetings: page.rows.map((row) => listedMeeting(row.meeting, row.startsAt)),
    },
  };
}

/** Under which starts a meeting stands in a list of this type; a series has one row for each occurrence to come. */
function startsOf(meeting: SimulatedMeeting, type: string, now: Instant): readonly Instant[] {
  const isLive = meeting.held.some((instance) => instance.endedAt === undefined);
  const next = nextStart(meeting, now);
  if (type === "live") return isLive ? [next] : [];
  if (type === "scheduled") return [next];
  const starts =
    meeting.type === 8
      ? meeting.occurrences.filter((one) => one.status === "available").map((one) => one.startsAt)
      : [meeting.startsAt];
  const wantsOver = type === "previous_meetings";
  const chosen = starts.filter((start) => isOver(meeting, start, now) === wantsOver);
  return chosen.length === 0 && isLive && !wantsOver ? [next] : chosen;
}

function change({ id, query, body, now }: ApiRequest, ground: Ground): Reply {
  const found = find(id, ground);
  if ("status" in found) return found;
  const { meeting } = found;
  const read = readMeetingBody(body);
  if ("status" in read) return read;
  const { fields } = read;
  if (ground.unknownZones.has(fields.timezone ?? "")) return unknownZone;
  const forbidden = mayHost(meeting.host);
  if (forbidden !== undefined) return forbidden;
  const capped = ground.limits.admitWrite(meeting.host.id);
  if (capped !== undefined) return capped;
  const timeZone = fields.timezone ?? meeting.timeZone;
  const startsAt = fields.start_time === undefined ? meeting.startsAt : startOf(fields.start_time, timeZone, now);
  if (startsAt === undefined) return invalidFields({ field: "start_time", message: "Invalid field." });

  const occurrenceId = query.get("occurrence_id");
  if (occurrenceId !== null) return changeOne(meeting, occurrenceId, fields, startsAt);

  meeting.topic = fields.topic ?? meeting.topic;
  meeting.agenda = fields.agenda ?? meeting.agenda;
  meeting.durationMinutes = fields.duration ?? meeting.durationMinutes;
  meeting.passcode = fields.password ?? meeting.passcode;
  meeting.settings = { ...meeting.settings, ...fields.settings };
  meeting.timeZone = timeZone;
  meeting.startsAt = startsAt;
  meeting.recurrence = fields.recurrence ?? meeting.recurrence;
  meeting.writes += 1;
  const replans = fields.start_time !== undefined || fields.recurrence !== undefined;
  if (meeting.recurrence !== undefined && replans) {
    // A new start or recurrence plans every date anew: what was done to single dates is forgotten.
    meeting.occurrences = occurrencesOf(meeting.recurrence, startsAt, timeZone);
  }
  return { status: 204 };
}

/** One date of a series: its hour and its length; the topic is the series'. */
function changeOne(meeting: SimulatedMeeting, id: string, fields: MeetingFields, startsAt: Instant): Reply {
  const occurrence = meeting.occurrences.find((one) => one.id === id && one.status === "available");
  if (occurrence === undefined) return refusal(400, 300, "Invalid parameter: `occurrence_id`.");
  if (fields.start_time !== undefined) occurrence.startsAt = startsAt;
  if (fields.duration !== undefined) occurrence.durationMinutes = fields.duration;
  meeting.writes += 1;
  return { status: 204 };
}

function remove({ id, query, now }: ApiRequest, ground: Ground): Reply {
  const found = find(id, ground);
  if ("status" in found) return found;
  const occurrenceId = query.get("occurrence_id");
  if (occurrenceId === null) {
    // Of a series too: without an occurrence the whole of it goes.
    found.meeting.deletedAt = now;
    return { status: 204 };
  }
  const occurrence = found.meeting.occurrences.find((one) => one.id === occurrenceId && one.status === "available");
  if (occurrence === undefined) return refusal(400, 300, "Invalid parameter: `occurrence_id`.");
  occurrence.status = "deleted";
  return { status: 204 };
}

function find(id: string, { account }: Ground): { readonly meeting: SimulatedMeeting } | Reply {
  if (account.webinars.has(id)) return isWebinar();
  const meeting = account.meeting(id);
  return meeting === undefined ? noSuchMeeting(id) : { meeting };
}

function mayHost(host: SimulatedHost): Reply | undefined {
  if (host.type !== 1 && host.type !== 2) return cannotHost();
  return host.blocked ? refusal(400, 3000, `You cannot schedule a meeting for ${host.id}`) : undefined;
}

function newZak({ random }: Ground): string {
  return `zak-${drawText(random, 40, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")}`;
}
