import type { Problem, TimetableLine } from "./shape-rules.ts";

/** What an import did to the timetable in force. */
export interface ImportFigures {
  /** Lines of the sheet that were understood. */
  readonly entries: number;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly unchanged: number;
  /** Lines that were left out because of an error. */
  readonly leftOut: number;
}

/** How many lines an error left out: several errors in one line count once. */
export function linesLeftOut(problems: readonly Problem[]): number {
  return errorRows(problems).size;
}

/**
 * The entries that leave the timetable: those that the workbook no longer holds, save those whose line is
 * still there but has an error. Nobody took them out, so last week's entry stays.
 */
export function entriesThatLeave<Entry extends Pick<TimetableLine, "cell">>(
  removed: readonly Entry[],
  problems: readonly Problem[],
): readonly Entry[] {
  const damaged = errorRows(problems);
  return removed.filter((entry) => !damaged.has(rowOf(entry.cell)));
}

function errorRows(problems: readonly Problem[]): ReadonlySet<string> {
  return new Set(problems.filter((problem) => problem.severity === "error").map((problem) => rowOf(problem.cell)));
}

/** `Fix Schedule!G31` → `Fix Schedule!31`. */
function rowOf(cell: string): string {
  return cell.replace(/![A-Z]+(\d+)$/, "!$1");
}
