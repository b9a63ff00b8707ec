import { generateMessages } from "#features/messages/generate-messages.ts";
import { letLateRemindersGo } from "#features/messages/let-late-reminders-go.ts";
import { leaveAtOnce } from "#features/messages/texts.ts";
import type { RunContext } from "#features/scenarios/ports.ts";
import { hadItsHourToday, type RunReport } from "#features/scenarios/rules.ts";
import { findScenario } from "#features/scenarios/store.ts";
import { alertGroups } from "./alert-groups.ts";
import type { App } from "./parts.ts";

/** What `generate_messages` does over the app's parts. */
export async function performGenerateMessages(app: App, run: RunContext): Promise<RunReport> {
  const figures = await generateMessages({
    db: app.database.db,
    clock: run.clock,
    school: app.config.school,
    wake: app.wakeSender,
    minutesBefore: app.config.messages.minutesBefore,
    log: run.log,
  });
  await letLateOnesGo(app, run);
  await alertGroups(app, { log: run.log });
  return { figures };
}

/** After the day's sending there is no run any more that a reminder for today could leave with. */
async function letLateOnesGo({ database, config, wakeSender }: App, { clock, log }: RunContext): Promise<void> {
  const { db } = database;
  const now = clock.now();
  const sending = await findScenario(db, "send_daily_messages");
  if (sending === undefined || !hadItsHourToday(sending, config.school.timeZone, now)) return;
  const released = await letLateRemindersGo({ db, now, wake: wakeSender });
  if (released > 0) await log.info(leaveAtOnce(released));
}
