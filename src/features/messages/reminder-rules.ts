import type { Language } from "#lib/bilingual.ts";
import type { Instant } from "#lib/clock.ts";
import { frenchDate } from "#lib/french.ts";
import type { TimeZone } from "#lib/ids.ts";

import { fillIn } from "./template-rules.ts";

/** What a reminder tells of a session and its room. */
export interface ReminderFacts {
  readonly school: string;
  readonly course: string;
  readonly coach: string;
  readonly assistant: string | undefined;
  readonly startsAt: Instant;
  readonly durationMinutes: number;
  readonly joinUrl: string;
  readonly meetingId: string;
  readonly passcode: string;
  /** For the word just before the class. */
  readonly minutesBefore?: number | undefined;
}

/** The reminder of a session as Telegram HTML, in a template's words. */
export function renderReminder(
  template: string,
  language: Language,
  facts: ReminderFacts,
  zones: readonly TimeZone[],
): string {
  return fillIn(template, {
    school: facts.school,
    course: facts.course,
    coach: facts.coach,
    assistant: facts.assistant ?? "",
    ...whenIn(language, facts.startsAt, zones),
    duration: facts.durationMinutes,
    link: facts.joinUrl,
    meeting_id: groupedDigits(facts.meetingId),
    passcode: facts.passcode,
    ...(facts.minutesBefore === undefined ? {} : { minutes: facts.minutesBefore }),
  });
}

/** What an alert tells. */
export interface AlertFacts {
  readonly school: string;
  readonly course: string;
  readonly coach: string;
  readonly oldCoach: string;
  readonly startsAt: Instant;
  readonly oldStartsAt: Instant;
  readonly reason: string;
}

/** The alert about a changed session as Telegram HTML, in a template's words. */
export function renderAlert(
  template: string,
  language: Language,
  facts: AlertFacts,
  zones: readonly TimeZone[],
): string {
  const old = whenIn(language, facts.oldStartsAt, zones);
  return fillIn(template, {
    school: facts.school,
    course: facts.course,
    coach: facts.coach,
    old_coach: facts.oldCoach,
    reason: facts.reason,
    ...whenIn(language, facts.startsAt, zones),
    old_day: old.day,
    old_times: old.times,
  });
}

/**
 * The day, and the time once for each zone of the audience, computed from the instant for that date, the school's
 * words in the group's language.
 */
function whenIn(language: Language, at: Instant, zones: readonly TimeZone[]) {
  const [main] = zones;
  if (main === undefined) throw new Error("a message needs at least one zone to tell the time in");
  const day = dayIn(language, at, main);
  const times = zones.map((zone) => {
    const dayThere = dayIn(language, at, zone);
    return { time: timeIn(language, at, zone), place: placeOf(zone), day: dayThere === day ? "" : dayThere };
  });
  return { day, times };
}

/** The day, in words, in a zone. */
export function dayIn(language: Language, at: Instant, zone: TimeZone): string {
  const key = `${language} ${zone}`;
  const known = dayFormats.get(key);
  if (known !== undefined) return known(at);
  const format = new Intl.DateTimeFormat(language === "fr" ? "fr-FR" : "en-GB", {
    timeZone: zone,
    weekday: "long",
    day: "numeric",
    month: "long",
  });
  const write = (instant: Instant) => (language === "fr" ? frenchDate(format.format(instant)) : format.format(instant));
  dayFormats.set(key, write);
  return write(at);
}

/** To make one takes longer than to use it; a school's zones are few. */
const dayFormats = new Map<string, (at: Instant) => string>();

/** The time of day in a zone, as this language writes it. */
export function timeIn(language: Language, at: Instant, zone: TimeZone): string {
  const local = at.toZonedDateTimeISO(zone);
  const minute = String(local.minute).padStart(2, "0");
  // French schools write 20h30, English ones 20:30.
  return language === "fr" ? `${local.hour}h${minute}` : `${local.hour}:${minute}`;
}

/** `Europe/Paris` → `Paris`; an offset or UTC is shown as it is. */
export function placeOf(zone: TimeZone): string {
  if (zone === "UTC") return "GMT";
  if (/^[+-]/.test(zone)) return `GMT${zone}`;
  return (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");
}

/** Zoom shows its ids in groups: `86912345678` → `869 1234 5678`. */
function groupedDigits(id: string): string {
  return id.replace(/^(\d{3})(\d{4})(\d{3,4})$/, "$1 $2 $3");
}
