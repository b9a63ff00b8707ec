import type { LineCells } from "./line-cells-rules.ts";
import * as tell from "./problem-rules.ts";
import type { CellValue } from "./ports.ts";
import { tidy } from "./text-rules.ts";

/** A line's days, and the cell that gives their time where that is not a column of times. */
export interface Moment {
  readonly weekdays: readonly number[];
  readonly timed?: { readonly column: number; readonly cell: CellValue };
}

/** What a person writes under a day to say that the class takes place on it, and that it does not. */
const marks = /^(?:x|1|✓|✔|✅|●|•|oui|yes|ok|vrai|true)$/iu;
const noMarks = /^(?:-+|–|—|\/|0|non|no|faux|false|rien|none)$/iu;

/**
 * The moments of one line: its day cell, the days that stand side by side as columns, or the day of the heading
 * above it. None when the day is missing or unknown, which is told at its cell.
 */
export function momentsOf(line: LineCells, sectionDay: number | undefined): readonly Moment[] {
  const { columns, dayColumns } = line.header;
  const cell = line.cell("day");
  // A date that is shown as its weekday, as `dddd` does.
  if (cell?.kind === "date" && cell.serial >= 60) return [{ weekdays: [((Math.floor(cell.serial) + 5) % 7) + 1] }];
  const text = line.text("day");
  if (text === undefined) {
    const marked = dayColumns.length === 0 ? [] : markedDays(line);
    if (marked.length > 0) return marked;
    if (sectionDay !== undefined) return [{ weekdays: [sectionDay] }];
    line.problems.push(tell.missing(line.at(columns.byRole.day ?? dayColumns[0]?.column ?? 0), "day"));
    return [];
  }
  const days = line.reader.days(text);
  if (days.kind === "days") {
    if (days.timed === undefined) return [{ weekdays: days.weekdays }];
    const column = columns.byRole.day ?? 0;
    return days.timed.map(({ weekdays, time }) => ({ weekdays, timed: { column, cell: time } }));
  }
  line.problems.push(tell.dayUnknown(line.place("day"), tidy(text), days.suggestion));
  return [];
}

/** The days under whose columns the line has a time, or a mark where its time stands in a column of its own. */
function markedDays(line: LineCells): readonly Moment[] {
  const { columns, dayColumns } = line.header;
  return dayColumns.flatMap(({ column, weekday }): readonly Moment[] => {
    const cell = line.cellAt(column);
    if (cell === undefined) return [];
    const shown = line.reader.shown(cell).trim();
    if (noMarks.test(shown)) return [];
    if (columns.starts.length > 0 && marks.test(shown)) return [{ weekdays: [weekday] }];
    return [{ weekdays: [weekday], timed: { column, cell } }];
  });
}
