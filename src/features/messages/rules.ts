import { isBefore, type Instant } from "#lib/clock.ts";
import { timeZone, type TimeZone } from "#lib/ids.ts";

/**
 * What messages are for.
 *
 * `starting` is the word some minutes before a class; `change` tells that a told session moved, was cancelled or
 * got a substitute; `answer` replies to a person's command; `question` asks a person something in private;
 * `custom` comes from a scenario that the school wrote; `trial` is a person's try in the test group.
 */
export const messageKinds = [
  "alarm",
  "answer",
  "trial",
  "digest",
  "change",
  "starting",
  "reminder",
  "announcement",
  "forward",
  "custom",
  "question",
  "nudge",
  "badge",
  "ranking",
] as const;

/** What a message is for. */
export type MessageKind = (typeof messageKinds)[number];

/** The texts that a school may word itself, as LiquidJS templates. */
export const templateNames = ["reminder", "starting", "moved", "cancelled", "substitute", "restored"] as const;

/** A text that a school may word itself. */
export type TemplateName = (typeof templateNames)[number];

/** What a group was told of a session. Instants in ISO form. */
export interface Told {
  readonly startsAt: string;
  readonly coach: string;
  readonly isCancelled: boolean;
  /** Absent in an alert, which gives no link. */
  readonly link?: string;
}

/** Where a message stands; `sending` is committed before the request leaves (DESIGN section 6). */
export const messageStates = [
  "planned",
  "sending",
  "sent",
  "failed",
  "uncertain",
  "held",
  "cancelled",
  "expired",
] as const;

/** Where a message stands. */
export type MessageState = (typeof messageStates)[number];

/** How one try ended; `in flight` until the answer is there. */
export type DeliveryOutcome = "in flight" | "sent" | "refused" | "unreachable" | "uncertain" | "dry";

/** Lower goes first among what is due. */
export const priorities: Readonly<Record<MessageKind, number>> = {
  alarm: 0,
  answer: 0,
  trial: 0,
  digest: 1,
  change: 1,
  starting: 1,
  reminder: 2,
  announcement: 3,
  forward: 3,
  custom: 3,
  question: 4,
  nudge: 4,
  badge: 5,
  ranking: 5,
};

/** The kinds that leave with the run of their hour; all others leave as soon as they are due. */
export const runKinds: ReadonlySet<MessageKind> = new Set(["reminder", "ranking"]);

/** What a message carries: Telegram HTML, files, or a message of another chat to pass on. */
export type MessageForm = "text" | "picture" | "album" | "document" | "forward";

/** A button under a message; `data` (at most 64 bytes) comes back when it is tapped. */
export interface MessageButton {
  readonly text: string;
  readonly data: string;
}

/** A picture or a document: its bytes, and the name under which people see it. */
export interface MessageFile {
  readonly name: string;
  /** `image/png`, `image/jpeg`, `application/pdf` … */
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** The content of a message. `html` is Telegram HTML; rows of buttons go below a text or a picture. */
export type MessageContent =
  | { readonly form: "text"; readonly html: string; readonly buttons?: readonly (readonly MessageButton[])[] }
  | {
      readonly form: "picture";
      readonly picture: MessageFile;
      readonly html?: string;
      readonly buttons?: readonly (readonly MessageButton[])[];
    }
  /** 2 to 10 pictures shown as one. */
  | { readonly form: "album"; readonly pictures: readonly MessageFile[]; readonly html?: string }
  | { readonly form: "document"; readonly document: MessageFile; readonly html?: string }
  /** Messages of another chat, passed on with their origin shown, in their order. */
  | { readonly form: "forward"; readonly fromChat: string; readonly messageIds: readonly string[] };

/** The local hour of the day's messages, in the school's zone. Source: DESIGN section 4. */
const reminderHour = 8;

/**
 * When the reminder of a session is due: 8:00 of its day in the school's zone.
 *
 * A class that has begun by then is told the morning before, since at 8:00 of its day it would be too late.
 */
export function reminderDueAt(startsAt: Instant, zone: TimeZone): Instant {
  const day = startsAt.toZonedDateTimeISO(zone).toPlainDate();
  const due = atHour(day, zone);
  return isBefore(due, startsAt) ? due : atHour(day.subtract({ days: 1 }), zone);
}

function atHour(day: Temporal.PlainDate, zone: TimeZone): Instant {
  return day.toZonedDateTime({ timeZone: zone, plainTime: { hour: reminderHour } }).toInstant();
}

/**
 * The kinds that are sent again when nobody knows whether they arrived, unless the school says otherwise: a class
 * without its link is worse than a link twice; a ranking twice is worse than none. Source: DESIGN section 6.
 */
export const resentByDefault: readonly MessageKind[] = ["alarm", "change", "starting", "reminder"];

/** The zones in which a group is told the time: its own, else the school's list. */
export function zonesOf(audience: readonly string[], school: readonly TimeZone[]): readonly TimeZone[] {
  const own = audience.map(timeZone).filter((zone) => zone !== undefined);
  return own.length > 0 ? own : school;
}

/** After so many unanswered tries a message stays `uncertain` for a person to decide. */
export const mostTries = 4;

/** Marks a text as a simulation, for the test group. */
export function asSimulation(html: string, groupTitle: string): string {
  return `<b>[SIMULATION]</b> ${escapeHtml(groupTitle)}\n\n${html}`;
}

/** Escapes the three characters that Telegram's HTML gives a meaning. */
export function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
