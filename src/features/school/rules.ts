import type { Language } from "#lib/bilingual.ts";
import type { ChatId, TimeZone } from "#lib/ids.ts";

/** This installation: what every feature may ask about the school. */
export interface School {
  readonly name: string;
  /** Language of the groups that do not say otherwise. */
  readonly language: Language;
  /** The zone of the schedules ("8:00") and of timetable columns that name no zone. */
  readonly timeZone: TimeZone;
  /** Zones shown in a message when the group's audience is not known: each gives one line of time. */
  readonly audienceZones: readonly TimeZone[];
  /** Length of a class whose line gives neither end nor duration, in minutes. */
  readonly defaultDurationMinutes: number;
  /** Whether messages really leave. */
  readonly mode: Mode;
}

/**
 * `live` sends to the groups; `test group` sends everything to one group, prefixed [SIMULATION];
 * `dry` sends nothing and records everything.
 */
export type Mode =
  | { readonly kind: "live" }
  | { readonly kind: "test group"; readonly chatId: ChatId }
  | { readonly kind: "dry" };
