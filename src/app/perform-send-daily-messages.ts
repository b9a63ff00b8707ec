import type { RunContext } from "#features/scenarios/ports.ts";
import type { RunReport } from "#features/scenarios/rules.ts";
import type { App } from "./parts.ts";
import { send, reportOf } from "./send.ts";

/** What `send_daily_messages` does over the app's parts. */
export async function performSendDailyMessages(app: App, run: RunContext): Promise<RunReport> {
  return reportOf(await send(app, run.log, ["alarm", "reminder"]));
}
