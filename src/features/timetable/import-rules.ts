import type { DamagedLine, Problem, TimetableLine } from "./shape-rules.ts";

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
  const errors = problems.filter((problem) => problem.severity === "error");
  return new Set(errors.map((problem) => rowOf(problem.cell))).size;
}

/**
 * The entries that leave the timetable: those that the workbook no longer holds, save those whose line is
 * still there but has an error. Nobody took them out, so last week's entry stays.
 *
 * A damaged line keeps one entry: the one that it is most like in what could be read of it, and at least in its
 * title or its group, wherever it stands in the sheet now. A line of which neither could be read keeps the
 * entry of its row.
 */
export function entriesThatLeave<Entry extends TimetableLine>(
  removed: readonly Entry[],
  damaged: readonly DamagedLine[],
): readonly Entry[] {
  let leaving = removed;
  for (const line of damaged) {
    const likest = leaving
      .map((entry) => ({ entry, likeness: likenessOf(line, entry) }))
      .filter((one) => one.likeness > 0)
      .toSorted((a, b) => b.likeness - a.likeness)[0];
    if (likest !== undefined) leaving = leaving.filter((entry) => entry !== likest.entry);
  }
  return leaving;
}

/** How much of a damaged line is the entry's; 0 when it is not known to be the same class. */
function likenessOf(line: DamagedLine, entry: TimetableLine): number {
  const sameTitle = line.titleKey !== undefined && entry.courseKey.endsWith(`|${line.titleKey}`);
  const sameGroup = line.group !== undefined && JSON.stringify(line.group) === JSON.stringify(entry.group);
  const sameRow = rowOf(line.cell) === rowOf(entry.cell);
  const isNameless = line.titleKey === undefined && line.group === undefined;
  if (!sameTitle && !sameGroup && !(isNameless && sameRow)) return 0;
  return (
    Number(sameTitle) * 8 +
    Number(sameGroup) * 8 +
    Number(line.weekday === entry.weekday) * 4 +
    Number(line.time === entry.time) * 3 +
    Number(line.coach === entry.coach) * 2 +
    Number(sameRow)
  );
}

/** `Fix Schedule!G31` → `Fix Schedule!31`. */
function rowOf(cell: string): string {
  return cell.replace(/![A-Z]+(\d+)$/, "!$1");
}
