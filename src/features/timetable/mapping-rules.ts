import type { TimeZone } from "#lib/ids.ts";

import type { DayColumn } from "./content-rules.ts";
import { dayNames } from "./day-rules.ts";
import { headerAt, type Doubt, type Header } from "./header-rules.ts";
import type { Workbook } from "./ports.ts";
import { roles, type ColumnMapping, type RememberedMapping, type Role, type StartColumn } from "./shape-rules.ts";
import { candidateOf, candidates, chosen, missingColumns, type Candidate } from "./sheet-rules.ts";
import { columnName, columnNumber, fold } from "./text-rules.ts";
import { zoneNamed } from "./zone-rules.ts";

/** How the columns of a sheet are understood, before its lines are read. */
export interface SheetMapping {
  readonly sheet: string;
  /** As Excel counts, from 1; 0 without a header. */
  readonly headerRow: number;
  /** The header's texts, column by column; empty for an empty cell. */
  readonly headers: readonly string[];
  readonly shape: string;
  readonly columns: ColumnMapping;
  /** The columns that are named after days, where no column gives the day. */
  readonly dayColumns: readonly DayColumn[];
  /** The needed columns that were not found. */
  readonly absent: readonly (Role | "start")[];
  /** True when the lines' day is given, by whatever means. */
  readonly hasDay: boolean;
  /** True when the cells of the days give the time too. */
  readonly hasTime: boolean;
  readonly doubts: readonly Doubt[];
  /** True when an import reads this sheet. */
  readonly isRead: boolean;
  /** True when a person decided it. */
  readonly isDecided: boolean;
}

/** What a person says of a column: what it holds, or `nothing` for a role that no column holds. */
export type ColumnChange =
  | { readonly role: Role; readonly column: number | "nothing" }
  | { readonly role: "start"; readonly column: number; readonly zone: TimeZone | undefined }
  | { readonly role: "truth"; readonly column: number };

/** The sheets of a workbook that may be timetables, as an import would understand them. */
export function describeSheets(workbook: Workbook, remembered: readonly RememberedMapping[]): readonly SheetMapping[] {
  const found = candidates(workbook.sheets, remembered, undefined);
  const read = new Set(chosen(found));
  return found.map((one) => described(one, read.has(one)));
}

/** One sheet, with its header in the row that a person names (as Excel counts), or where it is found. */
export function describeSheet(
  workbook: Workbook,
  remembered: readonly RememberedMapping[],
  { sheet, headerRow }: { readonly sheet?: string | undefined; readonly headerRow?: number | undefined },
): SheetMapping | undefined {
  if (headerRow === undefined) {
    const sheets = describeSheets(workbook, sheet === undefined ? remembered : withoutIgnored(remembered));
    const ofThatName = sheets.filter((one) => sheet === undefined || fold(one.sheet) === fold(sheet));
    return ofThatName.find((one) => one.isRead) ?? ofThatName[0];
  }
  const named = workbook.sheets.find((one) => sheet === undefined || fold(one.name) === fold(sheet));
  if (named === undefined || headerRow > named.rows.length) return undefined;
  return described(candidateOf(headerAt(named, headerRow - 1)), true);
}

/** One sheet as it would be understood with a person's changes. */
export function describeDecision(
  workbook: Workbook,
  remembered: readonly RememberedMapping[],
  {
    changes,
    ...which
  }: {
    readonly sheet?: string | undefined;
    readonly headerRow?: number | undefined;
    readonly changes: readonly ColumnChange[];
  },
): SheetMapping | undefined {
  const found = describeSheet(workbook, remembered, which);
  if (found === undefined) return undefined;
  const columns = withChanges(found.columns, changes);
  return { ...found, columns, absent: missingColumns(columns, found), doubts: [], isRead: true, isDecided: true };
}

function withoutIgnored(remembered: readonly RememberedMapping[]): readonly RememberedMapping[] {
  return remembered.filter((one) => one.columns !== undefined);
}

