import { createRequire } from "node:module";

import type Cronstrue from "cronstrue";

import type { Language } from "./bilingual.ts";

// Its translations come as CommonJS only, and Node and Vite disagree on what its default import is.
const cronstrue = createRequire(import.meta.url)("cronstrue/i18n") as typeof Cronstrue;

/** A five-field cron expression as a person says it, with hours from 0 to 24. */
export function cronInWords(cron: string, language: Language): string {
  return cronstrue.toString(cron, { locale: language, use24HourTimeFormat: true, dayOfWeekStartIndexZero: true });
}
