import type { App } from "#app/parts.ts";
import { telegramNotSet } from "#features/messages/texts.ts";
import { checkGroups, type GroupCheck } from "#features/roster/check-groups.ts";
import { listLostGroups, listUnmetGroups } from "#features/roster/group-store.ts";
import type { GroupRow } from "#features/roster/store.ts";

import { followNews } from "./follow-news.ts";

/** How many lost groups are looked at before the day's messages, and how many unknown ones after them. */
const mostLost = 50;
const mostUnknown = 100;

/** Asks Telegram how these groups are; what is news reaches the admin. */
export async function checkTheseGroups(app: App, groups: readonly GroupRow[], mayLose = true): Promise<GroupCheck> {
  const { hearing: telegram } = app.services;
  if (telegram === undefined) return { looked: 0, failure: telegramNotSet };
  return await checkGroups({
    db: app.database.db,
    clock: app.clock,
    telegram,
    groups,
    mayLose,
    tell: async (tx, news) => await followNews(app, tx, news),
  });
}

/**
 * Looks at the groups that are lost, longest first: one that a person mended while nobody heard of it gets its
 * messages of the day.
 */
export async function checkLostGroups(app: App): Promise<void> {
  if (app.config.school.mode.kind !== "live") return;
  const lost = await listLostGroups(app.database.db, mostLost);
  if (lost.length > 0) await checkTheseGroups(app, lost);
}

/** Gets to know groups of which Telegram has told nothing yet: whether the bot hears everything there. */
export async function meetGroups(app: App): Promise<void> {
  if (app.config.school.mode.kind !== "live") return;
  const unknown = await listUnmetGroups(app.database.db, mostUnknown);
  if (unknown.length > 0) await checkTheseGroups(app, unknown, false);
}
