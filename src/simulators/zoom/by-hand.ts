import type { Clock, Instant } from "#lib/clock.ts";
import type { Account, SimulatedMeeting } from "./account.ts";

/** What a person can change on Zoom's own pages. */
export interface ChangeByHand {
  readonly topic?: string;
  readonly startsAt?: Instant;
  readonly durationMinutes?: number;
  readonly passcode?: string;
}

/** A person at Zoom's own pages: no API, no write counted. */
export class ByHand {
  readonly #account: Account;
  readonly #clock: Clock;

  constructor(account: Account, clock: Clock) {
    this.#account = account;
    this.#clock = clock;
  }

  /** Changes a meeting; with `occurrence` (from 0, among the dates left) only that date of a series. */
  change(meetingId: string, change: ChangeByHand, occurrence?: number): void {
    const meeting = this.#need(meetingId);
    const date = occurrence === undefined ? undefined : left(meeting)[occurrence];
    if (date !== undefined) {
      date.startsAt = change.startsAt ?? date.startsAt;
      if (change.durationMinutes !== undefined) date.durationMinutes = change.durationMinutes;
      return;
    }
    meeting.topic = change.topic ?? meeting.topic;
    meeting.startsAt = change.startsAt ?? meeting.startsAt;
    meeting.durationMinutes = change.durationMinutes ?? meeting.durationMinutes;
    meeting.passcode = change.passcode ?? meeting.passcode;
  }

  /** Deletes a meeting, or one date of a series. */
  delete(meetingId: string, occurrence?: number): void {
    const meeting = this.#need(meetingId);
    const date = occurrence === undefined ? undefined : left(meeting)[occurrence];
    if (date === undefined) meeting.deletedAt = this.#clock.now();
    else date.status = "deleted";
  }

  #need(meetingId: string): SimulatedMeeting {
    const meeting = this.#account.meeting(meetingId);
    if (meeting === undefined) throw new Error(`no meeting ${meetingId} at Zoom`);
    return meeting;
  }
}

function left(meeting: SimulatedMeeting) {
  return meeting.occurrences.filter((one) => one.status === "available");
}
