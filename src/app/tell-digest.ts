import { writeDigest } from "#features/messages/write-digest.ts";
import type { RunContext } from "#features/scenarios/ports.ts";
import { builtIns, type RunReport } from "#features/scenarios/rules.ts";
import { say } from "#lib/bilingual.ts";
import type { App } from "./parts.ts";

/**
 * Writes the admin's digest at the end of a daily run, and hands the run's report on.
 *
 * Not for a run by hand, whose result its person reads; nor while the run will be tried again, since the last
 * try knows more.
 */
export async function withDigest(app: App, run: RunContext, report: RunReport): Promise<RunReport> {
  const adminChat = app.config.telegram?.adminChat;
  const isLast = report.retryInMinutes === undefined && report.skipped === undefined;
  if (adminChat === undefined || run.cause === "manual" || !isLast) return report;
  const { scenario } = run.request;
  await writeDigest({
    db: app.database.db,
    now: app.clock.now(),
    wake: app.wakeSender,
    adminChat,
    school: app.config.school,
    scenario,
    title: builtIns.find((each) => each.name === scenario)?.title ?? say(scenario, scenario),
    slot: run.slot,
  });
  return report;
}
