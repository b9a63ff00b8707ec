import type { Bilingual, Language } from "#lib/bilingual.ts";
import type { ChatId, TimeZone } from "#lib/ids.ts";

/** How a line names its Telegram group: by its id, or only by a link or @name that is no id. */
export type LineGroup =
  | { readonly kind: "chat"; readonly chatId: ChatId }
  | { readonly kind: "link"; readonly link: string };

/** One line of the workbook, understood. */
export interface TimetableLine {
  /** Its first cell, e.g. `Fix Schedule!A2`. */
  readonly cell: string;
  /** Recognises the course on all its lines and from one import to the next. */
  readonly courseKey: string;
  readonly course: string;
  readonly level?: string;
  readonly coach: string;
  readonly coachEmail?: string;
  /** ISO: 1 Monday … 7 Sunday, in `timeZone`. */
  readonly weekday: number;
  /** Local `HH:MM` in `timeZone`. */
  readonly time: string;
  readonly timeZone: TimeZone;
  readonly durationMinutes: number;
  readonly group: LineGroup;
  /** The thread inside the group (Telegram's `message_thread_id`), as its digits. */
  readonly topic?: string;
  readonly assistant?: string;
  /** The language that the line gives for its group. */
  readonly language?: Language;
  /** A meeting's address that the school wrote by hand: it is used, and no meeting is made. */
  readonly meetingLink?: string;
  /** First and last day (`YYYY-MM-DD`, in `timeZone`) on which the class may take place, both included. */
  readonly startsOn?: string;
  readonly endsOn?: string;
}

/**
 * Something wrong in the workbook, with its place.
 *
 * `error`: the line is left out; `warning`: the line is taken, with the choice that `why` tells;
 * `notice`: good to know.
 */
export interface Problem {
  /** Sheet and cell, e.g. `Fix Schedule!G31`. */
  readonly cell: string;
  readonly severity: "error" | "warning" | "notice";
  readonly code: string;
  /** What the cell says. */
  readonly value?: string;
  /** What is wrong. */
  readonly message: Bilingual;
  /** Why it matters, and what Carillon does with the line meanwhile. */
  readonly why: Bilingual;
  readonly suggestion: Bilingual;
}

/** A line that an error left out, as far as it could be read: by it last week's entry is known again. */
export interface DamagedLine {
  /** Its first cell, e.g. `Fix Schedule!A2`. */
  readonly cell: string;
  /** The title without its time, folded. */
  readonly titleKey?: string;
  readonly coach?: string;
  readonly group?: LineGroup;
  readonly weekday?: number;
  /** Local `HH:MM`. */
  readonly time?: string;
}

/** What a column can hold, besides times. */
export const roles = [
  "from",
  "until",
  "zone",
  "email",
  "assistant",
  "language",
  "topic",
  "group",
  "link",
  "duration",
  "end",
  "day",
  "level",
  "coach",
  "title",
  "remark",
] as const;

/** What a column holds. */
export type Role = (typeof roles)[number];

/** A column of times, with the zone that its header or a person names. */
export interface StartColumn {
  readonly column: number;
  readonly zone: TimeZone | undefined;
}

/** Which column (from 0) holds what. Several columns may give the start, each in its own zone. */
export interface ColumnMapping {
  readonly byRole: Readonly<Partial<Record<Role, number>>>;
  readonly starts: readonly StartColumn[];
  /** The start column that a person named as the truth. */
  readonly truth?: number;
}

/** What was decided about all sheets of one shape. */
export interface RememberedMapping {
  /** Of the header row, see `shapeOf`. */
  readonly shape: string;
  /** The sheet's name where the decision is about that sheet only. */
  readonly sheet?: string;
  /** `undefined`: such a sheet is no timetable, and is left alone. */
  readonly columns: ColumnMapping | undefined;
}
