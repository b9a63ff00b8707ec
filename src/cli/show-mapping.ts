import { questionOf } from "#features/timetable/doubt-rules.ts";
import { rolesByColumn, type SheetMapping } from "#features/timetable/mapping-rules.ts";
import type { ShapeRow } from "#features/timetable/mapping-store.ts";
import { columnNumber } from "#features/timetable/text-rules.ts";
import { say } from "#lib/bilingual.ts";

import type { CommandContext } from "./command.ts";
import { printable, table } from "./terminal.ts";

/** A sheet's mapping for programs. */
export function mappingDocument(context: CommandContext, mapping: SheetMapping): object {
  const { sheet, headerRow, headers, columns, dayColumns, doubts, absent, isRead, isDecided } = mapping;
  return {
    sheet,
    headerRow,
    isRead,
    isDecided,
    columns: Object.fromEntries(rolesByColumn(columns, dayColumns)),
    headers,
    questions: doubts.map((doubt) => context.text(questionOf(doubt))),
    missing: absent,
  };
}

/** A sheet's mapping for a person: each column with its header and what it holds, then what is asked. */
export function printMapping(context: CommandContext, mapping: SheetMapping): void {
  const { terminal, text } = context;
  const { sheet, headerRow, headers, columns, dayColumns, doubts, absent, isRead, isDecided } = mapping;
  const state = !isRead
    ? say("n'est pas lue", "is not read")
    : isDecided
      ? say("lue, comme décidé", "read, as decided")
      : say("lue", "read");
  const row = say(`titres à la ligne ${headerRow}`, `header in row ${headerRow}`);
  terminal.print(`${terminal.tone("strong", printable(sheet))} · ${text(row)} · ${text(state)}`);
  const held = rolesByColumn(columns, dayColumns);
  const rows = [...held].map(([column, what]) => [column, printable(headers[columnNumber(column)] ?? ""), what]);
  const heads = [say("Colonne", "Column"), say("Titre", "Header"), say("Contient", "Holds")].map(text);
  for (const line of table(heads, rows)) terminal.print(`  ${line}`);
  for (const doubt of doubts) terminal.print(`  ${terminal.tone("warning", "?")} ${text(questionOf(doubt))}`);
  if (absent.length > 0) {
    const missing = say(`Il manque : ${absent.join(", ")}.`, `Missing: ${absent.join(", ")}.`);
    terminal.print(`  ${terminal.tone("bad", "✗")} ${text(missing)}`);
  }
}

/** A shape that is remembered, for programs. */
export function shapeDocument(row: ShapeRow): object {
  const { id, sheet, headers, columns, fileName, decidedBy, decidedAt } = row;
  const held = columns === null ? null : Object.fromEntries(rolesByColumn(columns));
  return { id, sheet, headers, columns: held, fileName, decidedBy, decidedAt };
}

/** The shapes that are remembered, for a person. */
export function printShapes(context: CommandContext, rows: readonly ShapeRow[]): void {
  const { terminal, text } = context;
  if (rows.length === 0) {
    terminal.print(text(say("Aucun classeur n'a encore été vu.", "No workbook has been seen yet.")));
    return;
  }
  for (const { id, sheet, columns, fileName, decidedBy } of rows) {
    const held = columns === null ? say("laissée de côté", "left alone") : undefined;
    const list =
      columns === null ? "" : [...rolesByColumn(columns)].map(([column, what]) => `${column} ${what}`).join(", ");
    const who =
      decidedBy === null ? say("reconnue", "recognised") : say(`décidé par ${decidedBy}`, `decided by ${decidedBy}`);
    const place = sheet === null ? printable(fileName) : `${printable(fileName)} · ${printable(sheet)}`;
    terminal.print(`${terminal.tone("strong", id)}  ${place}  (${text(who)})`);
    terminal.print(`  ${held === undefined ? list : text(held)}`);
  }
}
