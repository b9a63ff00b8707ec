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

/** What the school pays Zoom for: it decides how many requests Zoom takes. */
export type ZoomPlan = "free" | "pro" | "business";

/** Zoom's rate-limit label of a request. */
export type RateLabel = "light" | "medium" | "heavy";

/** How people enter the school's meetings. */
export interface Room {
  readonly waitingRoom: boolean;
  /** `no`: students wait for the coach; `any time`; else so many minutes before the start (Zoom knows 5, 10, 15). */
  readonly joinBeforeHost: "no" | "any time" | 5 | 10 | 15;
}

/** What the school has settled about its meetings. */
export interface MeetingPolicy {
  /** LiquidJS template of the topic: `course`, `coach`, `level`, `group`, `date`, `school`. */
  readonly topic: string;
  /** How Zoom is told the start. */
  readonly start: "utc" | "local";
  /** One meeting a session, or one lasting link for a course's sessions of one hour. */
  readonly links: "session" | "course";
  /** Accounts for coaches without one, e-mails in lower case; every account of the school when absent. */
  readonly pool: readonly string[] | undefined;
  /** Meetings that a host holds at once, by e-mail in lower case, where it is not one. */
  readonly hostMeetings: ReadonlyMap<string, number>;
}

/** How a meeting comes back each week. */
export interface Weekly {
  /** ISO weekdays in the draft's `timeZone`. */
  readonly weekdays: readonly number[];
  /** How many dates, 1 to 60. */
  readonly dates: number;
}

/** What we ask Zoom for. */
export interface MeetingDraft {
  /** Our key: at most 64 characters of [a-z0-9-]; the client writes it at the start of the agenda. */
  readonly key: string;
  readonly topic: string;
  /** Free text after the key. */
  readonly agenda: string;
  readonly startsAt: Instant;
  readonly durationMinutes: number;
  /**
   * The start is sent as local time of this IANA zone, with the zone; without it as UTC with a final Z. Never a
   * mixture: digits of one and the name of the other is Zoom's classic fault.
   */
  readonly timeZone?: string;
  /** Set for a recurring meeting; then `timeZone` keeps its hour over clock changes. */
  readonly weekly?: Weekly;
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

/** One date of a recurring meeting. */
export interface ZoomOccurrence {
  readonly id: string;
  readonly startsAt: Instant;
  readonly durationMinutes: number;
}

/** A meeting with what students need to enter; the passcode is absent from lists, so read one by one. */
export interface OpenMeeting extends ZoomMeeting {
  readonly passcode: string;
  /** The dates to come of a recurring meeting; empty for a dated one. */
  readonly occurrences: readonly ZoomOccurrence[];
}

/** One stay of one person in a meeting, as Zoom reports it; a rejoin is another stay. */
export interface ParticipantStay {
  /** Zoom's id of this stay's row, unique within a meeting. */
  readonly stayId: string;
  readonly name: string;
  /** Empty for guests. */
  readonly email?: string;
  /** Zoom's id of a person who registered for the meeting. */
  readonly registrantId?: string;
  readonly joinedAt: Instant;
  readonly leftAt: Instant;
}

/** What happened in a meeting that is held, as Zoom tells it by webhook. */
export interface ZoomEvent {
  readonly kind: "started" | "ended" | "joined" | "left";
  /** The same event sent again has the same. */
  readonly id: string;
  readonly zoomId: string;
  /** Of the instance that is held. */
  readonly uuid: string;
  readonly at: Instant;
  /** Of who joined or left: unique within the instance. */
  readonly userId?: string;
  readonly name?: string;
  readonly email?: string;
}

/** Somebody changed or deleted a meeting, as Zoom tells it by webhook; only what it names. */
export type ZoomChange =
  | {
      readonly kind: "updated";
      readonly zoomId: string;
      readonly at: Instant;
      readonly topic?: string;
      readonly startsAt?: Instant;
      readonly durationMinutes?: number;
    }
  | { readonly kind: "deleted"; readonly zoomId: string; readonly at: Instant };

/** What Zoom tells by webhook, read. */
export type ZoomTold = ZoomEvent | ZoomChange;

/** A webhook's request, judged. */
export type Webhook =
  /** Zoom wants to know that the address is ours: answer this as JSON. */
  | { readonly kind: "validation"; readonly answer: { readonly plainToken: string; readonly encryptedToken: string } }
  | { readonly kind: "told"; readonly told: ZoomTold }
  /** Signed by Zoom, and about nothing that we use. */
  | { readonly kind: "other" }
  /** Unsigned, forged or older than five minutes: nothing of it is looked at. */
  | { readonly kind: "refused"; readonly why: "unsigned" | "late" | "forged" };

/** Judges and reads a webhook's request. */
export type ReadWebhook = (request: {
  readonly rawBody: string;
  readonly signature: string | undefined;
  readonly timestamp: string | undefined;
  readonly now: Instant;
}) => Webhook;

/** What a look at a link found: it answers; nothing is there; or nobody answered, which may pass. */
export type LinkHealth =
  | { readonly kind: "answers" }
  | { readonly kind: "dead" | "silent"; /** Technical, without the link itself. */ readonly cause: string };

/** Opens a link as a browser would, bounded in time. */
export type LookAtLink = (url: string) => Promise<LinkHealth>;

/** What the school asks of Zoom. Every call is bounded in time; none throws for an expected misfortune. */
export interface ZoomPort {
  /** Every active user of the account, all pages. */
  listHosts(): Promise<Answer<readonly Host[]>>;
  /** The host's scheduled meetings that are still to come, all pages; a recurring one has a row for each date. */
  listMeetings(hostId: string): Promise<Answer<readonly ZoomMeeting[]>>;
  /** Creates one dated or recurring meeting. After `unreachable` with `sent: true`, look for the key before asking again. */
  createMeeting(hostId: string, draft: MeetingDraft): Promise<Answer<OpenMeeting>>;
  /** Reads one meeting, passcode included; `undefined` when Zoom knows it no more. */
  readMeeting(meetingId: string): Promise<Answer<OpenMeeting | undefined>>;
  /** Changes topic, start and duration, and the dates of a recurring one; with `occurrenceId` only that date. */
  updateMeeting(meetingId: string, draft: MeetingDraft, occurrenceId?: string): Promise<Answer<void>>;
  /**
   * Deletes a meeting; deleting what is already gone is done, not refused. Without `occurrenceId` the whole of a
   * recurring one goes.
   */
  deleteMeeting(meetingId: string, occurrenceId?: string): Promise<Answer<void>>;
  /**
   * Who was there, for every ended instance of a meeting that began in the span (all without one); `undefined` while
   * Zoom has not finished its report. An ended meeting that nobody else joined gives an empty list.
   */
  listStays(
    meetingId: string,
    span?: { readonly from: Instant; readonly until: Instant },
  ): Promise<Answer<readonly ParticipantStay[] | undefined>>;
  /** Asks for a token and one cheap page; for `doctor`. Says the account's e-mail or id. */
  check(): Promise<Answer<string>>;
}
