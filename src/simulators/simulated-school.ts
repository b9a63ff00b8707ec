import { SimulatedClock } from "#jobs/simulated-clock.ts";
import type { Instant } from "#lib/clock.ts";

import { Cast } from "./cast.ts";
import type { Turnstile } from "./turnstile.ts";
import { startTelegramSimulator, type TelegramSimulator } from "./telegram/simulator.ts";
import { startZoomSimulator, type ZoomSimulator } from "./zoom/simulator.ts";

/** Everything outside Carillon that a school lives with: its Zoom, its Telegram, its people and the time. */
export interface SimulatedSchool {
  readonly clock: SimulatedClock;
  readonly telegram: TelegramSimulator;
  readonly zoom: ZoomSimulator;
  readonly cast: Cast;
  /** The settings that lead Carillon to the two simulators. */
  readonly settings: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

const botToken = "700100200:simulated-school";

/** Starts the simulators on one clock. Every coach's e-mail in `hosts` is a licensed Zoom account. */
export async function startSimulatedSchool({
  start,
  zone,
  hosts,
  seed,
  latencyMs,
  paced = true,
  slowMs,
  turnstile,
}: {
  readonly start: Instant;
  /** The zone in which its people keep their day. */
  readonly zone: string;
  readonly hosts: readonly string[];
  readonly seed: number;
  /** Real milliseconds before each answer of the two services. */
  readonly latencyMs: number;
  /** False: the services take requests at any pace, as a clock that stands still needs. */
  readonly paced?: boolean;
  /** How long the fault "slow" takes, in real milliseconds; the simulators' own 1,500 when absent. */
  readonly slowMs?: number;
  /** Lets requests to either service in one at a time. */
  readonly turnstile?: Turnstile;
}): Promise<SimulatedSchool> {
  const clock = new SimulatedClock(start);
  const telegram = await startTelegramSimulator({
    clock,
    token: botToken,
    latencyMs,
    seed,
    ...(paced ? {} : { limits: false as const }),
    ...(slowMs === undefined ? {} : { slowMs }),
    ...(turnstile === undefined ? {} : { turnstile }),
  });
  const zoom = await startZoomSimulator({
    clock,
    hosts: hosts.map((email) => ({ email, type: 2 as const })),
    plan: "business",
    limits: paced,
    ...(slowMs === undefined ? {} : { slowMs }),
    ...(turnstile === undefined ? {} : { turnstile }),
    latencyMs,
    seed,
  });
  return {
    clock,
    telegram,
    zoom,
    cast: new Cast({ seed, telegram, zoom, zone }),
    settings: {
      CARILLON_TIME_ZONE: zone,
      // Nobody sits before a simulated school to look at the columns of its workbooks.
      CARILLON_NEW_SHAPES: "take",
      CARILLON_SECRET_KEY: "00".repeat(32),
      TELEGRAM_BOT_TOKEN: botToken,
      TELEGRAM_API_ROOT: telegram.url,
      ZOOM_ACCOUNT_ID: zoom.credentials.accountId,
      ZOOM_CLIENT_ID: zoom.credentials.clientId,
      ZOOM_CLIENT_SECRET: zoom.credentials.clientSecret,
      ZOOM_API_BASE: zoom.apiBase,
      ZOOM_OAUTH_BASE: zoom.oauthBase,
    },
    async close() {
      await telegram.close();
      await zoom.close();
    },
  };
}
