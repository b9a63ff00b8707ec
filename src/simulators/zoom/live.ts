import { isBefore, type Clock, type Instant } from "#lib/clock.ts";
import type { Account, HeldInstance, SimulatedHost, SimulatedMeeting, Stay } from "./account.ts";
import type { Plan } from "./limits.ts";
import type { Webhooks } from "./webhooks.ts";

/** A door that stays shut, with what the person reads on the screen. */
export interface Refusal {
  readonly kind: "refused";
  readonly reason: string;
}

/** What became of an attempt to start a meeting. */
export type Started = { readonly kind: "started"; readonly uuid: string } | Refusal;

/** What became of an attempt to enter: a stay, to leave by, or a shut door. */
export type Joined =
  | { readonly kind: "in"; readonly meetingId: string; readonly uuid: string; readonly userId: string }
  | Refusal;

/** Someone at a meeting's door. */
export interface Visitor {
  readonly meetingId: string;
  readonly name: string;
  /** Only people of the account show one; guests show nothing. */
  readonly email?: string;
}

interface Opened {
  readonly kind: "opened";
  readonly meeting: SimulatedMeeting;
  readonly instance: HeldInstance;
}

/** A Basic host's meeting is cut here. */
const basicMinutes = 40;
/** Zoom counts people of an instance from here in steps of 1,024. */
const firstUserId = 16_778_240;

/** Meetings that are going on. Moments default to the Clock's now; they may lie before it, in any order of meetings. */
export class Live {
  readonly #account: Account;
  readonly #clock: Clock;
  readonly #plan: Plan;
  readonly #webhooks: Webhooks;
  /** Meetings with an instance that has not ended: few, whatever the school's history. */
  readonly #going = new Set<SimulatedMeeting>();
  /** How long Zoom takes to write its report after the end, in milliseconds: half of it unseen, half with zeros. */
  reportDelayMs = 300_000;
  /** Meetings that end from here on have no report until this is taken back; those before keep theirs. */
  noReportFrom: Instant | undefined;
  /** How a meeting of one person is reported: as an empty list, or not at all (3001). */
  onePersonReport: "empty" | "absent" = "empty";

  constructor(account: Account, clock: Clock, plan: Plan, webhooks: Webhooks) {
    this.#webhooks = webhooks;
    this.#account = account;
    this.#clock = clock;
    this.#plan = plan;
  }

  /** The host opens the room; refused when the host has another live meeting (Business: two others). */
  start(meetingId: string, at: Instant = this.#clock.now()): Started {
    const opened = this.#open(meetingId, at);
    if (opened.kind === "refused") return opened;
    const { meeting, instance } = opened;
    const name = meeting.host.email.split("@")[0] ?? meeting.host.email;
    this.#enter(meeting, instance, { name, email: meeting.host.email, internal: true }, at);
    return { kind: "started", uuid: instance.uuid };
  }

  /** A person enters; a rejoin is another stay. Before the host only where the settings allow it. */
  join(visitor: Visitor, at: Instant = this.#clock.now()): Joined {
    this.settle(at);
    const meeting = this.#account.meeting(visitor.meetingId);
    if (meeting === undefined) return { kind: "refused", reason: "Invalid meeting ID." };
    let instance = liveAt(meeting, at);
    if (instance === undefined) {
      if (!opensWithoutHost(meeting, at))
        return { kind: "refused", reason: "Waiting for the host to start this meeting." };
      const opened = this.#open(meeting.id, at);
      if (opened.kind === "refused") return opened;
      instance = opened.instance;
    }
    const internal = this.#account.hosts.some((host) => host.email === visitor.email);
    const stay = this.#enter(meeting, instance, { name: visitor.name, email: visitor.email ?? "", internal }, at);
    return { kind: "in", meetingId: meeting.id, uuid: instance.uuid, userId: stay.userId };
  }

  /** The person of this stay leaves; harmless when the meeting has ended meanwhile. */
  leave(joined: Joined, at: Instant = this.#clock.now()): void {
    this.settle(at);
    const found = this.#stay(joined);
    if (found === undefined || found.stay.leftAt !== undefined) return;
    found.stay.leftAt = at;
    this.#webhooks.moved("meeting.participant_left", found.meeting, found.instance, found.stay);
  }

  /** The person of this stay takes another name: the report shows the last one. */
  rename(joined: Joined, name: string): void {
    const found = this.#stay(joined);
    if (found !== undefined) found.stay.name = name;
  }

