import type { Cause, Figures, LogLevel, Outcome } from "#features/scenarios/rules.ts";
import { say, type Bilingual, type Language } from "#lib/bilingual.ts";
import type { Instant } from "#lib/clock.ts";
import { frenchDate } from "#lib/french.ts";
import type { TimeZone } from "#lib/ids.ts";

import type { Tone } from "./terminal.ts";

/** The words that several commands share, and how they write a moment. */

export const causeWords: Readonly<Record<Cause, Bilingual>> = {
  schedule: say("horaire", "schedule"),
  chain: say("enchaînement", "chain"),
  manual: say("à la main", "by hand"),
  "catch-up": say("rattrapage", "catch-up"),
};

/** Who asked for something, in the words of the page: by the name of the account or token, else by the kind of actor. */
export function whoAsked(by: string, name: string): Bilingual {
  if (name !== by) return say(name, name);
  if (by === "cli") return say("la ligne de commande", "the command line");
  if (by === "erased") return say("une personne effacée", "an erased person");
  if (by.startsWith("user:")) return say("un compte supprimé depuis", "an account removed since");
  const [, id] = /^telegram:(\d+)$/.exec(by) ?? [];
  return id === undefined ? say(by, by) : say(`Telegram ${id}`, `Telegram ${id}`);
}

export const outcomeWords: Readonly<Record<Outcome, Bilingual>> = {
  succeeded: say("réussie", "succeeded"),
  partial: say("partielle", "partial"),
  failed: say("échouée", "failed"),
  skipped: say("sautée", "skipped"),
};

export const outcomeTones: Readonly<Record<Outcome, Tone>> = {
  succeeded: "good",
  partial: "warning",
  failed: "bad",
  skipped: "quiet",
};

export const underWay = say("en cours", "under way");

export const levelWords: Readonly<Record<LogLevel, Bilingual>> = {
  info: say("info", "info"),
  warning: say("attention", "warning"),
  error: say("erreur", "error"),
};

export const levelTones: Readonly<Record<LogLevel, Tone>> = { info: "quiet", warning: "warning", error: "bad" };

const figureWords: Readonly<Record<keyof Figures, Bilingual>> = {
  read: say("lus", "read"),
  created: say("créés", "created"),
  changed: say("changés", "changed"),
  unchanged: say("inchangés", "unchanged"),
  skipped: say("sautés", "skipped"),
  failed: say("échoués", "failed"),
};

/** What a run counted, zeros left out: `78 lus, 5 créés`. */
export function figuresInWords(figures: Figures, language: Language): string {
  const told = Object.entries(figureWords).flatMap(([name, word]) => {
    const count = figures[name as keyof Figures];
    return count > 0 ? [`${count} ${word[language]}`] : [];
  });
  return told.length === 0 ? "–" : told.join(", ");
}

/** `2026-11-24 08:00:05` in a zone: it sorts, and it fits a table. */
export function momentIn(instant: Instant, zone: TimeZone): string {
  return instant.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: "second" }).replace("T", " ");
}

/** `2026-11-24 08:00` in a zone, where seconds say nothing. */
export function minuteIn(instant: Instant, zone: TimeZone): string {
  return momentIn(instant, zone).slice(0, 16);
}

/** `dimanche 29 novembre`, `mercredi 1er avril`, as a person says it. */
export function dayInWords(day: Temporal.PlainDate, language: Language): string {
  const written = day.toLocaleString(language, { weekday: "long", day: "numeric", month: "long" });
  return language === "fr" ? frenchDate(written) : written;
}

/** `dimanche 29 novembre à 00:00` in a zone, as a person says it. */
export function dayAndTime(instant: Instant, zone: TimeZone, language: Language): string {
  const local = instant.toZonedDateTimeISO(zone);
  const day = dayInWords(local.toPlainDate(), language);
  const time = local.toPlainTime().toString({ smallestUnit: "minute" });
  return language === "fr" ? `${day} à ${time}` : `${day} at ${time}`;
}

/** `0.4 s`, `2 min 03 s`. */
export function lengthOf(from: Instant, to: Instant): string {
  const seconds = Math.max(0, from.until(to).total("seconds"));
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const minutes = Math.floor(seconds / 60);
  return `${minutes} min ${String(Math.floor(seconds % 60)).padStart(2, "0")} s`;
}

/** The first sentence of a text, for one line of a table. */
export function firstSentence(text: string): string {
  return text.match(/^.*?[.!?](?=\s|$)/s)?.[0] ?? text;
}
