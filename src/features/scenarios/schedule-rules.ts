import cronstrueModule from "cronstrue/i18n.js";

import { say, type Bilingual } from "#lib/bilingual.ts";

const { default: cronstrue } = cronstrueModule;

/** A schedule as a person says it: `à 08:00`, `At 08:00`. */
export function scheduleInWords(cron: string | undefined, after: string | undefined): Bilingual {
  if (cron !== undefined) {
    return say(inLanguage(cron, "fr"), inLanguage(cron, "en"));
  }
  if (after !== undefined) return say(`après ${after}`, `after ${after}`);
  return say("à la demande", "on demand");
}

function inLanguage(cron: string, locale: "fr" | "en"): string {
  return cronstrue.toString(cron, { locale, use24HourTimeFormat: true, dayOfWeekStartIndexZero: true });
}
