import { onTestFinished } from "vitest";

import type { Host, MeetingDraft, ZoomPort } from "#features/meetings/ports.ts";
import type { Clock } from "#lib/clock.ts";
import type { Answer, Failure } from "#lib/failure.ts";
import { Secret } from "#lib/secrets.ts";
import { handClock, type HandClock } from "./hand-clock.ts";
import { startZoomSimulator, type ZoomSimulator, type ZoomSimulatorOptions } from "./simulator.ts";

/** What a client needs to reach the simulator; `tokens` is whatever the client keeps its token in. */
export interface Connection<Tokens> {
  readonly accountId: string;
  readonly clientId: string;
  readonly clientSecret: Secret;
  readonly apiBase: string;
  readonly oauthBase: string;
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly tokens: Tokens;
}

/** A simulator and the client that speaks to it, for one test. */
export interface ZoomAtHand<Tokens> {
  readonly zoom: ZoomPort;
  readonly simulator: ZoomSimulator;
  readonly clock: HandClock;
  readonly tokens: Tokens;
  /** Another client of the same account, as another process would open it. */
  open(changes?: Partial<Connection<Tokens>>): ZoomPort;
}

/** The app's secret in tests: no failure may ever show it. */
export const testSecret = "s3cret-of-the-app";

/**
 * Gives tests of a client a way to open it on a new simulator, on Sunday 1 March 2026, noon UTC; all closes with the
 * test. The client is handed in because a simulator knows no adapter.
 */
export function zoomAtHandWith<Tokens>(
  openClient: (connection: Connection<Tokens>) => ZoomPort,
  newTokens: () => Tokens,
): (changes?: Partial<ZoomSimulatorOptions>) => Promise<ZoomAtHand<Tokens>> {
  return async (changes = {}) => {
    const clock = handClock("2026-03-01T12:00:00Z");
    const credentials = { accountId: "acc-1", clientId: "client-1", clientSecret: testSecret };
    const simulator = await startZoomSimulator({
      clock,
      plan: "pro",
      credentials,
      hosts: [
        { email: "awa@school.test" },
        { email: "bintou@school.test", type: 1 },
        { email: "none@school.test", type: 99 },
      ],
      slowMs: 150,
      ...changes,
    });
    onTestFinished(() => simulator.close());
    const tokens = newTokens();
    function open(more: Partial<Connection<Tokens>> = {}): ZoomPort {
      return openClient({
        accountId: credentials.accountId,
        clientId: credentials.clientId,
        clientSecret: new Secret(credentials.clientSecret),
        apiBase: simulator.apiBase,
        oauthBase: simulator.oauthBase,
        timeoutMs: 5_000,
        clock,
        tokens,
        ...more,
      });
    }
    return { zoom: open(), simulator, clock, tokens, open };
  };
}

/** A draft for Monday 2 March 2026, 18:00 UTC. */
export function draft(changes: Partial<MeetingDraft> = {}): MeetingDraft {
  return {
    key: "session-1",
    topic: "Math A1",
    agenda: "Cours de mathématiques",
    startsAt: Temporal.Instant.from("2026-03-02T18:00:00Z"),
    durationMinutes: 60,
    ...changes,
  };
}

/** The value of a `done` answer; the test fails with the failure's words otherwise. */
export function done<T>(answer: Answer<T>): T {
  if (answer.kind === "done") return answer.value;
  throw new Error(`${answer.kind}: ${JSON.stringify(answer.failure)}`);
}

/** The failure of an answer that is not `done`. */
export function failureOf(answer: Answer<unknown>): Failure {
  if (answer.kind !== "done") return answer.failure;
  throw new Error(`done: ${JSON.stringify(answer.value)}`);
}

/** The first host, Awa, licensed. */
export async function firstHost(zoom: ZoomPort): Promise<Host> {
  const [host] = done(await zoom.listHosts());
  if (host === undefined) throw new Error("the account has no host");
  return host;
}
