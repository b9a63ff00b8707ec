import { distance, fold, tidy } from "./text-rules.ts";
import { readTimeText } from "./time-rules.ts";

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

/** Days that a cell gives with their time: `mardi et jeudi 18h – 19h30`. */
export interface TimedDays {
  readonly weekdays: readonly number[];
  /** The time as a cell of its own would hold it. */
  readonly time: { readonly kind: "text"; readonly text: string };
}

/** What a day cell says that may list several: `mardi et jeudi`. */
export type Days =
  | {
      readonly kind: "days";
      readonly weekdays: readonly number[];
      /** Where the cell gives times too: all its days, each with its time. */
      readonly timed?: readonly TimedDays[];
    }
  | { readonly kind: "unknown"; readonly suggestion: string | undefined };

/** Reads a day in French or English, short or in the plural. A slip is never taken: the day meant is suggested. */
export function readDay(text: string): Day {
  const word = fold(text)
    .replace(/\s*[.,:]+$/, "")
    .replace(around, "");
  const weekday = weekdays.get(word) ?? weekdays.get(word.replace(/s$/, ""));
  return weekday === undefined ? { kind: "unknown", suggestion: meantBy(word) } : { kind: "day", weekday };
}

/** Reads one day or a list of them, with their times if it gives any; the whole is unknown when one of them is. */
export function readDays(text: string): Days {
  const single = readDay(text);
  if (single.kind === "day") return { kind: "days", weekdays: [single.weekday] };
  const timed = readTimedDays(text);
  if (timed !== undefined) return { kind: "days", weekdays: timed.flatMap((one) => one.weekdays), timed };
  const parts = fold(text).split(betweenDays);
  if (parts.length < 2) return single;
  const read = parts.map(readDay);
  const unknown = read.find((day) => day.kind === "unknown");
  if (unknown?.kind === "unknown") return unknown;
  return { kind: "days", weekdays: [...new Set(read.flatMap((day) => (day.kind === "day" ? [day.weekday] : [])))] };
}

/** Where a day's name begins, in three letters or more. */
const longNames = [...weekdays.keys()].filter((word) => word.length > 2).join("|");
const beforeDay = new RegExp(`(?<!\\p{L})(?=(?:${longNames})s?(?!\\p{L}))`, "iu");
const dayThenRest = /^(\p{L}+)\s*[.,:–—-]?\s*(.*)$/su;
const linkAtEnd = /\s*(?:[,;/&+|]|\bet\b|\band\b)?\s*$/iu;

/** `Lundi 19h30`, `mardi et jeudi 18h – 19h30, samedi à 10h`; `undefined` unless every day has a time after it. */
function readTimedDays(text: string): readonly TimedDays[] | undefined {
  const [before = "", ...pieces] = ` ${tidy(text)}`.split(beforeDay);
  if (pieces.length === 0 || !(before.trim() === "" || around.test(`${fold(before)} `))) return undefined;
  const timed: TimedDays[] = [];
  let waiting: readonly number[] = [];
  for (const piece of pieces) {
    const [, word = "", rest = ""] = dayThenRest.exec(piece.replace(linkAtEnd, "")) ?? [];
    const day = readDay(word);
    if (day.kind !== "day") return undefined;
    waiting = [...waiting, day.weekday];
    if (rest === "") continue;
    const at = /^\((.*)\)$/s.exec(rest)?.[1] ?? rest;
    const time = readTimeText(at);
    // `mars 2026` is a year, not a slip of the keyboard.
    if (time.kind === "none" && (time.suggestion === undefined || /^\d{4}$/.test(at))) return undefined;
    timed.push({ weekdays: [...new Set(waiting)], time: { kind: "text", text: at } });
    waiting = [];
  }
  return waiting.length === 0 ? timed : undefined;
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
