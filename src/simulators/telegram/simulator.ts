import type { Clock } from "#lib/clock.ts";
import { listen } from "../http-server.ts";
import type { Turnstile } from "../turnstile.ts";
import { botApi, type Exchange } from "./api.ts";
import { Faults, seededRandom } from "./faults.ts";
import { Ledger } from "./ledger.ts";
import { Limits, usualLimits, type LimitOptions } from "./limits.ts";
import { Updates } from "./updates.ts";
import { Webhook } from "./webhook.ts";
import { World } from "./world.ts";

/** How to start a Telegram of one's own. */
export interface TelegramSimulatorOptions {
  /** Dates of messages, limits and the 48 hours follow this clock; only connections wait in real time. */
  readonly clock: Clock;
  /** The bot's token, `<bot id>:<secret>`. */
  readonly token: string;
  /** Real milliseconds before each answer. */
  readonly latencyMs?: number;
  /** The same seed gives the same update numbers. 1 when absent. */
  readonly seed?: number;
  /** A free port when absent. */
  readonly port?: number;
  /** Telegram's usual limits when absent; `false` for none, as a benchmark wants. */
  readonly limits?: Partial<LimitOptions> | false;
  /** How long the fault "slow" takes, in real milliseconds. 1,500 when absent. */
  readonly slowMs?: number;
  /** Lets requests in one at a time; polls for updates go past it. */
  readonly turnstile?: Turnstile;
  /** Sees every request and its answer, for contract tests. */
  readonly onExchange?: (exchange: Exchange) => void;
}

/** A Telegram on this machine, with one bot. */
export interface TelegramSimulator {
  /** The `apiRoot` to give to the bot. */
  readonly url: string;
  /** The groups and what happens in them. */
  readonly world: World;
  /** What goes wrong on the way. */
  readonly faults: Faults;
  /** Every delivered message. */
  readonly ledger: Ledger;
  /** Updates that the bot has not acknowledged, repeats, and raw ones. */
  readonly updates: Updates;
  /** The ledger as text, for a person. */
  printLedger(): string;
  /** Resolves when the bot has acknowledged every update, and at once when none waits. */
  allHeard(): Promise<void>;
  /** Takes the token back, as its owner can at BotFather, or gives it back. */
  revokeToken(isRevoked: boolean): void;
  /** Refuses every connection from now on, and cuts the open ones: no request arrives. */
  refuseConnections(): Promise<void>;
  /** Ends `refuseConnections`. */
  acceptConnections(): Promise<void>;
  /** Ends polls, webhooks and connections. */
  close(): Promise<void>;
}

/** Starts the simulator. Throws when the token is none, or the port is taken. */
export async function startTelegramSimulator(options: TelegramSimulatorOptions): Promise<TelegramSimulator> {
  const { clock, token } = options;
  const botId = /^(\d+):[\w-]+$/.exec(token)?.[1];
  if (botId === undefined) throw new Error("A token looks like 123456:ABC-def.");
  const random = seededRandom(options.seed ?? 1);
  const updates = new Updates(100_000_000 + Math.floor(random() * 800_000_000));
  const bot = { id: Number(botId), is_bot: true, first_name: "Carillon", username: "carillon_bot" } as const;
  const world = new World(bot, clock, updates);
  const webhook = new Webhook(updates, clock);
  const faults = new Faults();
  const ledger = new Ledger();
  const limits = options.limits === false ? undefined : new Limits(clock, { ...usualLimits, ...options.limits });
  let hasNoToken = false;
  const app = botApi({
    token,
    isRevoked: () => hasNoToken,
    faults,
    slowMs: options.slowMs ?? 1_500,
    turnstile: options.turnstile,
    ground: { world, updates, webhook, ledger, limits },
    onExchange: options.onExchange,
  });
  const { port, latencyMs } = options;
  const server = await listen(app, {
    ...(port === undefined ? {} : { port }),
    ...(latencyMs === undefined ? {} : { latencyMs }),
    turnstile: options.turnstile,
    isPoll: (request) => request.url.endsWith("/getUpdates"),
  });
  return {
    url: server.url,
    world,
    faults,
    ledger,
    updates,
    printLedger: () => ledger.print(),
    allHeard: () => updates.allHeard(),
    revokeToken(isRevoked) {
      hasNoToken = isRevoked;
    },
    refuseConnections: () => server.refuse(),
    acceptConnections: () => server.accept(),
    async close() {
      updates.close();
      webhook.close();
      await server.close();
    },
  };
}
