import { mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { read } from "@e965/xlsx";
import { describe, expect, it } from "vitest";

import { workbookBytes, writeWorkbook } from "./write-workbook.ts";

describe("workbookBytes", () => {
  it("writes texts that look like formulas or numbers as texts, and moments as dates", async () => {
    const texts = ["=1+1", "+33 6", "-1001234567890123", "@SUM(A1)", '=HYPERLINK("http://x.example")', "0012", "\tx"];
    const moment = Temporal.PlainDateTime.from("2026-03-29T18:30");
    const bytes = await workbookBytes([{ name: "S", rows: [["Head"], texts, [60, { moment }, undefined]] }]);
    const sheet = read(bytes, { cellFormula: true, cellNF: true }).Sheets["S"];
    for (const [column, text] of texts.entries()) {
      const cell = sheet?.[`${"ABCDEFG"[column]}2`];
      expect({ t: cell?.t, v: cell?.v, f: cell?.f }).toEqual({ t: "s", v: text, f: undefined });
    }
    expect(sheet?.["A3"]).toMatchObject({ t: "n", v: 60 });
    expect(sheet?.["B3"].v).toBeCloseTo(46_110 + 18.5 / 24, 6);
    expect(sheet?.["B3"].z).toBe("yyyy-mm-dd hh:mm");
  });
});

describe("writeWorkbook", () => {
  it("replaces a file in one stroke, and leaves nothing behind when it cannot", async () => {
    const folder = mkdtempSync(join(tmpdir(), "carillon-write-"));
    writeFileSync(join(folder, "week.xlsx"), "old");
    const sheets = [{ name: "S", rows: [["Head"]] }];
    expect((await writeWorkbook(join(folder, "week.xlsx"), sheets)).ok).toBe(true);
    const refused = await writeWorkbook(join(folder, "nowhere", "week.xlsx"), sheets);
    expect(!refused.ok && refused.failure.code).toBe("workbook.not-written");
    expect(readdirSync(folder)).toEqual(["week.xlsx"]);
  });
});
