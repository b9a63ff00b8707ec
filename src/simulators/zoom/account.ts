import type { Clock, Instant } from "#lib/clock.ts";
import type { Occurrence, Recurrence } from "./recurrence.ts";
import { drawText, type Random } from "./random.ts";

/** Zoom's user types: 1 Basic, 2 Licensed, 4 Unassigned, 99 None; the last two cannot host. */
export type UserType = 1 | 2 | 4 | 99;

/** A host as a test asks for one. */
export interface HostSeed {
  readonly email: string;
  /** Drawn when absent. */
  readonly id?: string;
  /** 2 (Licensed) when absent. */
  readonly type?: UserType;
  /** `active` when absent. */
  readonly status?: "active" | "inactive" | "pending";
  /** IANA zone of the user's profile: the zone of a local start without one. UTC when absent. */
  readonly timeZone?: string;
  /** May nobody schedule for this user (code 3000)? */
  readonly blocked?: boolean;
}

/** A user of the account. The first one is its owner. */
export type SimulatedHost = Required<HostSeed> & { readonly owner: boolean };

/** One row of the participants' report: a stay. */
export interface Stay {
  readonly userId: string;
  name: string;
  readonly email: string;
  readonly internal: boolean;
  readonly joinedAt: Instant;
  leftAt: Instant | undefined;
}

/** One time that a meeting was held. */
export interface HeldInstance {
  readonly uuid: string;
  readonly startedAt: Instant;
  endedAt: Instant | undefined;
  readonly stays: Stay[];
}

/** A meeting as the simulator keeps it. */
export interface SimulatedMeeting {
  readonly id: string;
  /** Of the instance to come, or of the one that is live. */
  uuid: string;
  readonly host: SimulatedHost;
  readonly type: 2 | 8;
  topic: string;
  agenda: string;
  startsAt: Instant;
  durationMinutes: number;
  timeZone: string;
  readonly createdAt: Instant;
  passcode: string | undefined;
  settings: Readonly<Record<string, unknown>>;
  readonly trackingFields: unknown;
  recurrence: Recurrence | undefined;
  occurrences: Occurrence[];
  deletedAt: Instant | undefined;
  /** Creation and changes. */
  writes: number;
  readonly held: HeldInstance[];
}

/** The account: its users and every meeting ever made, deleted ones included. */
export class Account {
  readonly hosts: readonly SimulatedHost[];
  readonly meetings = new Map<string, SimulatedMeeting>();
  /** Ids that belong to webinars: every meeting call on them is refused with 3000. */
  readonly webinars = new Set<string>();
  readonly #random: Random;
  readonly #clock: Clock;
  readonly #byHost = new Map<SimulatedHost, SimulatedMeeting[]>();
  readonly #instances = new Map<string, { readonly meeting: SimulatedMeeting; readonly instance: HeldInstance }>();
  #uuids = 0;

  constructor(hosts: readonly HostSeed[], random: Random, clock: Clock) {
    this.#random = random;
    this.#clock = clock;
    this.hosts = hosts.map((seed, index) => ({
      id: drawText(random, 22, idAlphabet),
      type: 2,
      status: "active",
      timeZone: "UTC",
      blocked: false,
      ...seed,
      owner: index === 0,
    }));
  }

  /** By id or e-mail, as Zoom's `userId` allows. */
  host(idOrEmail: string): SimulatedHost | undefined {
    return this.hosts.find((host) => host.id === idOrEmail || host.email === idOrEmail);
  }

  /** A meeting that can still be read and changed: not deleted, its id not expired. */
  meeting(id: string): SimulatedMeeting | undefined {
    const meeting = this.meetings.get(id);
    return meeting === undefined || meeting.deletedAt !== undefined || this.#isExpired(meeting) ? undefined : meeting;
  }

  /** The host's meetings that can still be read. */
  meetingsOf(host: SimulatedHost): readonly SimulatedMeeting[] {
    return this.everOf(host).filter((one) => this.meeting(one.id) !== undefined);
  }

  /** The host's meetings, deleted and expired ones included. */
  everOf(host: SimulatedHost): readonly SimulatedMeeting[] {
    return this.#byHost.get(host) ?? [];
  }

  /** Takes a new meeting in. */
  add(meeting: SimulatedMeeting): void {
    this.meetings.set(meeting.id, meeting);
    const siblings = this.#byHost.get(meeting.host);
    if (siblings === undefined) this.#byHost.set(meeting.host, [meeting]);
    else siblings.push(meeting);
  }

  /** Remembers an instance under its uuid. */
  keepInstance(meeting: SimulatedMeeting, instance: HeldInstance): void {
    this.#instances.set(instance.uuid, { meeting, instance });
  }

  /** The instance with this uuid, and its meeting. */
  instance(uuid: string): { readonly meeting: SimulatedMeeting; readonly instance: HeldInstance } | undefined {
    return this.#instances.get(uuid);
  }

  /** An 11-digit id that no meeting has yet. */
  newId(): string {
    for (;;) {
      const id = `8${drawText(this.#random, 10, "0123456789")}`;
      if (!this.meetings.has(id) && !this.webinars.has(id)) return id;
    }
  }

  /** A uuid; every third starts with `/` and every fifth contains `//`, so that nobody forgets to encode them. */
  newUuid(): string {
    this.#uuids += 1;
    const text = drawText(this.#random, 22, `${idAlphabet}+`);
    if (this.#uuids % 3 === 0) return `/${text.slice(1)}==`;
    if (this.#uuids % 5 === 0) return `${text.slice(0, 8)}//${text.slice(10)}==`;
    return `${text}==`;
  }

  /** A passcode of six letters and digits. */
  newPasscode(): string {
    return drawText(this.#random, 6, idAlphabet);
  }

  #isExpired(meeting: SimulatedMeeting): boolean {
    const last = meeting.occurrences.at(-1)?.startsAt ?? meeting.startsAt;
    const days = meeting.type === 8 ? 365 : 30;
    return this.#clock.now().since(last).total("hours") > days * 24;
  }
}

const idAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
