import { CronExpressionParser } from "cron-parser";

import type { Instant } from "#lib/clock.ts";
import { instantOf } from "#lib/clock.ts";
import { say, type Bilingual } from "#lib/bilingual.ts";
import type { Failure } from "#lib/failure.ts";
import type { TimeZone } from "#lib/ids.ts";

/** The five scenarios that every school has; the names are the ones that schools know. */
export const builtInNames = [
  "update_courses",
  "create_zoom_links",
  "generate_messages",
  "send_daily_messages",
  "send_daily_rankings",
] as const;

/** The name of a built-in scenario. */
export type BuiltInName = (typeof builtInNames)[number];

/** Why a run happened. */
export type Cause = "schedule" | "chain" | "manual" | "catch-up";

/** How a run ended: `partial` when some rows failed and the others went on. */
export type Outcome = "succeeded" | "partial" | "failed" | "skipped";

/** How loud a log entry is. */
export type LogLevel = "info" | "warning" | "error";

/** What a run counted. */
export interface Figures {
  readonly read: number;
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly skipped: number;
  readonly failed: number;
}

/** No figure yet. */
export const noFigures: Figures = { read: 0, created: 0, changed: 0, unchanged: 0, skipped: 0, failed: 0 };

/** What a scenario's function says when it has ended without surprise. */
export interface RunReport {
  readonly figures: Figures;
  /** Set when the step failed wholly: the chain stops. */
  readonly failure?: Failure;
  /** Set when there was nothing to do, with the reason. */
  readonly skipped?: Bilingual;
  /** Ask for another try by itself after so many minutes, because a service was not reachable. */
  readonly retryInMinutes?: number;
}

/** A built-in scenario as it is created at the first start. */
export interface BuiltIn {
  readonly name: BuiltInName;
  readonly title: Bilingual;
  /** A Tabler icon's name. */
  readonly icon: string;
  /** A Mantine colour's name. */
  readonly colour: string;
  /** Five-field cron in the school's zone. */
  readonly cron?: string;
  readonly after?: BuiltInName;
}

/** Source: DESIGN section 4. */
export const builtIns: readonly BuiltIn[] = [
  {
    name: "update_courses",
    title: say("Mettre à jour les cours", "Update the courses"),
    icon: "table-import",
    colour: "blue",
    cron: "0 0 * * 0",
  },
  {
    name: "create_zoom_links",
    title: say("Créer les liens Zoom", "Create the Zoom links"),
    icon: "video-plus",
    colour: "cyan",
    after: "update_courses",
  },
  {
    name: "generate_messages",
    title: say("Préparer les messages", "Write the messages"),
    icon: "message-plus",
    colour: "grape",
    after: "create_zoom_links",
  },
  {
    name: "send_daily_messages",
    title: say("Envoyer les messages du jour", "Send the day's messages"),
    icon: "send",
    colour: "green",
    cron: "0 8 * * *",
  },
  {
    name: "send_daily_rankings",
    title: say("Publier les classements", "Publish the rankings"),
    icon: "trophy",
    colour: "yellow",
    cron: "0 20 * * *",
  },
];

/** The outcome that a report amounts to. */
export function outcomeOf(report: RunReport): Outcome {
  if (report.failure !== undefined) return "failed";
  if (report.skipped !== undefined) return "skipped";
  return report.figures.failed > 0 ? "partial" : "succeeded";
}

/** Whether a run that ended so starts the scenarios that follow it. A chain follows success, not the clock. */
export function startsFollowers(outcome: Outcome): boolean {
  return outcome === "succeeded" || outcome === "partial";
}

/** An occurrence handled later than this, in minutes, is told as a catch-up. */
const punctualMinutes = 5;

/** `schedule` when the occurrence is handled in time, `catch-up` when the process was down. */
export function causeFor(slot: Instant, now: Instant): Cause {
  return slot.until(now).total("minutes") <= punctualMinutes ? "schedule" : "catch-up";
}

/** The latest occurrence of a cron expression at or before `now`, in the school's zone. */
export function slotAt(cron: string, zone: TimeZone, now: Instant): Instant {
  // `prev` is strictly before its reference, hence the millisecond.
  const expression = CronExpressionParser.parse(cron, { tz: zone, currentDate: now.epochMilliseconds + 1 });
  return instantOf(expression.prev().getTime());
}

/** Whether an enabled schedule had its last occurrence on this very day of the school's zone: its run is over, or begins. */
export function hadItsHourToday(
  { enabled, cron }: { readonly enabled: boolean; readonly cron: string | null },
  zone: TimeZone,
  now: Instant,
): boolean {
  if (!enabled || cron === null) return false;
  const dayOf = (at: Instant) => at.toZonedDateTimeISO(zone).toPlainDate();
  return dayOf(slotAt(cron, zone, now)).equals(dayOf(now));
}

/** The next occurrences after `from`, in the school's zone. */
export function nextRuns(cron: string, zone: TimeZone, from: Instant, howMany: number): readonly Instant[] {
  const expression = CronExpressionParser.parse(cron, { tz: zone, currentDate: from.epochMilliseconds });
  return Array.from({ length: howMany }, () => instantOf(expression.next().getTime()));
}

/** A cron expression of five fields that cron-parser understands, or why not. */
export function checkCron(cron: string, zone: TimeZone): string | undefined {
  if (cron.trim().split(/\s+/).length !== 5) return "five fields are needed: minute hour day month weekday";
  try {
    CronExpressionParser.parse(cron, { tz: zone });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
