import { watchTables, type TableWatch } from "#database/watch-tables.ts";
import { tablesOfTopic, type Topic } from "#features/school/live-rules.ts";
import type { Logger } from "#lib/logger.ts";

import type { App } from "./parts.ts";

/** What the page follows while it is open. */
export type Live = TableWatch<Topic>;

/** Opens what tells the page of changes, whichever process makes them. */
export function openLive(app: App, logger: Logger): Live {
  return watchTables({ database: app.database, tablesOf: tablesOfTopic, logger });
}
