import type { TimeZone } from "#lib/ids.ts";

import type { CellValue } from "./ports.ts";
import { fold } from "./text-rules.ts";
import { zoneNamed } from "./zone-rules.ts";

/** What a time cell says. */
export type Time =
  | {
      readonly kind: "time";
      /** Minutes after midnight, 0 to 1439; 1440 for `24:00`, the midnight that ends the day. */
      readonly minutes: number;
      /** The zone that the cell itself names. */
      readonly zone: TimeZone | undefined;
      /** The end, where the cell gives one too: `18h – 19h30`. Minutes after midnight. */
      readonly until?: number;
    }
  /** Two times, of which one cannot be chosen: `18h et 20h`. */
  | { readonly kind: "several" }
  /** Written as a time, but there is none such: `25h00`. */
  | { readonly kind: "impossible" }
  /** Not written as a time; with the time that was probably meant. */
  | { readonly kind: "none"; readonly suggestion?: string };

/** Hour, minutes, `am` or `pm`, and what follows. */
const written =
  /^(\d{1,2})\s*(?:(?:h(?:eures?|ours?|rs?)?\b|h|:|\.)\s*(\d{2})?\s*(?::\s*\d{2}(?:\.\d+)?)?\s*(?:min(?:utes)?\b|mn\b)?)?\s*(?:([ap])\.?\s?m\b\.?)?\s*(.*)$/;
const between =
  /^(?:\(?(?:gmt|utc)(?:\s?[+-]\s?\d{1,2})?\)?\s*)?(?:-|–|—|→|>|a|au|to|until|till|jusqu'?\s?a)\s*(?=\d|midi|noon|minuit|midnight)(.*)$/;
const another =
  /^(?:[,;/&+|]|et|ou|and|or|puis|then)\s*(?:a\s|at\s)?\s*(?=\d{1,2}\s*(?:[h:]|[ap]\.?\s?m\b)|midi\b|noon\b)/;
/** A time that came through a program as a moment of its epoch: `1899-12-30T19:30:00.000Z`. */
const epochDay = /^(?:(?:1899|1900|1904)-\d{2}-\d{2}|\d{1,2}[/.]\d{1,2}[/.](?:1899|1900|1904))[t ]+(?=\d)/;
const fraction = /^0?[.,]\d{3,}$/;

/** Reads a time: a fraction of a day, a date of 1899, `19h 30 GMT`, `18h`, `6:00 PM`, `7.30pm`, `midi`, `24:00`. */
export function readTime(cell: CellValue): Time {
  if (cell.kind === "date") return { kind: "time", minutes: minutesOfDay(cell.serial), zone: undefined };
  if (cell.kind === "number") {
    const isFraction = cell.number >= 0 && cell.number < 1;
    return isFraction ? { kind: "time", minutes: minutesOfDay(cell.number), zone: undefined } : { kind: "none" };
  }
  return cell.kind === "text" ? readTimeText(cell.text) : { kind: "none" };
}

/** Reads a time from a text; what follows it may name a zone, or give the end. */
export function readTimeText(text: string): Time {
  const folded = fold(text)
    .replace(epochDay, "")
    .replace(/^(?:a|at|de|from)\s+/, "");
  if (fraction.test(folded)) {
    return { kind: "time", minutes: minutesOfDay(Number(folded.replace(",", "."))), zone: undefined };
  }
  const first = readOne(folded);
  if (first.kind !== "read") return first.kind === "none" ? withSuggestion(folded) : first;
  if (another.test(first.rest)) return { kind: "several" };
  const zone = zoneNamed(text);
  const rest = between.exec(first.rest)?.[1];
  if (rest === undefined) return { kind: "time", minutes: first.minutes, zone };
  const second = readOne(rest);
  if (second.kind !== "read") return second;
  // `6:00-7:30pm`: both are in the afternoon; `11:00-12:30pm`: only the second is.
  const alsoPm = !first.half && second.half && first.minutes < 720 && first.minutes + 720 < second.minutes;
  return { kind: "time", minutes: first.minutes + (alsoPm ? 720 : 0), zone, until: second.minutes };
}

type One =
  | { readonly kind: "read"; readonly minutes: number; readonly half: boolean; readonly rest: string }
  | { readonly kind: "impossible" }
  | { readonly kind: "none" };

function readOne(folded: string): One {
  const named = /^(?:(midi|noon)|minuit|midnight)\b\s*(.*)$/.exec(folded);
  if (named !== null) {
    return { kind: "read", minutes: named[1] === undefined ? 0 : 720, half: true, rest: named[2] ?? "" };
  }
  const found = written.exec(folded);
  if (found === null) return { kind: "none" };
  const [, hourText = "", minuteText, half, rest = ""] = found;
  // A bare number is no time: it takes an h, a colon, or am and pm.
  if (half === undefined && !/^\d{1,2}\s*[h:.]/.test(folded)) return { kind: "none" };
  if (/^\d/.test(rest)) return { kind: "none" };
  const minute = Number(minuteText ?? "0");
  const hour = hourOf(Number(hourText), half, rest);
  const isLast = hour === 24 && minute === 0;
  if (hour === undefined || (hour > 23 && !isLast) || minute > 59) return { kind: "impossible" };
  return { kind: "read", minutes: hour * 60 + minute, half: half !== undefined, rest };
}

/** The hour of 0 to 23 (24 as written); `du soir` says what `pm` says. */
function hourOf(hour: number, half: string | undefined, rest: string): number | undefined {
  if (half !== undefined) return hour < 1 || hour > 12 ? undefined : (hour % 12) + (half === "p" ? 12 : 0);
  const isLater = /^(?:du soir|de l'apres[- ]midi|in the (?:evening|afternoon))/.test(rest);
  return isLater && hour < 12 ? hour + 12 : hour;
}

/** What a slip of the keyboard may have meant: `19;30`, `l9h30`, `19hO0`, `1930`. */
function withSuggestion(folded: string): Time {
  const mended = folded
    .replaceAll(/[;,*]/g, ":")
    .replaceAll(/(?<=^|[\dh:])o|o(?=[\dh:])/g, "0")
    .replaceAll(/(?<=^|[\dh:])[l|]|[l|](?=[\dh:])/g, "1")
    .replace(/^(\d{1,2})(?:\s|::|')(\d{2})$/, "$1:$2")
    .replace(/^([01]\d|2[0-3])([0-5]\d)$/, "$1:$2");
  const meant = mended === folded ? undefined : readOne(mended);
  if (meant?.kind !== "read") return { kind: "none" };
  return { kind: "none", suggestion: clockText(meant.minutes) };
}

/** `HH:MM`. */
export function clockText(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}

/** The time of a serial number. Excel's fractions are not exact to the second (0.8541666…): to the nearest minute. */
export function minutesOfDay(serial: number): number {
  return Math.round((serial - Math.floor(serial)) * 1_440) % 1_440;
}
