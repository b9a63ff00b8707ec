import { createHmac } from "node:crypto";

import { isBefore, type Clock, type Instant } from "#lib/clock.ts";
import { causeOf } from "#lib/failure.ts";
import type { HeldInstance, SimulatedMeeting, Stay } from "./account.ts";
import type { Random } from "./random.ts";
import type { Occurrence } from "./recurrence.ts";
import { written } from "./start-time.ts";

/** Where Zoom sends its events, and the app's secret token. */
export interface WebhookTarget {
  readonly url: string;
  readonly secret: string;
}

/** What may become of an event on its way: shares from 0 to 1, by the simulator's seed. */
export interface Mishaps {
  readonly lost: number;
  readonly doubled: number;
  /** Sent after those that follow it. */
  readonly reordered: number;
  /** Not before `lateMs` of the clock have passed. */
  readonly late: number;
}

/** One event on its way. */
export interface Event {
  readonly body: string;
  readonly dueAt: Instant;
  readonly tries: number;
}

/** How an event was answered: the status, or why there was none. */
export type Delivered = { readonly event: string; readonly answer: number | string };

/** Minutes after which an event that was not answered with 2xx is sent again. */
const retryMinutes = [5, 20, 60] as const;
const lateMs = 10 * 60_000;

/** Zoom's webhooks: signed, sent when somebody lets them, with the mishaps of the real ones. */
export class Webhooks {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #accountId: string;
  #target: WebhookTarget | undefined;
  #queue: Event[] = [];
  mishaps: Mishaps = { lost: 0, doubled: 0, reordered: 0, late: 0 };
  /** Real milliseconds that the receiver has to answer. */
  answerMs = 3_000;
  readonly #met = { lost: 0, doubled: 0, reordered: 0, late: 0 };

  constructor(clock: Clock, random: Random, accountId: string) {
    this.#clock = clock;
    this.#random = random;
    this.#accountId = accountId;
  }

  /** Sends to this address from now on, when it proves to hold the secret; false when it does not. */
  async subscribe(target: WebhookTarget): Promise<boolean> {
    const plainToken = `t${Math.floor(this.#random() * 1e9)}`;
    const body = this.#body("endpoint.url_validation", { plainToken });
    const answer = await this.#post(target, body, (response) => response.json());
    const expected = { plainToken, encryptedToken: hmac(target.secret, plainToken) };
    const isProved = JSON.stringify(answer) === JSON.stringify(expected);
    this.#target = isProved ? target : undefined;
    return isProved;
  }

  /** Tells nobody any more, and forgets what was still to be told. */
  unsubscribe(): void {
    this.#target = undefined;
    this.#queue = [];
  }

  /** How many events each mishap has met. */
  get met(): Readonly<Record<keyof Mishaps, number>> {
    return this.#met;
  }

  /** Events that have not been answered with 2xx yet. */
  get waiting(): number {
    return this.#queue.length;
  }

  /** Sends everything that is due, one after the other; what fails comes again after 5, 20 and 60 minutes. */
  async deliver(): Promise<readonly Delivered[]> {
    const target = this.#target;
    if (target === undefined) return [];
    const now = this.#clock.now();
    const due = this.#queue.filter((event) => !isBefore(now, event.dueAt));
    this.#queue = this.#queue.filter((event) => !due.includes(event));
    const delivered: Delivered[] = [];
    for (const event of due) {
      const answer = await this.#post(target, event.body, async (response) => response.status);
      const { event: name } = JSON.parse(event.body) as { event: string };
      delivered.push({ event: name, answer: typeof answer === "number" ? answer : String(answer) });
      const again = retryMinutes[event.tries];
      const isTaken = typeof answer === "number" && answer >= 200 && answer < 300;
      if (isTaken || again === undefined) continue;
      this.#queue.push({ ...event, tries: event.tries + 1, dueAt: now.add({ minutes: again }) });
    }
    return delivered;
  }

  /** A meeting began or ended. */
  held(event: "meeting.started" | "meeting.ended", meeting: SimulatedMeeting, instance: HeldInstance): void {
    const object = {
      ...meetingOf(meeting, instance),
      host_email: meeting.host.email,
      start_time: written(instance.startedAt),
      ...(event === "meeting.ended" ? { end_time: written(instance.endedAt ?? instance.startedAt) } : {}),
    };
    this.#send(event, object);
  }

