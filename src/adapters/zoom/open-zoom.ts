import type { Host, MeetingDraft, Room, ZoomPort } from "#features/meetings/ports.ts";
import type { Answer } from "#lib/failure.ts";
import type { z } from "zod";
import { openCaller, placeOf } from "./caller.ts";
import { isPlannable, listedMeeting, openMeeting, planOf, settingsOf } from "./meeting-shapes.ts";
import type { Pace } from "./pace.ts";
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
  /** Keeps all processes together under the plan's limits; without one, requests leave at once. */
  readonly pace?: Pace;
  /** How people enter; open for students five minutes before, without one. */
  readonly room?: Room;
}

/** Zoom's user types that can hold meetings; 4 and 99 cannot. */
const basic = 1;
const licensed = 2;

/** Opens the school's Zoom. Nothing is asked until the first call. */
export function openZoom(options: ZoomOptions): ZoomPort {
  const ask = openCaller({ ...options, keeper: keepToken(options) });
  const settings = settingsOf(options.room);

  return {
    async listHosts() {
      const found = await everyRow(
        ask,
        { path: "/users", label: "medium", query: { status: "active" } },
        usersPage,
        (page) => page.users,
      );
      return map(found, (users) => users.flatMap(hostOf));
    },

    async listMeetings(hostId) {
      const path = `/users/${encodeURIComponent(hostId)}/meetings`;
      const call = { path, label: "medium", query: { type: "upcoming" } } as const;
      const found = await everyRow(ask, call, meetingsPage, (page) => page.meetings);
      return map(found, (rows) => rows.flatMap(listedMeeting));
    },

    async createMeeting(hostId, draft) {
      const path = `/users/${encodeURIComponent(hostId)}/meetings`;
      const call = { method: "POST", path, label: "light" } as const;
      const wrong = unfit(draft, call, options.apiBase);
      if (wrong !== undefined) return wrong;
      const type = draft.weekly === undefined ? 2 : 8;
      return map(await ask({ ...call, body: { type, ...planOf(draft), settings } }, oneMeeting), openMeeting);
    },

    async readMeeting(meetingId) {
      const answer = await ask({ method: "GET", path: meetingPath(meetingId), label: "light" }, oneMeeting);
      return isGone(answer) ? { kind: "done", value: undefined } : map(answer, openMeeting);
    },

    async updateMeeting(meetingId, draft, occurrenceId) {
      const call = { method: "PATCH", path: meetingPath(meetingId), label: "light" } as const;
      const wrong = unfit(draft, call, options.apiBase);
      if (wrong !== undefined) return wrong;
      if (occurrenceId === undefined) return ask({ ...call, body: planOf(draft) }, nothing);
      // Of one date Zoom changes the hour and the text; topic and recurrence belong to the whole.
      const { topic: _topic, recurrence: _recurrence, ...ofOneDate } = planOf(draft);
      return ask({ ...call, query: { occurrence_id: occurrenceId }, body: ofOneDate }, nothing);
    },

    async deleteMeeting(meetingId, occurrenceId) {
      const call = { method: "DELETE", path: meetingPath(meetingId), label: "light" } as const;
      const query = occurrenceId === undefined ? {} : { query: { occurrence_id: occurrenceId } };
      const answer = await ask({ ...call, ...query }, nothing);
      return isGone(answer) ? { kind: "done", value: undefined } : answer;
    },

    listStays: (meetingId, span) => staysOf(ask, options.clock, meetingId, span),

    async check() {
      // Role 0 is the account's owner: the name by which the operator knows the account.
      const query = { status: "active", page_size: "1", role_id: "0" };
      const answer = await ask({ method: "GET", path: "/users", label: "medium", query }, usersPage);
      return map(answer, (page) => page.users[0]?.email ?? options.accountId);
    },
  };
}

function unfit(
  draft: MeetingDraft,
  call: { readonly method: "POST" | "PATCH"; readonly path: string },
  apiBase: string,
): Refused | undefined {
  return isPlannable(draft.durationMinutes) ? undefined : badDuration(draft.durationMinutes, placeOf(call, apiBase));
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

function map<A, B>(answer: Answer<A>, change: (value: A) => B): Answer<B> {
  return answer.kind === "done" ? { kind: "done", value: change(answer.value) } : answer;
}
