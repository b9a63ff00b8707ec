import type { Db } from "#database/open.ts";
import type { Bilingual, Language } from "#lib/bilingual.ts";
import type { Instant } from "#lib/clock.ts";
import type { ChatId } from "#lib/ids.ts";

import { planMessage } from "./plan-message.ts";
import type { WakeSender } from "./ports.ts";
import { escapeHtml } from "./rules.ts";

/** An alarm older than this says nothing new, in hours. */
const worthHours = 24;

/** Puts a word to the admin into the outbox, due at once. One subject is told once. */
export async function tellAdmin({
  db,
  now,
  wake,
  adminChat,
  language,
  subject,
  text,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly wake: WakeSender;
  readonly adminChat: ChatId;
  readonly language: Language;
  readonly subject: string;
  readonly text: Bilingual;
}): Promise<void> {
  await planMessage({
    db,
    now,
    wake,
    message: {
      kind: "alarm",
      key: subject,
      to: { chat: adminChat },
      content: { form: "text", html: `🔔 ${escapeHtml(text[language])}` },
      language,
      dueAt: now,
      expiresAt: now.add({ hours: worthHours }),
    },
  });
}
