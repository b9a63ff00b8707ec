import { afterLastDay, dayOfSerial, textOf } from "./cell-rules.ts";
import type { CellValue } from "./ports.ts";
import { fold } from "./text-rules.ts";

/** Which of the two first numbers is the day: `03/04/2026` says it in no language. */
export type DateOrder = "day first" | "month first";

/** What a date cell says. */
export type ReadDate =
  /** `YYYY-MM-DD`; `isGuess` when day and month could be the other way round. */
  { readonly kind: "date"; readonly day: string; readonly isGuess: boolean } | { readonly kind: "none" };

const months: Readonly<Record<string, number>> = Object.fromEntries(
  [
    "jan janv janvier january",
    "feb fev fevr fevrier february",
    "mar mars march",
    "apr avr avril april",
    "mai may",
    "jun juin june",
    "jul juil juillet july",
    "aug aou aout august",
    "sep sept septembre september",
    "oct octobre october",
    "nov novembre november",
    "dec decembre december",
  ].flatMap((words, index) => words.split(" ").map((word) => [word, index + 1])),
);
const weekday = /^(?:lun|mar|mer|jeu|ven|sam|dim|mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+(?=\d|[a-z])/;

/** Reads a day with its year: a date cell, `2026-03-01`, `1/3/2026`, `1er mars 2026`, `March 1, 2026`. */
export function readDate(cell: CellValue, order: DateOrder): ReadDate {
  if (cell.kind === "date") return ofSerial(cell.serial, afterLastDay);
  // A date that lost its format: its number, from 2000 to 2100.
  if (cell.kind === "number") return ofSerial(cell.number, 73_051);
  const text = fold(textOf(cell) ?? "").replace(weekday, "");
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[t ].*)?$/.exec(text);
  if (iso !== null) return made(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const figures = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?: .*)?$/.exec(text);
  if (figures !== null) {
    const [first, second] = [Number(figures[1]), Number(figures[2])];
    const year = Number(figures[3]) + ((figures[3] ?? "").length === 2 ? 2_000 : 0);
    const dayFirst = second > 12 ? false : first > 12 ? true : order === "day first";
    const isGuess = first <= 12 && second <= 12 && first !== second;
    return dayFirst ? made(year, second, first, isGuess) : made(year, first, second, isGuess);
  }
  const worded =
    /^(\d{1,2})(?:er|st|nd|rd|th)?\s+([a-z]+)\.?,?\s+(\d{4})$/.exec(text) ??
    /^([a-z]+)\.?\s+(\d{1,2})(?:er|st|nd|rd|th)?,?\s+(\d{4})$/.exec(text);
  if (worded === null) return { kind: "none" };
  const [, one = "", two = "", year] = worded;
  const [day, month] = /^\d/.test(one) ? [one, two] : [two, one];
  return made(Number(year), months[month] ?? 0, Number(day));
}

/** The order that a column's own dates show; `undefined` when none of them tells. */
export function orderOf(cells: readonly (CellValue | undefined)[]): DateOrder | undefined {
  for (const cell of cells) {
    const figures = /^(\d{1,2})[-/.](\d{1,2})[-/.]\d{2,4}/.exec(textOf(cell)?.trim() ?? "");
    if (figures !== null && Number(figures[1]) > 12) return "day first";
    if (figures !== null && Number(figures[2]) > 12) return "month first";
  }
  return undefined;
}

function ofSerial(serial: number, before: number): ReadDate {
  if (serial < 36_526 || serial >= before) return { kind: "none" };
  return { kind: "date", day: dayOfSerial(serial), isGuess: false };
}

function made(year: number, month: number, day: number, isGuess = false): ReadDate {
  if (month < 1 || month > 12 || day < 1 || year < 2_000 || year > 2_100) return { kind: "none" };
  const date = Temporal.PlainDate.from({ year, month, day: Math.min(day, 31) }, { overflow: "constrain" });
  return date.day === day ? { kind: "date", day: date.toString(), isGuess } : { kind: "none" };
}
