import { reportBounds, reportName, type ReportCell, type ReportSheets } from "./custom-rules.ts";

/** A report as it came over the pipe, checked: file name, sheets, and every cell. */
export function readReport(
  given: Readonly<Record<string, unknown>>,
): { readonly fileName: string; readonly sheets: ReportSheets } | { readonly refused: string } {
  const { file, sheets } = given;
  if (typeof file !== "string" || file.length > 300) return { refused: "a report needs a file name" };
  if (typeof sheets !== "object" || sheets === null || Array.isArray(sheets))
    return { refused: "a report needs sheets" };
  const named = Object.entries(sheets);
  if (named.length === 0 || named.length > reportBounds.sheets) {
    return { refused: `a report has 1 to ${reportBounds.sheets} sheets` };
  }
  const read = new Map<string, readonly (readonly ReportCell[])[]>();
  let cells = 0;
  for (const [name, rows] of named) {
    if (!Array.isArray(rows)) return { refused: "a sheet is a list of rows" };
    const kept: ReportCell[][] = [];
    for (const row of rows as unknown[]) {
      if (!Array.isArray(row)) return { refused: "a row is a list of cells" };
      cells += row.length + 1;
      if (cells > reportBounds.cells) return { refused: `a report has at most ${reportBounds.cells} cells` };
      kept.push(row.map((cell) => readCell(cell)));
    }
    read.set(sheetName(name, read), kept);
  }
  return { fileName: reportName(file.toWellFormed()), sheets: read };
}

/** Excel takes 31 characters, without `[]:*?/\`, and each name once. */
function sheetName(given: string, taken: ReadonlyMap<string, unknown>): string {
  const plain = given
    .toWellFormed()
    .replace(/[[\]:*?/\\\p{Cc}']/gu, " ")
    .trim()
    .slice(0, 28);
  const name = plain === "" ? "Sheet" : plain;
  return taken.has(name) ? `${name} ${taken.size + 1}` : name;
}

function readCell(cell: unknown): ReportCell {
  if (cell === null || typeof cell === "boolean") return cell;
  if (typeof cell === "number") return Number.isFinite(cell) ? cell : null;
  if (typeof cell === "string") return shownText(cell.slice(0, reportBounds.text).toWellFormed());
  if (typeof cell !== "object") return null;
  const { $d: day, $t: moment } = cell as { readonly $d?: unknown; readonly $t?: unknown };
  if (typeof day === "string" && /^\d{4}-\d\d-\d\d$/.test(day)) return { day };
  return typeof moment === "number" && Math.abs(moment) < 1e14 ? { epochMs: moment } : null;
}

/** Text without the characters that a workbook's XML cannot hold: controls, but for tab and line ends. */
function shownText(text: string): string {
  return text.replace(/\p{Cc}/gu, (control) => ("\t\n\r".includes(control) ? control : " "));
}
