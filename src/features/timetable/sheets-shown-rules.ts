import { questionOf } from "./doubt-rules.ts";
import { gridOf, rowOfCell, type GridRow } from "./grid-rules.ts";
import { describeSheets, type SheetMapping } from "./mapping-rules.ts";
import type { Sheet, Workbook } from "./ports.ts";
import { roleNames } from "./problem-rules.ts";
import type { TimetableReading } from "./rules.ts";
import type { Problem, RememberedMapping } from "./shape-rules.ts";
import { columnName } from "./text-rules.ts";

/** Rows that are shown of a sheet that is read, and of another. */
const most = { read: 3_000, other: 60 } as const;

/** A sheet as it is shown to a person, with how it is understood when it may be a timetable. */
export interface ShownSheet {
  readonly name: string;
  readonly mapping: SheetMapping | undefined;
  /** A person decided to leave it alone. */
  readonly isLeftAlone: boolean;
  readonly heads: readonly { readonly letters: string; readonly text: string }[];
  readonly rows: readonly GridRow[];
  readonly more: number;
}

/** The sheets of a workbook for a person: those that are read come first, hidden ones only where they are read. */
export function showSheets(
  workbook: Workbook,
  {
    remembered,
    reading,
    tried,
  }: {
    readonly remembered: readonly RememberedMapping[];
    /** What came of reading them, where they can be read. */
    readonly reading: Pick<TimetableReading, "sheets" | "problems"> | undefined;
    /** A sheet as a person tries to have it understood, which does not suffice yet. */
    readonly tried: SheetMapping | undefined;
  },
): readonly ShownSheet[] {
  const used = describeSheets(workbook, remembered);
  const all = describeSheets(
    workbook,
    remembered.filter((one) => one.columns !== undefined),
  );
  const shown = workbook.sheets.flatMap((sheet) => {
    const mapping = tried?.sheet === sheet.name ? tried : used.find((one) => one.sheet === sheet.name);
    const leftAlone = mapping === undefined ? all.find((one) => one.sheet === sheet.name) : undefined;
    if (sheet.hidden === true && mapping?.isRead !== true) return [];
    const known = mapping ?? (leftAlone === undefined ? undefined : { ...leftAlone, isRead: false });
    // What is asked may only be seen once the lines of all sheets are read.
    const doubts = reading?.sheets.find((one) => one.sheet === sheet.name)?.doubts ?? known?.doubts ?? [];
    const problems = reading?.problems ?? [];
    return [oneSheet(sheet, known === undefined ? undefined : { ...known, doubts }, leftAlone !== undefined, problems)];
  });
  return shown.toSorted((a, b) => Number(b.mapping?.isRead === true) - Number(a.mapping?.isRead === true));
}

function oneSheet(
  sheet: Sheet,
  mapping: SheetMapping | undefined,
  isLeftAlone: boolean,
  problems: readonly Problem[],
): ShownSheet {
  const troubled = problems.filter((one) => one.cell.startsWith(`${sheet.name}!`)).map((one) => rowOfCell(one.cell));
  const grid = gridOf(sheet, { rows: mapping?.isRead === true ? most.read : most.other, troubled });
  const width = Math.max(mapping?.headers.length ?? 0, ...grid.rows.map((row) => row.cells.length));
  const heads = Array.from({ length: Math.min(width, 60) }, (_, index) => ({
    letters: columnName(index),
    text: mapping?.headers[index]?.trim() ?? "",
  }));
  return { name: sheet.name, mapping, isLeftAlone, heads, ...grid };
}

/** What is asked about a sheet, and what it lacks, in words. */
export function wordsOf({ doubts, absent }: SheetMapping) {
  return { questions: doubts.map(questionOf), missing: absent.map((role) => roleNames[role]) };
}