  /** Somebody came or went. */
  moved(
    event: "meeting.participant_joined" | "meeting.participant_left",
    meeting: SimulatedMeeting,
    instance: HeldInstance,
    stay: Stay,
  ): void {
    const participant = {
      user_id: stay.userId,
      user_name: stay.name,
      id: stay.internal ? meeting.host.id : "",
      participant_uuid: `${instance.uuid.slice(0, 6)}${stay.userId}`,
      email: stay.email,
      ...(event === "meeting.participant_joined"
        ? { join_time: written(stay.joinedAt) }
        : { leave_time: written(stay.leftAt ?? stay.joinedAt), leave_reason: "left" }),
    };
    this.#send(event, { ...meetingOf(meeting, instance), start_time: written(instance.startedAt), participant });
  }

  /** A person changed or deleted a meeting, or one date of it, on Zoom's own pages. */
  changed(
    event: "meeting.updated" | "meeting.deleted",
    meeting: SimulatedMeeting,
    change: Readonly<Record<string, unknown>>,
    date?: Occurrence,
  ): void {
    const reach = date === undefined ? "all" : "single";
    const object = {
      uuid: meeting.uuid,
      id: Number(meeting.id),
      host_id: meeting.host.id,
      type: meeting.type,
      ...change,
      ...(date === undefined ? {} : { occurrences: [{ occurrence_id: date.id, start_time: written(date.startsAt) }] }),
    };
    const operator = { operator: meeting.host.email, operator_id: meeting.host.id };
    const more =
      event === "meeting.updated"
        ? { scope: reach, old_object: { id: Number(meeting.id) }, time_stamp: this.#clock.now().epochMilliseconds }
        : { operation: reach };
    this.#send(event, object, { ...operator, ...more });
  }

  /** A request as Zoom would sign it, to send by hand: replayed, forged, late. */
  signed(secret: string, body: string, at: Instant = this.#clock.now()): Readonly<Record<string, string>> {
    const timestamp = String(Math.floor(at.epochMilliseconds / 1_000));
    return {
      "content-type": "application/json",
      "x-zm-request-timestamp": timestamp,
      "x-zm-signature": `v0=${hmac(secret, `v0:${timestamp}:${body}`)}`,
    };
  }

  #send(event: string, object: object, more: object = {}): void {
    if (this.#target === undefined || this.#meets("lost")) return;
    const body = this.#body(event, { account_id: this.#accountId, ...more, object });
    const now = this.#clock.now();
    const dueAt = this.#meets("late") ? now.add({ milliseconds: lateMs }) : now;
    const copies = this.#meets("doubled") ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1) {
      const place = this.#meets("reordered") ? Math.floor(this.#random() * this.#queue.length) : Infinity;
      this.#queue.splice(place, 0, { body, dueAt, tries: 0 });
    }
  }

  #meets(mishap: keyof Mishaps): boolean {
    const isMet = this.#random() < this.mishaps[mishap];
    if (isMet) this.#met[mishap] += 1;
    return isMet;
  }

  #body(event: string, payload: object): string {
    return JSON.stringify({ event, event_ts: this.#clock.now().epochMilliseconds, payload });
  }

  async #post(target: WebhookTarget, body: string, read: (response: Response) => Promise<unknown>): Promise<unknown> {
    try {
      const response = await fetch(target.url, {
        method: "POST",
        headers: this.signed(target.secret, body),
        body,
        signal: AbortSignal.timeout(this.answerMs),
      });
      return await read(response);
    } catch (error) {
      return causeOf(error);
    }
  }
}

function meetingOf(meeting: SimulatedMeeting, instance: HeldInstance): Readonly<Record<string, unknown>> {
  return {
    id: meeting.id,
    uuid: instance.uuid,
    host_id: meeting.host.id,
    topic: meeting.topic,
    type: meeting.type,
    timezone: meeting.timeZone,
    duration: meeting.durationMinutes,
  };
}

function hmac(secret: string, message: string): string {
  return createHmac("sha256", secret).update(message).digest("hex");
}
