import type { App } from "#app/parts.ts";
import type { Db } from "#database/open.ts";
import { tellAdmin } from "#features/messages/tell-admin.ts";
import type { GroupNews } from "#features/roster/follow-group.ts";
import { newsWords } from "#features/roster/texts.ts";

/** Tells the admin what happened to a group, once. */
export async function tellNews(app: App, db: Db, { kind, group }: GroupNews): Promise<void> {
  const adminChat = app.config.telegram?.adminChat;
  if (adminChat === undefined || adminChat === group.chatId) return;
  const now = app.clock.now();
  await tellAdmin({
    db,
    now,
    wake: app.wakeSender,
    adminChat,
    language: app.config.school.language,
    subject: `group ${kind} ${group.id} ${now.toString({ smallestUnit: "second" })}`,
    text: newsWords(kind, group),
  });
}
