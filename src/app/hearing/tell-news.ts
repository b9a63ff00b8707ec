import type { App } from "#app/parts.ts";
import { tellTheAdmin } from "#app/tell-the-admin.ts";
import type { Db } from "#database/open.ts";
import type { GroupNews } from "#features/roster/follow-group.ts";
import { newsWords } from "#features/roster/texts.ts";

/** Tells the admin what happened to a group, once. */
export async function tellNews(app: App, db: Db, { kind, group }: GroupNews): Promise<void> {
  if (app.config.telegram?.adminChat === group.chatId) return;
  await tellTheAdmin(app, db, {
    subject: `group ${kind} ${group.id} ${app.clock.now().toString({ smallestUnit: "second" })}`,
    text: newsWords(kind, group),
  });
}
