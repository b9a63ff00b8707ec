import { createRequire } from "node:module";

import type Cronstrue from "cronstrue";

import type { Language } from "./bilingual.ts";

// Its translations come as CommonJS only, and Node and Vite disagree on what its default import is.
const cronstrue = createRequire(import.meta.url)("cronstrue/i18n") as typeof Cronstrue;

/** A five-field cron expression as a person says it, with hours from 0 to 24. */
export function cronInWords(cron: string, language: Language): string {
  const [, hour = "", ...days] = cron.trim().split(/\s+/);
  const isDaily = /^\d+$/.test(hour) && days.every((field) => field === "*");
  const words = cronstrue.toString(cron, {
    locale: language,
    use24HourTimeFormat: true,
    dayOfWeekStartIndexZero: true,
    // "At 08:00" alone leaves open which day.
    verbose: isDaily,
  });
  return words.replace(/, de (\p{L}+) à (\p{L}+)$/u, ", du $1 au $2");
}
