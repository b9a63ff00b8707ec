import type { Answer } from "#lib/failure.ts";
import type { Instant } from "#lib/clock.ts";

/** A Zoom account member who can hold meetings. */
export interface Host {
  /** Zoom's user id. */
  readonly id: string;
  readonly email: string;
  /** False for a Basic user, whose meetings end at 40 minutes. */
  readonly licensed: boolean;
}

/** What we ask Zoom for. */
export interface MeetingDraft {
  /** Our key: at most 64 characters of [a-z0-9-]; the client writes it at the start of the agenda. */
  readonly key: string;
  readonly topic: string;
  /** Free text after the key. */
  readonly agenda: string;
  /** Sent to Zoom as UTC with a final Z. */
  readonly startsAt: Instant;
  readonly durationMinutes: number;
}

/** A meeting that exists at Zoom. Never holds the host's start link. */
export interface ZoomMeeting {
  /** Zoom's int64 id as text. */
  readonly id: string;
  /** Our key, read back from the start of the agenda; absent for meetings made by others. */
  readonly key?: string;
  readonly topic: string;
  readonly startsAt: Instant;
  readonly durationMinutes: number;
  readonly joinUrl: string;
}

/** A meeting with what students need to enter; the passcode is absent from lists, so read one by one. */
export interface OpenMeeting extends ZoomMeeting {
  readonly passcode: string;
}

/** One stay of one person in a meeting, as Zoom reports it; a rejoin is another stay. */
export interface ParticipantStay {
  /** Zoom's id of this stay's row, unique within a meeting. */
  readonly stayId: string;
  readonly name: string;
  /** Empty for guests. */
  readonly email?: string;
  readonly joinedAt: Instant;
  readonly leftAt: Instant;
}

/** What the school asks of Zoom. Every call is bounded in time; none throws for an expected misfortune. */
export interface ZoomPort {
  /** Every active user of the account, all pages. */
  listHosts(): Promise<Answer<readonly Host[]>>;
  /** The host's scheduled meetings that are still to come, all pages. */
  listMeetings(hostId: string): Promise<Answer<readonly ZoomMeeting[]>>;
  /** Creates one dated meeting. After `unreachable` with `sent: true`, look for the key before asking again. */
  createMeeting(hostId: string, draft: MeetingDraft): Promise<Answer<OpenMeeting>>;
  /** Reads one meeting, passcode included; `undefined` when Zoom knows it no more. */
  readMeeting(meetingId: string): Promise<Answer<OpenMeeting | undefined>>;
  /** Changes topic, start and duration. */
  updateMeeting(meetingId: string, draft: MeetingDraft): Promise<Answer<void>>;
  /** Deletes a meeting; deleting what is already gone is done, not refused. */
  deleteMeeting(meetingId: string): Promise<Answer<void>>;
  /**
   * Who was there, for every ended instance of a meeting; `undefined` while Zoom has not finished its report.
   * An ended meeting that nobody else joined gives an empty list.
   */
  listStays(meetingId: string): Promise<Answer<readonly ParticipantStay[] | undefined>>;
  /** Asks for a token and one cheap page; for `doctor`. Says the account's e-mail or id. */
  check(): Promise<Answer<string>>;
}
