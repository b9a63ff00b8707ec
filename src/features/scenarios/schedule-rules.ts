import { say, type Bilingual } from "#lib/bilingual.ts";
import { cronInWords } from "#lib/cron-words.ts";

/** A schedule as a person says it: `À 08:00`, `At 08:00`. */
export function scheduleInWords(cron: string | undefined, after: string | undefined): Bilingual {
  if (cron !== undefined) return say(cronInWords(cron, "fr"), cronInWords(cron, "en"));
  if (after !== undefined) return say(`après ${after}`, `after ${after}`);
  return say("à la demande", "on demand");
}
