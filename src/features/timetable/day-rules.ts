import { distance, fold } from "./text-rules.ts";

const names: readonly (readonly [weekday: number, shown: string, ...words: string[]])[] = [
  [1, "Lundi", "lundi", "lun"],
  [1, "Monday", "monday", "mon"],
  [2, "Mardi", "mardi", "mar"],
  [2, "Tuesday", "tuesday", "tue", "tues"],
  [3, "Mercredi", "mercredi", "mer", "merc"],
  [3, "Wednesday", "wednesday", "wed"],
  [4, "Jeudi", "jeudi", "jeu"],
  [4, "Thursday", "thursday", "thu", "thur", "thurs"],
  [5, "Vendredi", "vendredi", "ven", "vend"],
  [5, "Friday", "friday", "fri"],
  [6, "Samedi", "samedi", "sam"],
  [6, "Saturday", "saturday", "sat"],
  [7, "Dimanche", "dimanche", "dim"],
  [7, "Sunday", "sunday", "sun"],
];

const weekdays = new Map(names.flatMap(([weekday, , ...words]) => words.map((word) => [word, weekday] as const)));

/** What a day cell says. */
export type Day =
  | { readonly kind: "day"; /** ISO: 1 Monday … 7 Sunday. */ readonly weekday: number }
  | { readonly kind: "unknown"; /** The day that was probably meant. */ readonly suggestion: string | undefined };

/** Reads a day in French or English, short or in the plural. A slip is never taken: the day meant is suggested. */
export function readDay(text: string): Day {
  const word = fold(text).replace(/[.,]+$/, "");
  const weekday = weekdays.get(word) ?? weekdays.get(word.replace(/s$/, ""));
  if (weekday !== undefined) return { kind: "day", weekday };
  const near = names
    .map(([, shown]) => ({ shown, far: distance(word, fold(shown)) }))
    .toSorted((a, b) => a.far - b.far)[0];
  return { kind: "unknown", suggestion: near !== undefined && near.far <= 2 ? near.shown : undefined };
}

/** The days that a title's code may mean: `MW` is Monday or Wednesday, `SS` Saturday or Sunday. */
export function daysOfCode(code: string): ReadonlySet<number> {
  const initials = ["M", "T", "W", "T", "F", "S", "S"];
  return new Set(initials.flatMap((initial, index) => (code.toUpperCase().includes(initial) ? [index + 1] : [])));
}
