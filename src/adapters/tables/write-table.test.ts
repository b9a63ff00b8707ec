import { read, utils } from "@e965/xlsx";
import { afterAll, describe, expect, it } from "vitest";

import { openPainter } from "#adapters/pictures/painter.ts";
import type { Table, TableFormat } from "#features/rankings/ports.ts";

import { writeTable } from "./write-table.ts";

const look = { name: "École du Lac", colour: "#1f5f8b", logo: undefined };
const table: Table = {
  title: "Présences: [mars]/2026",
  subtitle: "Français B1",
  columns: [
    { head: "Élève", width: 30 },
    { head: "Points", width: 10, isNumber: true },
  ],
  rows: [
    ["Aïssata N'Guessan, dite « Aï »", 120],
    ['=HYPERLINK("http://example")', -3],
    ["محمد", null],
  ],
};
const painter = openPainter();
afterAll(async () => await painter.close());

async function written(format: TableFormat, of: Table = table): Promise<Uint8Array> {
  const bytes = await writeTable(of, format, look, painter);
  if (!bytes.ok) throw new Error(bytes.failure.cause);
  return bytes.value;
}

describe("a table", () => {
  it("is a workbook that reads back, in which nothing is a formula", async () => {
    const workbook = read(await written("xlsx"));
    const [sheet = ""] = workbook.SheetNames;
    expect(utils.sheet_to_json(workbook.Sheets[sheet] ?? {}, { header: 1, defval: null })).toEqual([
      ["Élève", "Points"],
      ["Aïssata N'Guessan, dite « Aï »", 120],
      [`'=HYPERLINK("http://example")`, -3],
      ["محمد", null],
    ]);
  });

  it("is text that Excel opens as UTF-8, with commas and quotes kept apart", async () => {
    const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(await written("csv"));
    expect(text).toBe(
      `\ufeffÉlève,Points\r\n"Aïssata N'Guessan, dite « Aï »",120\r\n"'=HYPERLINK(""http://example"")",-3\r\nمحمد,\r\n`,
    );
  });

  it("is pages to print, as many as the rows need", async () => {
    const rows = Array.from({ length: 45 }, (_, index) => [`Élève ${index}`, index]);
    const bytes = Buffer.from(await written("pdf", { ...table, rows })).toString("latin1");
    expect(bytes.startsWith("%PDF-")).toBe(true);
    expect(bytes.match(/\/Type \/Page\b(?!s)/g)).toHaveLength(2);
  });
});
