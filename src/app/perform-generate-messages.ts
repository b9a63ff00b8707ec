import { generateMessages } from "#features/messages/generate-messages.ts";
import type { RunContext } from "#features/scenarios/ports.ts";
import type { RunReport } from "#features/scenarios/rules.ts";
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
  await alertGroups(app, { log: run.log });
  return { figures };
}
