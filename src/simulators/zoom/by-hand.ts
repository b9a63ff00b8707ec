import type { Clock, Instant } from "#lib/clock.ts";
import type { Account, SimulatedMeeting } from "./account.ts";
import { written } from "./start-time.ts";
import type { Webhooks } from "./webhooks.ts";

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
  readonly #webhooks: Webhooks;

  constructor(account: Account, clock: Clock, webhooks: Webhooks) {
    this.#webhooks = webhooks;
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
      this.#webhooks.changed("meeting.updated", meeting, {}, date);
      return;
    }
    meeting.topic = change.topic ?? meeting.topic;
    meeting.startsAt = change.startsAt ?? meeting.startsAt;
    meeting.durationMinutes = change.durationMinutes ?? meeting.durationMinutes;
    meeting.passcode = change.passcode ?? meeting.passcode;
    this.#webhooks.changed("meeting.updated", meeting, {
      ...(change.topic === undefined ? {} : { topic: change.topic }),
      ...(change.startsAt === undefined ? {} : { start_time: written(change.startsAt) }),
      ...(change.durationMinutes === undefined ? {} : { duration: change.durationMinutes }),
    });
  }

  /** Deletes a meeting, or one date of a series. */
  delete(meetingId: string, occurrence?: number): void {
    const meeting = this.#need(meetingId);
    const date = occurrence === undefined ? undefined : left(meeting)[occurrence];
    if (date === undefined) meeting.deletedAt = this.#clock.now();
    else date.status = "deleted";
    const what = { topic: meeting.topic, start_time: written(meeting.startsAt) };
    this.#webhooks.changed("meeting.deleted", meeting, what, date);
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
