import { say } from "#lib/bilingual.ts";
import type { Instant } from "#lib/clock.ts";
import { wiped, type Refused, type Telling } from "./refusals.ts";
import { retryAfterMs } from "./retry-after.ts";
import type { Place } from "./silence.ts";

/**
 * A 429 answer. `zoom.daily-limit` is the cap of 100 creations and changes per host and UTC day; every other limit is
 * `zoom.limit`. Always carries `retryAfterMs`.
 */
export function limited(headers: Headers, message: string, place: Place, now: Instant): Refused {
  const daily = /daily/i.test(message) || /daily/i.test(headers.get("x-ratelimit-type") ?? "");
  const wait = retryAfterMs(headers.get("retry-after"), daily, now);
  const category = headers.get("x-ratelimit-category");
  return {
    kind: "refused",
    retryAfterMs: wait,
    failure: {
      // Zoom words both daily caps alike. Only writes count for the host's cap, and a school's account never
      // comes near its own daily cap by writing.
      ...(daily && place.changes ? hostCap(wait) : overLimit(daily, wait)),
      place: place.place,
      cause: `HTTP 429${category === null ? "" : ` (${category})`}: ${wiped(message, [])}`,
    },
  };
}

/** The account's own number of requests for the UTC day is used up, as we counted: nothing was asked. */
export function daySpent(place: Place, now: Instant): Refused {
  const wait = retryAfterMs(null, true, now);
  return { kind: "refused", retryAfterMs: wait, failure: { ...overLimit(true, wait), place: place.place } };
}

function hostCap(wait: number): Telling {
  return {
    code: "zoom.daily-limit",
    what: say(
      `Cet hôte a atteint la limite de Zoom : 100 réunions créées ou modifiées par jour (UTC). Il pourra reprendre dans ${inHours(wait)}.`,
      `This host has reached Zoom's limit: 100 meetings created or changed per UTC day. It can go on in ${inHours(wait)}.`,
    ),
    remedy: say(
      "Carillon reprend de lui-même après minuit UTC. Pour ne pas attendre, répartissez les cours sur d'autres hôtes.",
      "Carillon goes on by itself after midnight UTC. Not to wait, spread the classes over other hosts.",
    ),
  };
}

function overLimit(daily: boolean, wait: number): Telling {
  return {
    code: "zoom.limit",
    what: daily
      ? say(
          `Le compte Zoom a atteint sa limite de demandes du jour. Il pourra reprendre dans ${inHours(wait)}.`,
          `The Zoom account has reached its limit of requests for the day. It can go on in ${inHours(wait)}.`,
        )
      : say(
          "Le compte Zoom a reçu trop de demandes à la fois.",
          "The Zoom account received too many requests at once.",
        ),
    remedy: daily
      ? say(
          "Attendez le lendemain (UTC), ou passez le compte à un forfait supérieur.",
          "Wait for the next day (UTC), or move the account to a higher plan.",
        )
      : say(
          "Relancez l'étape dans une minute ; si cela se répète, un autre programme utilise sans doute le même compte.",
          "Run the step again in a minute; if it happens again, another program probably uses the same account.",
        ),
  };
}

function inHours(ms: number): string {
  const minutes = Math.ceil(ms / 60_000);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")}`;
}
