import type { Db } from "#database/open.ts";
import type { Actor } from "#features/audit/rules.ts";
import type { Instant } from "#lib/clock.ts";

import { addCorrection } from "./correction-store.ts";
import { keepFile } from "./files-store.ts";
import { longestCaption, shortenHtml } from "./html-rules.ts";
import type { WakeSender } from "./ports.ts";
import type { MessageContent, Told } from "./rules.ts";
import type { MessageRow } from "./store.ts";

/**
 * Has a message that arrived say something else, by one edit rather than a second message; false when it cannot:
 * it has not arrived, was recalled, or is of a form that is not edited.
 *
 * Run it in the transaction that holds the reason. A picture is replaced by the new one with its caption.
 */
export async function correctSent({
  db,
  now,
  wake,
  by,
  message,
  content,
  told,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly wake: WakeSender;
  readonly by: Actor;
  readonly message: MessageRow;
  readonly content: Extract<MessageContent, { form: "text" | "picture" }>;
  /** What it then tells of its session. */
  readonly told?: Told;
}): Promise<boolean> {
  const hasArrived = message.state === "sent" && message.sentChatId !== null && message.recalledAt === null;
  if (!hasArrived || message.form !== content.form) return false;
  const html = content.html ?? "";
  const isPicture = content.form === "picture";
  await addCorrection(
    db,
    {
      messageId: message.id,
      action: "edit",
      by,
      html: isPicture ? shortenHtml(html, longestCaption) : html,
      ...(told === undefined ? {} : { told }),
      ...(isPicture ? { fileId: await keepFile(db, content.picture, now) } : {}),
    },
    now,
  );
  await wake(db, now);
  return true;
}
