import type { RunContext } from "#features/scenarios/ports.ts";
import type { RunReport } from "#features/scenarios/rules.ts";
import { checkLostGroups, meetGroups } from "./hearing/check-groups.ts";
import type { App } from "./parts.ts";
import { sendForRun } from "./send.ts";
import { withDigest } from "./tell-digest.ts";

/** What `send_daily_messages` does over the app's parts: the reminders of this day leave, whatever its hour. */
export async function performSendDailyMessages(app: App, run: RunContext): Promise<RunReport> {
  await checkLostGroups(app);
  const zone = app.config.school.timeZone;
  const today = run.clock.now().toZonedDateTimeISO(zone).toPlainDate();
  const endOfDay = today.add({ days: 1 }).toZonedDateTime(zone).toInstant();
  const report = await sendForRun(app, run, { kinds: ["reminder"], until: endOfDay });
  await meetGroups(app);
  return await withDigest(app, run, report);
}
