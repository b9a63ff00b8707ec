import { writeXlsx } from "hucre/xlsx";

import { sheetOf } from "#adapters/pictures/table-card.ts";
import type { PicturePort, SchoolLook, Table, WriteTable } from "#features/rankings/ports.ts";
import { ok, type Result } from "#lib/failure.ts";

/** Writes a table as a workbook, as comma-separated text, or as printed pages. */
export const writeTable: WriteTable = async (table, format, look, pages) => {
  if (format === "xlsx") return ok(await asWorkbook(table));
  return format === "csv" ? ok(asText(table)) : await asPages(table, look, pages);
};

async function asWorkbook(table: Table): Promise<Uint8Array> {
  return await writeXlsx({
    sheets: [
      {
        name: sheetName(table.title),
        columns: table.columns.map((column) => ({ width: column.width })),
        rows: [table.columns.map((column) => column.head), ...table.rows.map((row) => row.map(harmless))],
      },
    ],
  });
}

/** Excel takes at most 31 signs, and none of these. */
function sheetName(title: string): string {
  return title.replace(/[[\]:*?/\\]/g, " ").slice(0, 31);
}

/** A text that a program could take for a formula begins with an apostrophe. */
function harmless(cell: string | number | null): string | number | null {
  return typeof cell === "string" && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
}

function quoted(cell: string | number | null): string {
  const text = String(harmless(cell) ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** RFC 4180, with the mark by which Excel knows UTF-8. */
function asText(table: Table): Uint8Array {
  const lines = [table.columns.map((column) => column.head), ...table.rows].map((row) => row.map(quoted).join(","));
  return new TextEncoder().encode(`\ufeff${lines.join("\r\n")}\r\n`);
}

async function asPages(table: Table, look: SchoolLook, pages: Pick<PicturePort, "draw">): Promise<Result<Uint8Array>> {
  // Loaded when it is needed: it brings a megabyte of font metrics.
  const { default: Document } = await import("pdfkit");
  const { across, rows: rowsOfPage } = sheetOf(table);
  const layout = across ? "landscape" : "portrait";
  const document = new Document({ size: "A4", layout, margin: 0, autoFirstPage: false, info: { Title: table.title } });
  const chunks: Buffer[] = [];
  const ended = new Promise<void>((resolve, reject) => {
    document.on("data", (chunk: Buffer) => chunks.push(chunk));
    document.on("end", () => resolve());
    document.on("error", reject);
  });
  const howMany = Math.max(1, Math.ceil(table.rows.length / rowsOfPage));
  for (let page = 0; page < howMany; page += 1) {
    const rows = table.rows.slice(page * rowsOfPage, (page + 1) * rowsOfPage);
    const drawn = await pages.draw({ kind: "table", ...table, rows, look, footer: `${page + 1} / ${howMany}` });
    if (!drawn.ok) return drawn;
    document.addPage();
    document.image(Buffer.from(drawn.value), 0, 0, { width: document.page.width, height: document.page.height });
  }
  document.end();
  await ended;
  return ok(Buffer.concat(chunks));
}
