import type { Db } from "#database/open.ts";
import { tellAdmin } from "#features/messages/tell-admin.ts";
import type { Bilingual } from "#lib/bilingual.ts";
import type { App } from "./parts.ts";

/**
 * Puts a word to the school's admin into the outbox, in the school's language and due at once; nothing where no
 * admin is set. One subject is told once. Run it in the transaction that holds the reason.
 */
export async function tellTheAdmin(
  app: App,
  db: Db,
  word: { readonly subject: string; readonly text: Bilingual },
): Promise<void> {
  const adminChat = app.config.telegram?.adminChat;
  if (adminChat === undefined) return;
  const { language } = app.config.school;
  await tellAdmin({ db, now: app.clock.now(), wake: app.wakeSender, adminChat, language, ...word });
}
