// One of several Carillons on a DATABASE_URL, for tests that start, follow and kill them: PROCESS_MODE says what it does,
// and its parent moves its time over the line between them.
import { openApp } from "#app";
import { readConfig } from "#config";
import { startHttpServer } from "#http/server.ts";
import { SimulatedClock } from "#jobs/simulated-clock.ts";
import { toDate } from "#lib/clock.ts";
import { openLogger } from "#lib/logger.ts";

import { FollowingClock } from "./following-clock.ts";

/** What a member is told. */
export type Order =
  | { readonly kind: "pass"; readonly ms: number }
  | { readonly kind: "jump"; readonly to: string }
  | { readonly kind: "run"; readonly scenario: string }
  | { readonly kind: "stop" };

/** What a member says: that it is there or was refused, then after each order how many jobs it works on. */
export interface Word {
  readonly kind: "ready" | "refused" | "done" | "stopped";
  readonly busy?: number;
  readonly address?: string;
  readonly failure?: string;
}

/** Seconds of this clock pass in the twinkling of an eye: a service that takes one to answer is not away. */
const serviceTimeoutMs = 600_000;

process.noDeprecation = true;
const [dataFolder = "", instant = ""] = process.argv.slice(2);
const start = Temporal.Instant.from(instant);
const clock = new SimulatedClock(start, new FollowingClock(toDate(start)));
const logger = openLogger(process.env["LOG_LEVEL"] ?? "silent");
const config = readConfig(process.env);
if (!config.ok) throw new Error(config.failure.what.en);
const { processMode } = config.value;
const role = processMode === "web" ? "web" : "engine";
const opened = await openApp({ config: config.value, dataFolder, logger, role, clock, serviceTimeoutMs });
if (!opened.ok) {
  tell({ kind: "refused", failure: opened.failure.code });
  process.disconnect?.();
  process.exit(1);
}
const app = opened.value;
const started = processMode === "worker" ? undefined : await startHttpServer({ app, version: "test", logger });
if (started?.ok === false) throw new Error(started.failure.what.en);
const http = started?.value;
process.on("message", (order: Order) => void obey(order));
process.on("disconnect", () => process.exit(1));
tell({ kind: "ready", busy: 0, ...(http === undefined ? {} : { address: http.address }) });

async function obey(order: Order): Promise<void> {
  if (order.kind === "pass") await clock.pass(order.ms);
  else if (order.kind === "jump") await clock.jumpTo(Temporal.Instant.from(order.to));
  else if (order.kind === "run") await app.request({ scenario: order.scenario, cause: "manual" });
  else {
    await http?.close();
    await app.close();
    tell({ kind: "stopped" });
    process.exit(0);
  }
  tell({ kind: "done", busy: app.engine.busy() });
}

function tell(word: Word): void {
  process.send?.(word);
}
