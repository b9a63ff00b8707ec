import type { Db } from "#database/open.ts";
import { alertChanges } from "#features/messages/alert-changes.ts";
import { alertsPlanned } from "#features/messages/texts.ts";
import type { RunLog } from "#lib/run-log.ts";
import type { App } from "./parts.ts";

/** Tells the groups whose told sessions have changed, in the transaction that changes them where one is given. */
export async function alertGroups(
  app: App,
  { db = app.database.db, log }: { readonly db?: Db; readonly log?: RunLog },
): Promise<void> {
  const { clock, config, wakeSender: wake } = app;
  const planned = await alertChanges({ db, clock, school: config.school, wake });
  if (planned > 0) await log?.info(alertsPlanned(planned));
}
