import { writeXlsx } from "hucre/xlsx";

import type { ReportCell, ReportSheets } from "#features/scenarios/custom-rules.ts";
import { instantOf, toDate } from "#lib/clock.ts";
import type { TimeZone } from "#lib/ids.ts";

/** Excel counts days and knows no zone: a moment is written as the clock of the school's zone shows it. */
export async function writeReport(sheets: ReportSheets, zone: TimeZone): Promise<Uint8Array> {
  return await writeXlsx({
    sheets: [...sheets].map(([name, rows]) => ({
      name,
      rows: rows.map((row) => row.map((cell) => valueOf(cell, zone))),
      cells: new Map(
        rows.flatMap((row, down) =>
          row.flatMap((cell, across) => {
            const format = formatOf(cell);
            if (format === undefined) return [];
            return [[`${down},${across}`, { value: valueOf(cell, zone), style: { numFmt: format } }] as const];
          }),
        ),
      ),
    })),
  });
}

function valueOf(cell: ReportCell, zone: TimeZone): string | number | boolean | null | Date {
  if (cell === null || typeof cell !== "object") return cell;
  if ("day" in cell) return toDate(Temporal.PlainDate.from(cell.day).toZonedDateTime("UTC").toInstant());
  return toDate(instantOf(cell.epochMs).toZonedDateTimeISO(zone).toPlainDateTime().toZonedDateTime("UTC").toInstant());
}

function formatOf(cell: ReportCell): string | undefined {
  if (cell === null || typeof cell !== "object") return undefined;
  return "day" in cell ? "dd/mm/yyyy" : "dd/mm/yyyy hh:mm";
}
