import type { z } from "zod";

import type { Host, MeetingDraft, OpenMeeting, ZoomMeeting, ZoomPort } from "#features/meetings/ports.ts";
import type { Answer } from "#lib/failure.ts";
import { agendaWith, keyIn, topicFor } from "./agenda.ts";
import { openCaller, placeOf } from "./caller.ts";
import { everyRow } from "./pages.ts";
import { badDuration, type Refused } from "./refusals.ts";
import { meetingsPage, nothing, oneMeeting, usersPage } from "./schemas.ts";
import { staysOf } from "./stays.ts";
import { keepToken, type TokenOptions } from "./token.ts";

/** How to reach one Zoom account (a Server-to-Server OAuth app). */
export interface ZoomOptions extends TokenOptions {
  /** Without a trailing slash, e.g. `https://api.zoom.us/v2`. */
  readonly apiBase: string;
  /** Without a trailing slash, e.g. `https://zoom.us`. */
  readonly oauthBase: string;
  /** Real milliseconds for one request with its whole answer; a call of the port makes several. */
  readonly timeoutMs: number;
}

/** Zoom's user types that can hold meetings; 4 and 99 cannot. */
const basic = 1;
const licensed = 2;

/** Opens the school's Zoom. Nothing is asked until the first call. */
export function openZoom(options: ZoomOptions): ZoomPort {
  const ask = openCaller({ ...options, keeper: keepToken(options) });

  return {
    async listHosts() {
      const found = await everyRow(
        ask,
        { path: "/users", query: { status: "active" } },
        usersPage,
        (page) => page.users,
      );
      return map(found, (users) => users.flatMap(hostOf));
    },

    async listMeetings(hostId) {
      const path = `/users/${encodeURIComponent(hostId)}/meetings`;
      const found = await everyRow(ask, { path, query: { type: "upcoming" } }, meetingsPage, (page) => page.meetings);
      return map(found, (rows) => rows.flatMap(listedMeeting));
    },

    async createMeeting(hostId, draft) {
      const call = { method: "POST", path: `/users/${encodeURIComponent(hostId)}/meetings` } as const;
      const wrong = unfit(draft, call, options.apiBase);
      if (wrong !== undefined) return wrong;
      return map(await ask({ ...call, body: { type: 2, ...planOf(draft), settings } }, oneMeeting), openMeeting);
    },

    async readMeeting(meetingId) {
      const answer = await ask({ method: "GET", path: meetingPath(meetingId) }, oneMeeting);
      return isGone(answer) ? { kind: "done", value: undefined } : map(answer, openMeeting);
    },

    async updateMeeting(meetingId, draft) {
      const call = { method: "PATCH", path: meetingPath(meetingId) } as const;
      const wrong = unfit(draft, call, options.apiBase);
      if (wrong !== undefined) return wrong;
      return ask({ ...call, body: planOf(draft) }, nothing);
    },

    async deleteMeeting(meetingId) {
      const answer = await ask({ method: "DELETE", path: meetingPath(meetingId) }, nothing);
      return isGone(answer) ? { kind: "done", value: undefined } : answer;
    },

    listStays: (meetingId) => staysOf(ask, options.clock, meetingId),

    async check() {
      // Role 0 is the account's owner: the name by which the operator knows the account.
      const query = { status: "active", page_size: "1", role_id: "0" };
      const answer = await ask({ method: "GET", path: "/users", query }, usersPage);
      return map(answer, (page) => page.users[0]?.email ?? options.accountId);
    },
  };
}

/**
 * Students enter up to five minutes before the coach and wait for nobody. Not earlier: whoever opens the room early
 * takes it from the host's previous class, since a host has one live meeting at a time.
 */
const settings = { join_before_host: true, jbh_time: 5, waiting_room: false, approval_type: 2 };

/** What a creation and a change have in common. The start is sent in UTC only: no local digits to be mistaken. */
function planOf(draft: MeetingDraft): Readonly<Record<string, string | number>> {
  return {
    topic: topicFor(draft.topic),
    agenda: agendaWith(draft.key, draft.agenda),
    start_time: draft.startsAt.toString({ smallestUnit: "second" }),
    timezone: "UTC",
    duration: draft.durationMinutes,
  };
}

function unfit(
  draft: MeetingDraft,
  call: { readonly method: "POST" | "PATCH"; readonly path: string },
  apiBase: string,
): Refused | undefined {
  const minutes = draft.durationMinutes;
  const fits = Number.isInteger(minutes) && minutes >= 1 && minutes <= 1_440;
  return fits ? undefined : badDuration(minutes, placeOf(call, apiBase));
}

function meetingPath(meetingId: string): string {
  return `/meetings/${encodeURIComponent(meetingId)}`;
}

function isGone(answer: Answer<unknown>): boolean {
  return answer.kind === "refused" && answer.failure.code === "zoom.meeting-gone";
}

function hostOf(user: z.output<typeof usersPage>["users"][number]): readonly Host[] {
  // A user without an id has not accepted the invitation yet.
  if (user.id === undefined || (user.type !== basic && user.type !== licensed)) return [];
  return [{ id: user.id, email: user.email, licensed: user.type === licensed }];
}

function listedMeeting(row: z.output<typeof meetingsPage>["meetings"][number]): readonly ZoomMeeting[] {
  // Without a start it is no scheduled meeting (instant, or recurring without a fixed time).
  if (row.start_time === undefined) return [];
  return [meetingOf({ ...row, start_time: row.start_time })];
}

function openMeeting(meeting: z.output<typeof oneMeeting>): OpenMeeting {
  return { ...meetingOf(meeting), passcode: meeting.password };
}

function meetingOf(from: Omit<z.output<typeof oneMeeting>, "password">): ZoomMeeting {
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

function map<A, B>(answer: Answer<A>, change: (value: A) => B): Answer<B> {
  return answer.kind === "done" ? { kind: "done", value: change(answer.value) } : answer;
}
