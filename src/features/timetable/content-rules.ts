import { textOf } from "./cell-rules.ts";
import { readDay, readDays } from "./day-rules.ts";
import { readGroup } from "./group-rules.ts";
import type { CellValue } from "./ports.ts";
import type { Role } from "./shape-rules.ts";
import { readTime } from "./time-rules.ts";

/** One row of a sheet. */
export type Row = readonly (CellValue | undefined)[];

/** What the cells of a column must look like, for the roles that can be told by it. */
const looks: Readonly<Partial<Record<Role, (text: string) => boolean>>> = {
  email: (text) => /^\S+@\S+\.\S+$/.test(text.trim()),
  group: (text) => readGroup({ kind: "text", text }).kind !== "none",
  day: (text) => readDays(text).kind === "days",
  link: (text) => /^https?:\/\/\S*(zoom\.us|meet\.google|teams\.microsoft|teams\.live)\S*/i.test(text.trim()),
};

/** 1 when most cells of the column look like the role; 0 when they do not, or when that cannot be told. */
export function fitsRole(role: Role, column: number, lines: readonly Row[]): 0 | 1 {
  const look = looks[role];
  return look !== undefined && mostly(lines, column, look) ? 1 : 0;
}

/** True when more than half of the column's filled cells hold what is asked. */
export function mostly(lines: readonly Row[], column: number, holds: (text: string, line: Row) => boolean): boolean {
  const filled = lines.filter((line) => textOf(line[column]) !== undefined);
  const fitting = filled.filter((line) => holds(textOf(line[column]) ?? "", line));
  return filled.length > 0 && fitting.length > filled.length / 2;
}

/** True when more than half of the column's filled cells are times of day. */
export function mostlyTimes(lines: readonly Row[], column: number): boolean {
  const filled = lines.flatMap((line) => (line[column] === undefined ? [] : [line[column]]));
  const times = filled.filter((cell) => readTime(cell).kind === "time" && !(cell.kind === "date" && cell.serial >= 60));
  return filled.length > 0 && times.length > filled.length / 2;
}

/** True when more than half of the column's filled cells are days with their times: `Lundi 19h30`. */
export function mostlyTimedDays(lines: readonly Row[], column: number): boolean {
  return mostly(lines, column, (text) => {
    const days = readDays(text);
    return days.kind === "days" && days.timed !== undefined;
  });
}

/** A column that is named after a day. */
export interface DayColumn {
  /** From 0. */
  readonly column: number;
  /** ISO: 1 Monday … 7 Sunday. */
  readonly weekday: number;
}

/** The columns of a header row that are named after days, each day once; a single one is no week. */
export function dayColumnsIn(header: Row): readonly DayColumn[] {
  const found = header.flatMap((cell, column): readonly DayColumn[] => {
    const day = cell?.kind === "text" ? readDay(cell.text) : undefined;
    return day?.kind === "day" ? [{ column, weekday: day.weekday }] : [];
  });
  const isOnce = new Set(found.map((one) => one.weekday)).size === found.length;
  return found.length > 1 && isOnce ? found : [];
}
