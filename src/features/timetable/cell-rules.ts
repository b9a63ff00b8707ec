import type { CellValue } from "./ports.ts";
import { tidy } from "./text-rules.ts";
import { clockText, minutesOfDay } from "./time-rules.ts";

/** The text of a cell; a number's digits. */
export function textOf(cell: CellValue | undefined): string | undefined {
  if (cell?.kind === "text") return cell.text.trim() === "" ? undefined : cell.text;
  return cell?.kind === "number" ? cell.text : undefined;
}

/** A cell as a problem shows it. */
export function shownValue(cell: CellValue): string {
  if (cell.kind === "date") {
    const time = clockText(minutesOfDay(cell.serial));
    if (cell.serial < 60) return time;
    // More than any sheet counts: another program wrote it, and it is shown as the number that it is.
    if (cell.serial >= afterLastDay) return String(cell.serial);
    const day = dayOfSerial(cell.serial);
    return time === "00:00" ? day : `${day} ${time}`;
  }
  if (cell.kind === "boolean") return String(cell.boolean);
  return tidy(cell.text);
}

/** The serial number after 31 December 9999, the last day that sheets know. */
export const afterLastDay = 2_958_466;

/** The day `YYYY-MM-DD` of a sheet's serial number, which counts from 30 December 1899. */
export function dayOfSerial(serial: number): string {
  return Temporal.PlainDate.from("1899-12-30")
    .add({ days: Math.floor(serial) })
    .toString();
}
