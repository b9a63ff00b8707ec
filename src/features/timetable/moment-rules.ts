import type { Header } from "./header-rules.ts";
import * as tell from "./problem-rules.ts";
import type { CellValue } from "./ports.ts";
import type { CellReader } from "./reader-rules.ts";
import type { Problem } from "./shape-rules.ts";
import { tidy } from "./text-rules.ts";

/** A line's days, and the cell that gives their time where that is not a column of times. */
export interface Moment {
  readonly weekdays: readonly number[];
  readonly timed?: { readonly column: number; readonly cell: CellValue };
}

type Row = readonly (CellValue | undefined)[];

/** What a person writes under a day to say that the class takes place on it, and that it does not. */
const marks = /^(?:x|✓|✔|✅|●|•|oui|yes|ok|vrai|true)$/iu;
const noMarks = /^(?:-+|–|—|\/|0|non|no|faux|false|rien|none)$/iu;

/**
 * The moments of one line: its day cell, the days that stand side by side as columns, or the day of the heading
 * above it. None when the day is missing or unknown, which is told at its cell.
 */
export function momentsOf({
  header,
  cells,
  at,
  sectionDay,
  reader,
  problems,
}: {
  readonly header: Header;
  readonly cells: Row;
  readonly at: (column: number) => string;
  readonly sectionDay: number | undefined;
  readonly reader: CellReader;
  readonly problems: Problem[];
}): readonly Moment[] {
  const column = header.columns.byRole.day;
  const cell = column === undefined ? undefined : cells[column];
  // A date that is shown as its weekday, as `dddd` does.
  if (cell?.kind === "date" && cell.serial >= 60) return [{ weekdays: [((Math.floor(cell.serial) + 5) % 7) + 1] }];
  const text = cell?.kind === "text" || cell?.kind === "number" ? cell.text : undefined;
  if (text === undefined || text.trim() === "") {
    const marked = markedDays(header, cells, reader);
    if (marked.length > 0) return marked;
    if (sectionDay !== undefined) return [{ weekdays: [sectionDay] }];
    problems.push(tell.missing(at(column ?? header.dayColumns[0]?.column ?? 0), "day"));
    return [];
  }
  const days = reader.days(text);
  if (days.kind === "days") {
    if (days.timed === undefined) return [{ weekdays: days.weekdays }];
    return days.timed.map(({ weekdays, time }) => ({ weekdays, timed: { column: column ?? 0, cell: time } }));
  }
  problems.push(tell.dayUnknown(at(column ?? 0), tidy(text), days.suggestion));
  return [];
}

/** The days under whose columns the line has a time, or a mark where its time stands in a column of its own. */
function markedDays({ dayColumns, columns }: Header, cells: Row, reader: CellReader): readonly Moment[] {
  return dayColumns.flatMap(({ column, weekday }): readonly Moment[] => {
    const cell = cells[column];
    if (cell === undefined) return [];
    const shown = reader.shown(cell).trim();
    if (noMarks.test(shown)) return [];
    if (columns.starts.length > 0 && (marks.test(shown) || shown === "1")) return [{ weekdays: [weekday] }];
    return [{ weekdays: [weekday], timed: { column, cell } }];
  });
}
