// A sender in a process of its own, for tests that kill it and for figures about its memory: it works off an outbox
// on a clock that passes as far as it sleeps, and says a JSON line at each stage.
import { once } from "node:events";

import { openTelegram } from "#adapters/telegram/telegram.ts";
import { withLock } from "#database/lock.ts";
import type { ConnectionConfig } from "#database/connection-config.ts";
import { openPool } from "#database/open.ts";
import type { TelegramSendPort } from "#features/messages/ports.ts";
import { resentByDefault } from "#features/messages/rules.ts";
import { sendDueMessages } from "#features/messages/send-due-messages.ts";
import { countWaiting } from "#features/messages/due-store.ts";
import { SimulatedClock } from "#jobs/simulated-clock.ts";
import { instantOf, systemClock } from "#lib/clock.ts";
import type { TimeZone } from "#lib/ids.ts";
import { openLogger } from "#lib/logger.ts";
import { Secret } from "#lib/secrets.ts";

/** What a sender process is told through its environment. */
export interface SenderOrders {
  readonly database: ConnectionConfig;
  readonly apiRoot: string;
  readonly token: string;
  readonly startMs: number;
  /** True when the parent follows the clock and answers each move. */
  readonly isFollowed: boolean;
  /** Says the memory after every so many messages. */
  readonly memoryEvery: number;
}

const orders = JSON.parse(process.env["SENDER_ORDERS"] ?? "{}") as SenderOrders;
const clock = new SimulatedClock(instantOf(orders.startMs));
const database = openPool(
  {
    applicationName: `carillon sender pid=${process.pid}`,
    logger: openLogger("silent"),
    sessionStatements: clock.sessionStatements,
    poolSize: 6,
  },
  orders.database,
  undefined,
);
const port = openTelegram({ token: new Secret(orders.token), apiRoot: orders.apiRoot, timeoutSeconds: 20, clock });
let asked = 0;
const telegram: TelegramSendPort = {
  ...port,
  async send(...request) {
    const answer = await port.send(...request);
    asked += 1;
    if (asked % orders.memoryEvery === 0) {
      // Only what is still held counts as memory that grows; started with --expose-gc, the rest is let go first.
      (globalThis as { readonly gc?: () => void }).gc?.();
      const { rss, heapUsed } = process.memoryUsage();
      say({ stage: "memory", rss, held: heapUsed });
    }
    return answer;
  },
};
const zone = "UTC" as TimeZone;
const quiet = { info: async () => undefined, warning: async () => undefined, failure: async () => undefined };

for (;;) {
  const report = await withLock(database, "telegram sender", async (lost) => {
    say({ stage: "sending" });
    return await drive(
      sendDueMessages({
        db: database.db,
        clock,
        telegram,
        school: {
          name: "School",
          language: "en",
          timeZone: zone,
          audienceZones: [zone],
          defaultDurationMinutes: 60,
          mode: { kind: "live" },
        },
        resent: new Set(resentByDefault),
        log: quiet,
        lost,
      }),
    );
  });
  if (report !== "taken") {
    say({ stage: "round", report, now: clock.now().epochMilliseconds });
    if (report.waiting === 0) break;
    const { restUntil } = report;
    if (restUntil !== undefined) await move(clock.now().until(restUntil).total("milliseconds") + 1);
  } else if ((await countWaiting(database.db, clock.now())) === 0) break;
  else await systemClock.sleep(20);
}
await database.close();
say({ stage: "done" });
process.exit(0);

/** Lets time pass as far as the work sleeps on it. */
async function drive<T>(work: Promise<T>): Promise<T> {
  const done = new AbortController();
  const end = () => done.abort();
  work.then(end, end);
  while (!done.signal.aborted) {
    const wake = clock.nextWake();
    if (wake === undefined) await systemClock.sleep(1);
    else await move(clock.now().until(wake).total("milliseconds"));
  }
  return await work;
}

async function move(ms: number): Promise<void> {
  const until = clock.now().add({ milliseconds: Math.max(0, Math.ceil(ms)) });
  if (orders.isFollowed) {
    // The other side of the line lives at the same time, or its limits would be others.
    process.send?.({ now: until.epochMilliseconds });
    await once(process, "message");
  }
  await clock.pass(clock.now().until(until).total("milliseconds"));
}

function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
