import type { Clock } from "#lib/clock.ts";
import { listen } from "../http-server.ts";
import type { Turnstile } from "../turnstile.ts";
import { Account, type HostSeed, type SimulatedHost } from "./account.ts";
import { zoomApi, type Exchange } from "./api.ts";
import { ByHand } from "./by-hand.ts";
import { Faults } from "./faults.ts";
import { Later } from "./later.ts";
import { Ledger } from "./ledger.ts";
import { Limits, type Plan } from "./limits.ts";
import { Live } from "./live.ts";
import { OAuth, type AppCredentials } from "./oauth.ts";
import { PageTokens } from "./page-tokens.ts";
import { seededRandom } from "./random.ts";
import { Webhooks } from "./webhooks.ts";

/** How to start a Zoom of one's own: one account with one Server-to-Server OAuth app. */
export interface ZoomSimulatorOptions {
  /** Tokens, limits, starts and reports follow this clock; only connections wait in real time. */
  readonly clock: Clock;
  /** The account's users; the first one is its owner. */
  readonly hosts: readonly HostSeed[];
  readonly plan: Plan;
  /** `demo…` values when absent; see `credentials` on the simulator. */
  readonly credentials?: AppCredentials;
  /** Real milliseconds before each answer. */
  readonly latencyMs?: number;
  /** The same seed gives the same ids, passcodes, tokens and random faults. 1 when absent. */
  readonly seed?: number;
  /** A free port when absent. */
  readonly port?: number;
  /** False switches the limits per second and per account's day off; the 100 writes of a host stay. True when absent. */
  readonly limits?: boolean;
  /** False: the account asks for no passcodes. True when absent. */
  readonly passcodes?: boolean;
  /** How long the fault "slow" takes, in real milliseconds. 1,500 when absent. */
  readonly slowMs?: number;
  /** Lets requests in one at a time. */
  readonly turnstile?: Turnstile;
  /** How long the fault "commit later" takes, in milliseconds of the clock. 20,000 when absent. */
  readonly lateMs?: number;
  /** Sees every request that got past the network's faults, and its answer, for contract tests. */
  readonly onExchange?: (exchange: Exchange) => void;
}

/** What a test, or the demo, can do at Zoom besides calling its API. */
export interface ZoomControls {
  /** Tokens and scopes. */
  readonly oauth: OAuth;
  /** Limits, their 429 shape, and a host's writes of the day. */
  readonly limits: Limits;
  /** Page tokens: their size and their end. */
  readonly pages: PageTokens;
  /** Meetings going on: start, join, leave, rename, end, and the report's delay. */
  readonly live: Live;
  /** What Zoom tells of its own accord, once somebody has subscribed. */
  readonly webhooks: Webhooks;
  /** A person who changes meetings on Zoom's own pages. */
  readonly byHand: ByHand;
  /** Zones that this Zoom does not know from now on. */
  readonly unknownZones: Set<string>;
  /** A new id that belongs to a webinar: meeting calls on it are refused with 3000. */
  addWebinar(): string;
  /** Refuses every connection from now on, and cuts the open ones: no request arrives. */
  refuseConnections(): Promise<void>;
  /** Ends `refuseConnections`. */
  acceptConnections(): Promise<void>;
}

/** A Zoom on this machine. */
export interface ZoomSimulator {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  /** The `apiBase` to give to the client. */
  readonly apiBase: string;
  /** The `oauthBase` to give to the client. */
  readonly oauthBase: string;
  /** What the client must present. */
  readonly credentials: AppCredentials;
  /** The account's users with their ids. */
  readonly hosts: readonly SimulatedHost[];
  /** Every meeting ever made and the counts of requests. */
  readonly ledger: Ledger;
  /** What goes wrong on the way. */
  readonly faults: Faults;
  readonly controls: ZoomControls;
  /** The ledger as text, for a person. */
  printLedger(): string;
  /** Ends every connection. */
  close(): Promise<void>;
}

const demoCredentials: AppCredentials = {
  accountId: "demo-account",
  clientId: "demo-client",
  clientSecret: "demo-secret-of-nobody",
};

/** Starts the simulator. Throws when the port is taken. */
export async function startZoomSimulator(options: ZoomSimulatorOptions): Promise<ZoomSimulator> {
  const { clock, plan } = options;
  const seed = options.seed ?? 1;
  const random = seededRandom(seed);
  const credentials = options.credentials ?? demoCredentials;

  const account = new Account(options.hosts, random, clock);
  // Their own sequences: other events or faults must not change the ids.
  const webhooks = new Webhooks(clock, seededRandom(seed + 2), credentials.accountId);
  const live = new Live(account, clock, plan, webhooks);
  const limits = new Limits(clock, plan, options.limits ?? true);
  const pages = new PageTokens(clock, random);
  const oauth = new OAuth(clock, random, credentials);
  const unknownZones = new Set<string>();
  const later = new Later(clock, options.lateMs ?? 20_000);
  const ledger = new Ledger(account, clock, live, later);
  const faults = new Faults(seededRandom(seed + 1));

  const app = zoomApi({
    ground: {
      clock,
      random,
      account,
      accountId: credentials.accountId,
      plan,
      limits,
      pages,
      live,
      unknownZones,
      passcodes: options.passcodes ?? true,
    },
    oauth,
    faults,
    ledger,
    later,
    slowMs: options.slowMs ?? 1_500,
    turnstile: options.turnstile,
    onExchange: options.onExchange,
  });
  const server = await listen(app, {
    port: options.port ?? 0,
    latencyMs: options.latencyMs ?? 0,
    turnstile: options.turnstile,
  });

  return {
    url: server.url,
    apiBase: `${server.url}/v2`,
    oauthBase: server.url,
    credentials,
    hosts: account.hosts,
    ledger,
    faults,
    controls: {
      oauth,
      limits,
      pages,
      live,
      webhooks,
      unknownZones,
      byHand: new ByHand(account, clock, webhooks),
      addWebinar() {
        const id = account.newId();
        account.webinars.add(id);
        return id;
      },
      refuseConnections: server.refuse,
      acceptConnections: server.accept,
    },
    printLedger: () => ledger.print(),
    close: server.close,
  };
}
