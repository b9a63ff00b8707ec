import type { Db } from "#database/open.ts";
import type { Bilingual, Language } from "#lib/bilingual.ts";
import type { Instant } from "#lib/clock.ts";
import type { ChatId } from "#lib/ids.ts";

import { escapeHtml } from "./rules.ts";
import { addMessage } from "./store.ts";

/** An alarm older than this says nothing new, in hours. */
const worthHours = 24;

/** Puts a word to the admin into the outbox, due at once. One subject is told once. */
export async function tellAdmin({
  db,
  now,
  adminChat,
  language,
  subject,
  text,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly adminChat: ChatId;
  readonly language: Language;
  readonly subject: string;
  readonly text: Bilingual;
}): Promise<boolean> {
  return await addMessage(
    db,
    {
      kind: "alarm",
      subject,
      groupId: null,
      chatId: adminChat,
      html: `🔔 ${escapeHtml(text[language])}`,
      dueAt: now,
      expiresAt: now.add({ hours: worthHours }),
    },
    now,
  );
}
