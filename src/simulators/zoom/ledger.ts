import { isBefore, type Clock, type Instant } from "#lib/clock.ts";
import type { Account, SimulatedMeeting } from "./account.ts";
import type { Later } from "./later.ts";
import type { Live } from "./live.ts";
import { written } from "./start-time.ts";

/** One meeting that was ever created, as it is now. */
export interface LedgerMeeting {
  readonly id: string;
  /** The host's e-mail. */
  readonly host: string;
  readonly topic: string;
  readonly startsAt: Instant;
  readonly durationMinutes: number;
  /** What follows `carillon:` at the start of the agenda. */
  readonly key: string | undefined;
  readonly state: "waiting" | "live" | "ended" | "deleted";
  readonly createdAt: Instant;
  /** Creation and changes. */
  readonly writes: number;
}

/** One time that somebody was in a meeting that has ended. */
export interface LedgerStay {
  readonly meetingId: string;
  readonly name: string;
  /** Of the account, as the host is: no guest. */
  readonly internal: boolean;
  readonly joinedAt: Instant;
  readonly leftAt: Instant;
}

/** What happened at this Zoom, for a person to read and for tests to count. */
export class Ledger {
  readonly #account: Account;
  readonly #clock: Clock;
  readonly #live: Live;
  readonly #later: Later;
  readonly #requests = new Map<string, number>();

  constructor(account: Account, clock: Clock, live: Live, later: Later) {
    this.#later = later;
    this.#account = account;
    this.#clock = clock;
    this.#live = live;
  }

  /** Every meeting ever created, oldest first. */
  meetings(): readonly LedgerMeeting[] {
    this.#later.settle();
    this.#live.settle(this.#clock.now());
    return [...this.#account.meetings.values()].map((meeting) => ({
      id: meeting.id,
      host: meeting.host.email,
      topic: meeting.topic,
      startsAt: meeting.startsAt,
      durationMinutes: meeting.durationMinutes,
      key: /^carillon:([a-z0-9-]+)/.exec(meeting.agenda)?.[1],
      state: stateOf(meeting),
      createdAt: meeting.createdAt,
      writes: meeting.writes,
    }));
  }

  /** When a meeting begins as things stand; `undefined` for one that is deleted. */
  startOf(id: string): Instant | undefined {
    const meeting = this.#account.meetings.get(id);
    return meeting?.deletedAt === undefined ? meeting?.startsAt : undefined;
  }

  /** Who was in the meetings that began in a span of time and have ended. */
  stays(from: Instant, until: Instant): readonly LedgerStay[] {
    const isIn = (at: Instant) => !isBefore(at, from) && isBefore(at, until);
    const held = [...this.#account.meetings.values()].filter((meeting) => isIn(meeting.startsAt));
    return held.flatMap((meeting) =>
      meeting.held.flatMap(({ stays, endedAt }) =>
        endedAt === undefined
          ? []
          : stays.map(({ name, internal, joinedAt, leftAt = endedAt }) => ({
              meetingId: meeting.id,
              name,
              internal,
              joinedAt,
              leftAt,
            })),
      ),
    );
  }

  /** Requests that arrived, by endpoint (`POST /users/{userId}/meetings`), faults and refusals included. */
  requests(): ReadonlyMap<string, number> {
    return this.#requests;
  }

  /** Requests that arrived at one endpoint, 0 when none did. */
  requestsTo(endpoint: string): number {
    return this.#requests.get(endpoint) ?? 0;
  }

  /** Used by the simulator for each request. */
  count(endpoint: string): void {
    this.#requests.set(endpoint, this.requestsTo(endpoint) + 1);
  }

  /** The ledger as text: a line a meeting, then a line an endpoint. Times are UTC. */
  print(): string {
    const lines = this.meetings().map((one) =>
      [
        one.id,
        one.state.padEnd(7),
        written(one.startsAt),
        `${one.durationMinutes} min`.padStart(8),
        one.host,
        `${one.writes} ${one.writes === 1 ? "write" : "writes"}`,
        one.key ?? "(no key)",
        one.topic,
      ].join("  "),
    );
    const counts = [...this.#requests].map(([endpoint, times]) => `${String(times).padStart(6)}  ${endpoint}`);
    return [lines.length === 1 ? "1 meeting" : `${lines.length} meetings`, ...lines, "requests", ...counts, ""].join(
      "\n",
    );
  }
}

function stateOf(meeting: SimulatedMeeting): LedgerMeeting["state"] {
  if (meeting.deletedAt !== undefined) return "deleted";
  const last = meeting.held.at(-1);
  if (last === undefined) return "waiting";
  return last.endedAt === undefined ? "live" : "ended";
}
