import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api } from "../api.ts";
import { frenchDate } from "../i18n/french.ts";
import { languageOf } from "../i18n/i18n.ts";

/** Instants (ISO 8601) as the school's clock shows them, in the person's language. */
export interface Times {
  /** `18:30`. */
  hour(at: string): string;
  /** `18:30:05`. */
  second(at: string): string;
  /** `lundi 30 mars`, of an instant. */
  day(at: string): string;
  /** The same of a day, `2026-03-30`. */
  dayNamed(date: string): string;
  /** `lundi 30 mars à 18:30`. */
  whole(at: string): string;
  /** `lun. 30 mars, 18:30`. */
  short(at: string): string;
  /** The day (`YYYY-MM-DD`) on which an instant falls in the school's zone. */
  dateOf(at: string): string;
  /** As a field for a local moment holds it, `2026-03-30T18:30`. */
  local(at: string): string;
}

/** Names and hours by locale, in the school's zone. */
export function useTimes(): Times {
  const { i18n } = useTranslation();
  // The frame of the page asks for the status already: this shares its answer.
  const { data: timeZone = "UTC" } = useQuery(api.school.status.queryOptions({ select: zoneOf }));
  return timesOf(languageOf(i18n) === "fr" ? "fr-FR" : "en-GB", timeZone);
}

const zoneOf = ({ timeZone }: { readonly timeZone: string }) => timeZone;

/** Made once: a format costs a thousand times what it costs to write a moment with it. */
const made = new Map<string, Times>();

function timesOf(locale: string, timeZone: string): Times {
  const key = `${locale} ${timeZone}`;
  const known = made.get(key) ?? newTimes(locale, timeZone);
  made.set(key, known);
  return known;
}

function newTimes(locale: string, timeZone: string): Times {
  const format = (options: Intl.DateTimeFormatOptions, zone = timeZone) =>
    new Intl.DateTimeFormat(locale, { timeZone: zone, ...options });
  const hour = format({ hour: "2-digit", minute: "2-digit" });
  const second = format({ hour: "2-digit", minute: "2-digit", second: "2-digit" });
  const long = { weekday: "long", day: "numeric", month: "long" } as const;
  const [day, dayNamed] = [format(long), format(long, "UTC")];
  const whole = format({ ...long, hour: "2-digit", minute: "2-digit" });
  const short = format({ weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
  // Sweden writes a moment as the fields of a form want it.
  const local = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" });
  const written = (at: string) => local.format(Date.parse(at)).replace(" ", "T");
  const date = locale === "fr-FR" ? frenchDate : (said: string) => said;
  return {
    hour: (at) => hour.format(Date.parse(at)),
    second: (at) => second.format(Date.parse(at)),
    day: (at) => date(day.format(Date.parse(at))),
    dayNamed: (of) => date(dayNamed.format(Date.parse(`${of}T00:00:00Z`))),
    whole: (at) => date(whole.format(Date.parse(at))),
    short: (at) => date(short.format(Date.parse(at))),
    dateOf: (at) => written(at).slice(0, 10),
    local: written,
  };
}

/** The day so many days after a day, both `YYYY-MM-DD`. */
export function dayAfter(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
