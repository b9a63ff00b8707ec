import { distance, fold } from "./text-rules.ts";

/** What the days are called, Monday first, as ISO counts them. */
export const dayNames = {
  fr: ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
  en: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
} as const;

const names: readonly (readonly [weekday: number, shown: string, ...words: string[]])[] = [
  [1, "Lundi", "lundi", "lun", "lu"],
  [1, "Monday", "monday", "mon", "mo"],
  [2, "Mardi", "mardi", "mar", "ma"],
  [2, "Tuesday", "tuesday", "tue", "tues", "tu"],
  [3, "Mercredi", "mercredi", "mer", "merc", "me"],
  [3, "Wednesday", "wednesday", "wed", "weds", "we"],
  [4, "Jeudi", "jeudi", "jeu", "je"],
  [4, "Thursday", "thursday", "thu", "thur", "thurs", "th"],
  [5, "Vendredi", "vendredi", "ven", "vend", "ve"],
  [5, "Friday", "friday", "fri", "fr"],
  [6, "Samedi", "samedi", "sam", "sa"],
  [6, "Saturday", "saturday", "sat"],
  [7, "Dimanche", "dimanche", "dim", "di"],
  [7, "Sunday", "sunday", "sun", "su"],
];

const weekdays = new Map(names.flatMap(([weekday, , ...words]) => words.map((word) => [word, weekday] as const)));
const around = /^(?:le|les|chaque|tous les|every|on|each)\s+/;
const betweenDays = /\s*(?:,|;|\/|&|\+|\bet\b|\band\b)\s*/;

/** What a day cell says. */
export type Day =
  | { readonly kind: "day"; /** ISO: 1 Monday … 7 Sunday. */ readonly weekday: number }
  | { readonly kind: "unknown"; /** The day that was probably meant. */ readonly suggestion: string | undefined };

/** What a day cell says that may list several: `mardi et jeudi`. */
export type Days =
  | { readonly kind: "days"; readonly weekdays: readonly number[] }
  | { readonly kind: "unknown"; readonly suggestion: string | undefined };

/** Reads a day in French or English, short or in the plural. A slip is never taken: the day meant is suggested. */
export function readDay(text: string): Day {
  const word = fold(text)
    .replace(/\s*[.,:]+$/, "")
    .replace(around, "");
  const weekday = weekdays.get(word) ?? weekdays.get(word.replace(/s$/, ""));
  return weekday === undefined ? { kind: "unknown", suggestion: meantBy(word) } : { kind: "day", weekday };
}

/** Reads one day or a list of them; the whole is unknown when one of them is. */
export function readDays(text: string): Days {
  const single = readDay(text);
  if (single.kind === "day") return { kind: "days", weekdays: [single.weekday] };
  const parts = fold(text).split(betweenDays);
  if (parts.length < 2) return single;
  const read = parts.map(readDay);
  const unknown = read.find((day) => day.kind === "unknown");
  if (unknown?.kind === "unknown") return unknown;
  return { kind: "days", weekdays: [...new Set(read.flatMap((day) => (day.kind === "day" ? [day.weekday] : [])))] };
}

/** The nearest day; two that are equally near are both named. */
function meantBy(word: string): string | undefined {
  if (word.length < 3 || word.length > 12) return undefined;
  const far = names.map(([weekday, shown]) => ({ weekday, shown, far: distance(word, fold(shown)) }));
  const least = Math.min(...far.map((one) => one.far));
  if (least > 2 || least >= word.length / 2) return undefined;
  const nearest = far.filter((one) => one.far === least);
  return [...Map.groupBy(nearest, (one) => one.weekday).values()].map((same) => same[0]?.shown).join(" / ");
}

/** The days that a title's code may mean: `MW` is Monday or Wednesday, `SS` Saturday or Sunday. */
export function daysOfCode(code: string): ReadonlySet<number> {
  const initials = ["M", "T", "W", "T", "F", "S", "S"];
  return new Set(initials.flatMap((initial, index) => (code.toUpperCase().includes(initial) ? [index + 1] : [])));
}