function described({ header, absent, hasDay, hasTime }: Candidate, isRead: boolean): SheetMapping {
  const { sheet, row, shape, columns, dayColumns, doubts, isDecided } = header;
  const base = { sheet: sheet.name, headerRow: row + 1, headers: headersOf(header), shape };
  return { ...base, columns, dayColumns, absent, hasDay, hasTime, doubts, isRead, isDecided };
}

/** The texts of a header, column by column. */
export function headersOf({ sheet, row }: Pick<Header, "sheet" | "row">): readonly string[] {
  return Array.from(sheet.rows[row] ?? [], (cell) => (cell?.kind === "text" ? cell.text : ""));
}

/** The mapping with a person's changes: a start replaces all starts that were found, a column holds one thing. */
export function withChanges(columns: ColumnMapping, changes: readonly ColumnChange[]): ColumnMapping {
  const byRole: Partial<Record<Role, number>> = { ...columns.byRole };
  const given = changes.flatMap((change): StartColumn[] => {
    return change.role === "start" ? [{ column: change.column, zone: change.zone }] : [];
  });
  let starts = given.length > 0 ? given : columns.starts;
  let truth = columns.truth;
  for (const change of changes) {
    if (change.role === "truth") {
      truth = change.column;
      continue;
    }
    if (change.column !== "nothing") for (const role of roles) if (byRole[role] === change.column) delete byRole[role];
    if (change.role === "start") continue;
    if (change.column === "nothing") delete byRole[change.role];
    else {
      byRole[change.role] = change.column;
      starts = starts.filter((one) => one.column !== change.column);
    }
  }
  const isStart = truth !== undefined && starts.some((one) => one.column === truth);
  return { byRole, starts, ...(isStart && truth !== undefined ? { truth } : {}) };
}

/**
 * Reads changes as a person writes them: `title=C, coach=D, start=E:GMT+1, start=F:Europe/Paris, truth=F,
 * remark=-`. Gives the first part that is none.
 */
export function readChanges(text: string): readonly ColumnChange[] | { readonly wrong: string } {
  const changes: ColumnChange[] = [];
  for (const part of text.split(/[,;]\s*/).filter((one) => one.trim() !== "")) {
    const change = readChange(part.trim());
    if (change === undefined) return { wrong: part.trim() };
    changes.push(change);
  }
  return changes;
}

function readChange(part: string): ColumnChange | undefined {
  const [, name = "", letters = "", zoneText] = /^([a-z]+)\s*=\s*([A-Za-z]{1,2}|-)(?:\s*:\s*(.+))?$/.exec(part) ?? [];
  const column = letters === "-" ? "nothing" : columnNumber(letters);
  if (name === "truth" && typeof column === "number" && zoneText === undefined) return { role: name, column };
  if (name === "start" && typeof column === "number") {
    const zone = zoneText === undefined ? undefined : zoneNamed(zoneText);
    return zoneText !== undefined && zone === undefined ? undefined : { role: name, column, zone };
  }
  const role = roles.find((one) => one === name);
  return role === undefined || zoneText !== undefined ? undefined : { role, column };
}

/** What each column holds, as people see it: `C` → `title`. */
export function rolesByColumn(
  { byRole, starts, truth }: ColumnMapping,
  dayColumns: readonly DayColumn[] = [],
): ReadonlyMap<string, string> {
  const held = roles.flatMap((role) => (byRole[role] === undefined ? [] : [[byRole[role], role as string] as const]));
  const times = starts.map(({ column, zone }) => {
    const words = ["start", ...(zone === undefined ? [] : [zone]), ...(column === truth ? ["truth"] : [])];
    return [column, words.join(" ")] as const;
  });
  const days = dayColumns.map(({ column, weekday }) => [column, `day ${dayNames.en[weekday - 1]}`] as const);
  return new Map(
    [...held, ...times, ...days].toSorted(([a], [b]) => a - b).map(([column, what]) => [columnName(column), what]),
  );
}