  /** The host ends the meeting for everyone. */
  end(meetingId: string, at: Instant = this.#clock.now()): void {
    this.settle(at);
    const meeting = this.#account.meetings.get(meetingId);
    const instance = meeting === undefined ? undefined : liveAt(meeting, at);
    if (meeting !== undefined && instance !== undefined) this.#close(meeting, instance, at);
  }

  /** Cuts what Zoom would have cut by then: the meetings of Basic hosts after 40 minutes. */
  settle(at: Instant): void {
    for (const meeting of this.#going) {
      if (meeting.host.type !== 1) continue;
      const instance = meeting.held.at(-1);
      if (instance === undefined || instance.endedAt !== undefined) continue;
      const cut = instance.startedAt.add({ minutes: basicMinutes });
      if (Temporal.Instant.compare(cut, at) <= 0) this.#close(meeting, instance, cut);
    }
  }

  /** What the report shows of an instance: nothing yet, durations of zero, or everything. */
  reportOf(instance: HeldInstance, now: Instant): "absent" | "counting" | "ready" {
    if (instance.endedAt === undefined) return "absent";
    if (this.noReportFrom !== undefined && !isBefore(instance.endedAt, this.noReportFrom)) return "absent";
    const age = now.since(instance.endedAt).total("milliseconds");
    if (age < this.reportDelayMs / 2) return "absent";
    return age < this.reportDelayMs ? "counting" : "ready";
  }

  #open(meetingId: string, at: Instant): Opened | Refusal {
    this.settle(at);
    const meeting = this.#account.meeting(meetingId);
    if (meeting === undefined) return { kind: "refused", reason: "Invalid meeting ID." };
    if (liveAt(meeting, at) !== undefined) return { kind: "refused", reason: "This meeting is already in progress." };
    const most = this.#plan === "business" && meeting.host.type === 2 ? 2 : 1;
    if (this.#liveOf(meeting.host, at) >= most) {
      return { kind: "refused", reason: "The host has another meeting in progress." };
    }
    const instance: HeldInstance = { uuid: meeting.uuid, startedAt: at, endedAt: undefined, stays: [] };
    meeting.held.push(instance);
    this.#account.keepInstance(meeting, instance);
    this.#going.add(meeting);
    this.#webhooks.held("meeting.started", meeting, instance);
    return { kind: "opened", meeting, instance };
  }

  #liveOf(host: SimulatedHost, at: Instant): number {
    return this.#account.everOf(host).filter((meeting) => liveAt(meeting, at) !== undefined).length;
  }

  #close(meeting: SimulatedMeeting, instance: HeldInstance, at: Instant): void {
    instance.endedAt = at;
    this.#going.delete(meeting);
    for (const stay of instance.stays) {
      if (stay.leftAt !== undefined) continue;
      stay.leftAt = at;
      this.#webhooks.moved("meeting.participant_left", meeting, instance, stay);
    }
    this.#webhooks.held("meeting.ended", meeting, instance);
    // Whoever comes back opens another instance.
    meeting.uuid = this.#account.newUuid();
  }

  #enter(
    meeting: SimulatedMeeting,
    instance: HeldInstance,
    who: Pick<Stay, "name" | "email" | "internal">,
    at: Instant,
  ): Stay {
    const stay = enter(instance, who, at);
    this.#webhooks.moved("meeting.participant_joined", meeting, instance, stay);
    return stay;
  }

  #stay(joined: Joined) {
    if (joined.kind !== "in") return undefined;
    const found = this.#account.instance(joined.uuid);
    const stay = found?.instance.stays.find((one) => one.userId === joined.userId);
    return found === undefined || stay === undefined ? undefined : { ...found, stay };
  }
}

function enter(instance: HeldInstance, who: Pick<Stay, "name" | "email" | "internal">, at: Instant): Stay {
  const stay: Stay = {
    ...who,
    userId: String(firstUserId + 1_024 * instance.stays.length),
    joinedAt: at,
    leftAt: undefined,
  };
  instance.stays.push(stay);
  return stay;
}

function liveAt(meeting: SimulatedMeeting, at: Instant): HeldInstance | undefined {
  return meeting.held.find(
    (instance) =>
      Temporal.Instant.compare(instance.startedAt, at) <= 0 &&
      (instance.endedAt === undefined || Temporal.Instant.compare(at, instance.endedAt) < 0),
  );
}

function opensWithoutHost(meeting: SimulatedMeeting, at: Instant): boolean {
  const { join_before_host: before, waiting_room: waits, jbh_time: minutes } = meeting.settings;
  if (before !== true || waits === true) return false;
  if (typeof minutes !== "number" || minutes === 0) return true;
  return Temporal.Instant.compare(at, meeting.startsAt.subtract({ minutes })) >= 0;
}
