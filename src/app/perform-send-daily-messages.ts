import type { RunContext } from "#features/scenarios/ports.ts";
import type { RunReport } from "#features/scenarios/rules.ts";
import { checkLostGroups } from "./hearing/check-groups.ts";
import type { App } from "./parts.ts";
import { send, reportOf } from "./send.ts";
import { withDigest } from "./tell-digest.ts";

/** What `send_daily_messages` does over the app's parts. */
export async function performSendDailyMessages(app: App, run: RunContext): Promise<RunReport> {
  await checkLostGroups(app);
  return await withDigest(app, run, reportOf(await send(app, run.log, ["alarm", "reminder"])));
}
