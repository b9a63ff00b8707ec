import { textOf } from "./cell-rules.ts";
import type { Header } from "./header-rules.ts";
import * as tell from "./problem-rules.ts";
import type { CellValue } from "./ports.ts";
import type { CellReader } from "./reader-rules.ts";
import type { Problem, Role } from "./shape-rules.ts";
import { columnName, tidy } from "./text-rules.ts";

/** A cell of a line, e.g. `Fix Schedule!G31`. */
export function placeIn(
  { header, row }: { readonly header: Header; readonly row: number },
  of: "title" | "coach" | number,
): string {
  const column = typeof of === "number" ? of : (header.columns.byRole[of] ?? 0);
  return `${header.sheet.name}!${columnName(column)}${row + 1}`;
}

/**
 * One line's cells by what they hold, with the problems that were met in them.
 *
 * An object of its own, since a workbook may have 100,000 lines and each function made for one costs as much as
 * reading a cell.
 */
export class LineCells {
  readonly header: Header;
  /** From 0. */
  readonly row: number;
  readonly reader: CellReader;
  readonly problems: Problem[] = [];
  readonly #cells: readonly (CellValue | undefined)[];

  constructor(header: Header, row: number, cells: readonly (CellValue | undefined)[], reader: CellReader) {
    this.header = header;
    this.row = row;
    this.reader = reader;
    this.#cells = cells;
  }

  at(column: number): string {
    return placeIn(this, column);
  }

  cellAt(column: number): CellValue | undefined {
    return this.#cells[column];
  }

  cell(role: Role): CellValue | undefined {
    const column = this.header.columns.byRole[role];
    return column === undefined ? undefined : this.#cells[column];
  }

  place(role: Role): string {
    return this.at(this.header.columns.byRole[role] ?? 0);
  }

  text(role: Role): string | undefined {
    return textOf(this.cell(role));
  }

  /** A cell that must not be empty; that it is, is told. */
  need(role: Role): string | undefined {
    const text = this.text(role);
    if (text === undefined) this.problems.push(tell.missing(this.place(role), role));
    return text;
  }

  /** A cell that may be empty, read; what cannot be read is told, and not taken. */
  optional<T>(
    role: Role,
    read: (text: string) => T | undefined,
    severity: "warning" | "notice" = "warning",
  ): T | undefined {
    const text = this.text(role);
    if (text === undefined) return undefined;
    const value = read(text);
    if (value === undefined) this.problems.push(tell.notTaken(this.place(role), role, tidy(text), severity));
    return value;
  }
}
