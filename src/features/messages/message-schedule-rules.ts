import type { WrittenSheet } from "#features/timetable/ports.ts";
import type { Instant } from "#lib/clock.ts";
import type { TimeZone } from "#lib/ids.ts";

import { plainText } from "./html-rules.ts";
import type { MessageState } from "./rules.ts";

/** A message, as the sheet tells it. */
export interface ShownMessage {
  readonly number: number;
  readonly chatId: string;
  /** Telegram HTML. */
  readonly html: string;
  readonly state: MessageState;
  readonly dueAt: Instant;
  readonly sentAt: Instant | null;
}

/** What is left out: it is not sent. */
const gone: readonly MessageState[] = ["cancelled", "expired", "failed"];

/** Reminders as the school's sheet `Message Schedule`: chat, text as the group reads it, and when it is sent. */
export function messageSchedule(messages: readonly ShownMessage[], schoolZone: TimeZone): WrittenSheet {
  const rows = messages
    .filter((message) => !gone.includes(message.state))
    .toSorted((a, b) => Temporal.Instant.compare(a.dueAt, b.dueAt) || a.number - b.number)
    .map((message) => [
      message.chatId,
      readable(message.html),
      { moment: (message.sentAt ?? message.dueAt).toZonedDateTimeISO(schoolZone).toPlainDateTime() },
    ]);
  return { name: "Message Schedule", rows: [["Telegram Chat Id", "Telegram Message", "Sending Date"], ...rows] };
}

/** Telegram HTML as it is read: a link with its address behind it, no other mark. */
function readable(html: string): string {
  const links = /<a\s[^>]*href="([^"]*)"[^>]*>(.*?)<\/a>/gs;
  return plainText(
    html.replace(links, (_, address: string, text: string) => (text === address ? address : `${text} (${address})`)),
  );
}
