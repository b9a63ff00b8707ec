import { say } from "#lib/bilingual.ts";
import type { Instant } from "#lib/clock.ts";
import { frenchDate } from "#lib/french.ts";
import type { TimeZone } from "#lib/ids.ts";

import { doubtful, fine, type Check, type Subject } from "./check.ts";

const subject: Subject = { name: "backups", title: say("Sauvegardes", "Backups") };

/** One is made each night: an older last one means that a night was missed. */
const oldestHours = 36;

/** Whether backups are made, and the last one is as young as it should be. */
export function checkBackups({
  last,
  kept,
  since,
  now,
  zone,
}: {
  /** When the last one was made; undefined when there is none. */
  readonly last: Instant | undefined;
  /** How many of the nights are kept; 0: none is made. */
  readonly kept: number;
  /** Since when the school has had something to lose. */
  readonly since: Instant | undefined;
  readonly now: Instant;
  readonly zone: TimeZone;
}): Check {
  if (last === undefined) return checkNone(kept, since, now);
  const day = { weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" } as const;
  const local = last.toZonedDateTimeISO(zone);
  const when = say(frenchDate(local.toLocaleString("fr", day)), local.toLocaleString("en", day));
  if (!isOld(last, now)) return fine(subject, say(`la dernière : ${when.fr}`, `the last one: ${when.en}`));
  return doubtful(
    subject,
    say(`la dernière date du ${when.fr}`, `the last one is of ${when.en}`),
    say(
      "Faites-en une à la page « Sauvegardes » : elle dit ce qui ne va pas. Sur la machine : « carillon backup ».",
      'Make one on the page "Backups": it says what is wrong. On the machine: `carillon backup`.',
    ),
  );
}

function checkNone(kept: number, since: Instant | undefined, now: Instant): Check {
  if (kept === 0) {
    return doubtful(
      subject,
      say("aucune, et aucune ne se fait la nuit", "none, and none is made at night"),
      say(
        "Réglez à la page « Sauvegardes » combien en garder : une se fait alors chaque nuit. Sur la machine : CARILLON_BACKUPS.",
        'Set on the page "Backups" how many to keep: one is then made each night. On the machine: CARILLON_BACKUPS.',
      ),
    );
  }
  const none = say("aucune encore", "none yet");
  if (since === undefined || !isOld(since, now)) return fine(subject, none);
  return doubtful(
    subject,
    none,
    say(
      "Carillon en fait une chaque nuit à 3:30. Faites-en une à la page « Sauvegardes », ou sur la machine : « carillon backup ».",
      'Carillon makes one each night at 3:30. Make one on the page "Backups", or on the machine: `carillon backup`.',
    ),
  );
}

function isOld(at: Instant, now: Instant): boolean {
  return at.until(now).total("hours") > oldestHours;
}
