import type { TimeZone } from "#lib/ids.ts";

import type { CellValue } from "./ports.ts";
import { fold } from "./text-rules.ts";
import { zoneNamed } from "./zone-rules.ts";

/** What a time cell says. */
export type Time =
  | {
      readonly kind: "time";
      /** Minutes after midnight, 0 to 1439. */
      readonly minutes: number;
      /** The zone that the cell itself names. */
      readonly zone: TimeZone | undefined;
    }
  /** Written as a time, but there is none such: `25h00`. */
  | { readonly kind: "impossible" }
  /** Not written as a time. */
  | { readonly kind: "none" };

const written = /^(\d{1,2})\s*(?:[h:.]\s*(\d{2})?\s*(?::\s*\d{2})?)?\s*(?:([ap])\.?\s?m\b\.?)?\s*(.*)$/;

/** Reads a time: a fraction of a day, a date of 1899, `19h 30 GMT`, `18h`, `6:00 PM`, `7.30pm`, `midi`. */
export function readTime(cell: CellValue): Time {
  if (cell.kind === "date") return { kind: "time", minutes: minutesOfDay(cell.serial), zone: undefined };
  if (cell.kind === "number") {
    const isFraction = cell.number >= 0 && cell.number < 1;
    return isFraction ? { kind: "time", minutes: minutesOfDay(cell.number), zone: undefined } : { kind: "none" };
  }
  return cell.kind === "text" ? readTimeText(cell.text) : { kind: "none" };
}

/** Reads a time from a text; what follows it may name a zone. */
export function readTimeText(text: string): Time {
  const folded = fold(text);
  if (/^(midi|noon)\b/.test(folded)) return { kind: "time", minutes: 720, zone: zoneNamed(text) };
  if (/^(minuit|midnight)\b/.test(folded)) return { kind: "time", minutes: 0, zone: zoneNamed(text) };
  const found = written.exec(folded);
  if (found === null) return { kind: "none" };
  const [, hourText = "", minuteText, half, rest = ""] = found;
  // A bare number is no time: it takes an h, a colon, or am and pm.
  if (half === undefined && !/^\d{1,2}\s*[h:.]/.test(folded)) return { kind: "none" };
  if (/^\d/.test(rest)) return { kind: "none" };
  let hour = Number(hourText);
  const minute = Number(minuteText ?? "0");
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return { kind: "impossible" };
    hour = (hour % 12) + (half === "p" ? 12 : 0);
  }
  if (hour > 23 || minute > 59) return { kind: "impossible" };
  return { kind: "time", minutes: hour * 60 + minute, zone: zoneNamed(text) };
}

/** `HH:MM`. */
export function clockText(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}

/** Excel's fractions are not exact to the second (0.8541666…), so to the nearest minute. */
function minutesOfDay(serial: number): number {
  return Math.round((serial - Math.floor(serial)) * 1_440) % 1_440;
}
