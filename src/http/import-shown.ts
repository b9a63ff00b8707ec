import type { ImportTouches } from "#app/rehearse-import.ts";
import type { ImportPreview } from "#features/timetable/preview-import.ts";
import type { Problem, TimetableLine } from "#features/timetable/rules.ts";
import { roles } from "#features/timetable/shape-rules.ts";
import { shapeId } from "#features/timetable/note-shapes.ts";
import { wordsOf, type ShownSheet } from "#features/timetable/sheets-shown-rules.ts";
import type { LineInForce } from "#features/timetable/store.ts";

/** So many lines of each kind of difference are told. */
const mostLines = 1_000;

/** A file as its sender called it: an upload's name begins with a mark. */
export function calledName(fileName: string): string {
  return fileName.replace(/^[0-9a-f]{12}-/, "");
}

/** A sheet, its cells and how its columns are understood. */
export function sheetShown({ name, mapping, isLeftAlone, heads, rows, more }: ShownSheet) {
  const columns = mapping?.columns ?? { byRole: {}, starts: [] };
  return {
    name,
    headerRow: mapping?.headerRow ?? 0,
    isRead: mapping?.isRead ?? false,
    isDecided: mapping?.isDecided ?? false,
    leftAloneBy: isLeftAlone && mapping !== undefined ? shapeId(mapping.shape, name) : null,
    heads: [...heads],
    byRole: roles.flatMap((role) => {
      const column = columns.byRole[role];
      return column === undefined ? [] : [{ role, column }];
    }),
    starts: columns.starts.map(({ column, zone }) => ({ column, zone: zone ?? null })),
    truth: columns.truth ?? null,
    dayColumns: [...(mapping?.dayColumns ?? [])],
    ...(mapping === undefined ? { questions: [], missing: [] } : wordsOf(mapping)),
    rows: rows.map(({ row, cells }) => ({ row, cells: [...cells] })),
    more,
  };
}

/** A problem; one that an older release noted may lack its reason or its remedy. */
export function problemShown(problem: Omit<Problem, "why" | "suggestion"> & Partial<Problem>) {
  const { cell, severity, code, value, message, why, suggestion } = problem;
  return {
    cell,
    severity,
    code,
    value: value ?? null,
    message,
    why: why ?? null,
    suggestion: suggestion ?? null,
  };
}

/** A line of the timetable as people read it. */
function lineShown({ cell, course, level, coach, weekday, time, timeZone, durationMinutes, group }: TimetableLine) {
  const target = group.kind === "chat" ? group.chatId : group.link;
  return { cell, course, level: level ?? null, coach, weekday, time, timeZone, durationMinutes, group: target };
}

/** What an import would change, line by line. */
export function differenceShown({ diff, stays }: ImportPreview<LineInForce>) {
  return {
    added: diff.added.slice(0, mostLines).map(lineShown),
    removed: diff.removed.slice(0, mostLines).map(lineShown),
    changed: diff.changed.slice(0, mostLines).map(({ before, after, fields }) => ({
      line: lineShown(after),
      fields: fields.map((field) => ({ field, before: valueOf(before, field), after: valueOf(after, field) })),
    })),
    unchanged: diff.unchanged.length,
    stays: stays.length,
  };
}

function valueOf(line: TimetableLine, field: keyof TimetableLine): string {
  const value = field === "group" ? lineShown(line).group : line[field];
  return value === undefined ? "" : String(value);
}

/** What an import would touch, in figures. */
export function touchesShown({ sessions, meetings, messages }: ImportTouches) {
  const of = (kind: ImportTouches["sessions"][number]["kind"]) => sessions.filter((one) => one.kind === kind).length;
  return {
    sessions: { created: of("created"), changed: of("changed"), cancelled: of("cancelled") },
    meetings,
    messages,
  };
}
