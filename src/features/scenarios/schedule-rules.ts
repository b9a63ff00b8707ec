import { say, type Bilingual } from "#lib/bilingual.ts";
import { cronInWords } from "#lib/cron-words.ts";

/** A schedule as a person says it: `À 08:00, tous les jours`; `after` is the scenario that it follows, as people call it. */
export function scheduleInWords(cron: string | undefined, after: Bilingual | undefined): Bilingual {
  if (cron !== undefined) return say(cronInWords(cron, "fr"), cronInWords(cron, "en"));
  if (after !== undefined) return say(`après ${after.fr}`, `after ${after.en}`);
  return say("à la demande", "on demand");
}
