import { textOf } from "./cell-rules.ts";
import type { CellValue } from "./ports.ts";
import { fold } from "./text-rules.ts";
import { minutesOfDay } from "./time-rules.ts";

/** The longest class, in minutes. */
const longest = 1_440;

/** A duration in minutes: `60`, `90 min`, `1h30`, `1:30`, `1,5 h`, a time of 1:30; `undefined` when it is none. */
export function readLength(cell: CellValue): number | undefined {
  const minutes = lengthOf(cell);
  return minutes !== undefined && minutes >= 5 && minutes <= longest ? minutes : undefined;
}

function lengthOf(cell: CellValue): number | undefined {
  if (cell.kind === "date") return minutesOfDay(cell.serial);
  // A fraction of a day, as a time is kept; from 5 on they are minutes, and between the two it could be either.
  if (cell.kind === "number") return cell.number < 1 ? minutesOfDay(cell.number) : Math.round(cell.number);
  const text = fold(textOf(cell) ?? "");
  const hours = /^(\d{1,2})\s*(?:h|heures?|hours?|hrs?|:)\s*(?:(\d{2})\s*(?:min|mn|m)?)?(?::\d{2})?\.?$/.exec(text);
  if (hours !== null) return Number(hours[1]) * 60 + Number(hours[2] ?? "0");
  const decimal = /^(\d{1,2})[.,](\d{1,2})\s*(?:h|heures?|hours?|hrs?)\.?$/.exec(text);
  if (decimal !== null) return Math.round(Number(`${decimal[1]}.${decimal[2]}`) * 60);
  const minutes = /^(\d{1,4})(?:\.0+)?\s*(?:min|mins|minutes?|mn|m|')?\.?$/.exec(text);
  return minutes === null ? undefined : Number(minutes[1]);
}
