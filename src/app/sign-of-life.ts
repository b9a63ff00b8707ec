import type { Outcome } from "#features/scenarios/rules.ts";
import type { Logger } from "#lib/logger.ts";
import type { App } from "./parts.ts";

/** The runs whose silence should raise an alarm somewhere else. */
const daily: ReadonlySet<string> = new Set(["send_daily_messages", "send_daily_rankings"]);

/** Tells the outside monitoring service that a daily run happened; one that failed keeps silent. */
export async function giveSignOfLife(
  app: App,
  logger: Logger,
  scenario: string,
  outcome: Outcome | "already done",
): Promise<void> {
  const { heartbeat } = app.services;
  const isWell = outcome === "succeeded" || outcome === "partial";
  // In dry mode nothing leaves, whatever it is.
  if (heartbeat === undefined || !daily.has(scenario) || !isWell || app.config.school.mode.kind === "dry") return;
  const told = await heartbeat();
  if (!told.ok) logger.warn({ failure: told.failure.code, cause: told.failure.cause }, told.failure.what.en);
}
