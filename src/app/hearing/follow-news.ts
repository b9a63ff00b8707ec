import type { App } from "#app/parts.ts";
import { tellTheAdmin } from "#app/tell-the-admin.ts";
import type { Db } from "#database/open.ts";
import { redirectMessages } from "#features/messages/store.ts";
import type { GroupNews } from "#features/roster/follow-group.ts";
import { newsWords } from "#features/roster/texts.ts";

/** Has a group's messages follow it, and tells the admin what happened to it, once. Run it in the change's transaction. */
export async function followNews(app: App, db: Db, { kind, group }: GroupNews): Promise<void> {
  if (kind === "migrated") await redirectMessages(db, group.id, group.chatId);
  if (app.config.telegram?.adminChat === group.chatId) return;
  await tellTheAdmin(app, db, {
    subject: `group ${kind} ${group.id} ${app.clock.now().toString({ smallestUnit: "second" })}`,
    text: newsWords(kind, group),
  });
}
