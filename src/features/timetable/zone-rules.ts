import { timeZone, type TimeZone } from "#lib/ids.ts";

import { fold } from "./text-rules.ts";

/** Places that schools write instead of a zone's name. */
const places: Readonly<Record<string, string>> = {
  france: "Europe/Paris",
  paris: "Europe/Paris",
  belgique: "Europe/Brussels",
  bruxelles: "Europe/Brussels",
  suisse: "Europe/Zurich",
  abidjan: "Africa/Abidjan",
  "cote d'ivoire": "Africa/Abidjan",
  dakar: "Africa/Dakar",
  senegal: "Africa/Dakar",
  lome: "Africa/Lome",
  togo: "Africa/Lome",
  cotonou: "Africa/Porto-Novo",
  benin: "Africa/Porto-Novo",
  douala: "Africa/Douala",
  cameroun: "Africa/Douala",
  kinshasa: "Africa/Kinshasa",
  casablanca: "Africa/Casablanca",
  maroc: "Africa/Casablanca",
  tunis: "Africa/Tunis",
  tunisie: "Africa/Tunis",
  alger: "Africa/Algiers",
  london: "Europe/London",
  londres: "Europe/London",
  uk: "Europe/London",
  montreal: "America/Toronto",
  quebec: "America/Toronto",
};

const named = new RegExp(`(?:^|[^a-z])(${Object.keys(places).join("|")})(?:[^a-z]|$)`);

/** The zone that a header or a cell names: `TIME (GMT+1)`, `20h 30 France`, `Europe/Paris`. */
export function zoneNamed(text: string): TimeZone | undefined {
  const words = fold(text);
  const offset = /\b(?:gmt|utc)\s*([+-])\s*(\d{1,2})(?::?(\d{2}))?/.exec(words);
  if (offset !== null) return timeZone(`${offset[1]}${(offset[2] ?? "").padStart(2, "0")}:${offset[3] ?? "00"}`);
  if (/\b(?:gmt|utc)\b/.test(words)) return timeZone("UTC");
  const iana = /\b[A-Z][A-Za-z]+\/[A-Z][A-Za-z_/-]+\b/.exec(text);
  if (iana !== null) return timeZone(iana[0]);
  const place = named.exec(words)?.[1];
  return place === undefined ? undefined : timeZone(places[place] ?? "");
}
