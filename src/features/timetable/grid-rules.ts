import type { CellValue, Sheet } from "./ports.ts";

/** A row of a sheet as people see it. */
export interface GridRow {
  /** As Excel counts, from 1. */
  readonly row: number;
  readonly cells: readonly string[];
}

/** So much of a sheet is shown, whatever its size. */
const most = { troubled: 500, columns: 60, letters: 200 } as const;

/** The first `rows` rows of a sheet, and those in which something is wrong (`troubled`, as Excel counts). */
export function gridOf(
  { rows }: Sheet,
  { rows: first, troubled }: { readonly rows: number; readonly troubled: readonly number[] },
): { readonly rows: readonly GridRow[]; readonly more: number } {
  const wanted = new Set([
    ...Array.from({ length: Math.min(rows.length, first) }, (_, index) => index + 1),
    ...troubled.filter((row) => row > first && row <= rows.length).slice(0, most.troubled),
  ]);
  const shown = [...wanted]
    .toSorted((a, b) => a - b)
    .map((row) => ({ row, cells: Array.from(rows[row - 1] ?? [], shownCell).slice(0, most.columns) }));
  return { rows: shown, more: rows.length - shown.length };
}

/** A cell as a person reads it: a serial number as its date or its time. */
function shownCell(cell: CellValue | undefined): string {
  if (cell === undefined) return "";
  if (cell.kind === "boolean") return String(cell.boolean);
  if (cell.kind !== "date") return cell.text.slice(0, most.letters);
  const whole = Math.round(cell.serial * 1_440);
  const [days, minutes] = [Math.floor(whole / 1_440), whole % 1_440];
  const time = `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
  // Excel's day 0 is a time without a day.
  if (days < 1) return time;
  const date = Temporal.PlainDate.from("1899-12-30")
    .add({ days: Math.min(days, 2_958_465) })
    .toString();
  return minutes === 0 ? date : `${date} ${time}`;
}

/** The row of a problem's place, `Fix Schedule!G31` → 31. */
export function rowOfCell(cell: string): number {
  return Number(/\d+$/.exec(cell)?.[0] ?? "0");
}
