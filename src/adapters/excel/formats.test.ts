import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";

import * as xlsx from "@e965/xlsx";
import { openXlsx, writeXlsx } from "hucre/xlsx";
import { afterAll, describe, expect, it } from "vitest";

import type { CellNote, CellValue } from "#features/timetable/ports.ts";

import { keepUpload } from "./keep-upload.ts";
import { readWorkbook } from "./read-workbook.ts";
import { workbookTaker } from "./take-workbook.ts";

const folder = mkdtempSync(join(tmpdir(), "carillon-formats-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const id = -1_001_007_919_111;
const rows = [
  ["Élève – cours", "Heure", "Groupe"],
  ["Anglais", 0.8125, id],
  ["Œuvre", 0.5, id],
];

/** The same three rows as SheetJS writes them. */
function written(bookType: xlsx.BookType, change: (book: xlsx.WorkBook) => void = () => undefined): Buffer {
  const sheet = xlsx.utils.aoa_to_sheet(rows);
  for (const cell of ["B2", "B3"]) if (sheet[cell] !== undefined) (sheet[cell] as xlsx.CellObject).z = "hh:mm";
  const book = xlsx.utils.book_new(sheet, "Feuille");
  change(book);
  return xlsx.write(book, { type: "buffer", bookType }) as Buffer;
}

async function cellsOf(name: string, bytes: Buffer | string): Promise<readonly (CellValue | undefined)[][]> {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  const read = await readWorkbook({ path });
  if (!read.ok) throw new Error(`${read.failure.code} ${read.failure.cause}`);
  return read.value.sheets[0]?.rows.map((row) => [...row]) ?? [];
}

const text = (value: string) => ({ kind: "text", text: value }) as const;

describe("workbooks", () => {
  it.each<[string, xlsx.BookType]>([
    ["xlsx", "xlsx"],
    ["xlsm", "xlsm"],
    ["xlsb", "xlsb"],
    ["xls", "biff8"],
    ["ods", "ods"],
    ["xml", "xlml"],
  ])("of .%s give the same cells, every digit of an id included", async (ending, bookType) => {
    const cells = await cellsOf(`a.${ending}`, written(bookType));
    expect(cells[0]).toEqual([text("Élève – cours"), text("Heure"), text("Groupe")]);
    expect(cells[1]?.[2]).toEqual({ kind: "number", number: id, text: String(id) });
    const times = cells.slice(1).map((row) => row[1]);
    expect(times).toMatchObject([{ kind: "date" }, { kind: "date" }]);
    expect(times.map((cell) => (cell?.kind === "date" ? Math.round((cell.serial % 1) * 1_440) : 0))).toEqual([
      1_170, 720,
    ]);
  });

  it("that count from 1904 give the days that others give", async () => {
    const date = (book: xlsx.WorkBook) => {
      const sheet = book.Sheets["Feuille"];
      if (sheet !== undefined) sheet["A2"] = { t: "n", v: 44_621, z: "yyyy-mm-dd" };
      book.Workbook = { ...book.Workbook, WBProps: { date1904: true } };
    };
    const cells = await cellsOf("1904.xlsx", written("xlsx", date));
    expect(cells[1]?.[0]).toEqual({ kind: "date", serial: 44_621 + 1_462 });
  });

  it("repeat what a merged cell says, and tell hidden sheets", async () => {
    const path = join(folder, "merged.xlsx");
    const book = xlsx.utils.book_new(
      xlsx.utils.aoa_to_sheet([
        ["Lundi", "a"],
        [null, "b"],
      ]),
      "Un",
    );
    const sheet = book.Sheets["Un"];
    if (sheet !== undefined) sheet["!merges"] = [{ s: { r: 0, c: 0 }, e: { r: 1, c: 0 } }];
    xlsx.utils.book_append_sheet(book, xlsx.utils.aoa_to_sheet([["x"]]), "Deux");
    book.Workbook = { Sheets: [{ Hidden: 0 }, { Hidden: 1 }] };
    writeFileSync(path, xlsx.write(book, { type: "buffer", bookType: "xlsx" }) as Buffer);
    const read = await readWorkbook({ path });
    const sheets = read.ok ? read.value.sheets : [];
    expect(sheets[0]?.rows.map((row) => row[0])).toEqual([text("Lundi"), text("Lundi")]);
    expect(sheets.map((each) => each.hidden)).toEqual([undefined, true]);
  });
});

describe("tables of text", () => {
  const table = (delimiter: string) =>
    `Élève${delimiter}Heure${delimiter}Groupe\r\n"Ana${delimiter} ""B"""${delimiter}19h30${delimiter}${id}\r\n`;
  const expected = (delimiter: string) => [
    [text("Élève"), text("Heure"), text("Groupe")],
    [text(`Ana${delimiter} "B"`), text("19h30"), text(String(id))],
  ];
  const wide = (value: string, bigEndian: boolean, mark: boolean) => {
    const bytes = Buffer.from(`${mark ? "\ufeff" : ""}${value}`, "utf16le");
    return bigEndian ? bytes.swap16() : bytes;
  };

  it.each([";", ",", "\t", "|"])("find the delimiter %j", async (delimiter) => {
    expect((await cellsOf("t.csv", table(delimiter))).slice(0, 2)).toEqual(expected(delimiter));
  });

  it.each<[string, (value: string) => Buffer]>([
    ["UTF-8 with its mark", (value) => Buffer.from(`\ufeff${value}`)],
    ["Windows-1252", (value) => Buffer.from(value, "latin1")],
    ["UTF-16", (value) => wide(value, false, true)],
    ["UTF-16, the other way round", (value) => wide(value, true, true)],
    ["UTF-16 without its mark", (value) => wide(value, false, false)],
  ])("find the encoding %s", async (_, encode) => {
    expect((await cellsOf("e.csv", encode(table(";")))).slice(0, 2)).toEqual(expected(";"));
  });

  it("take Excel's own word for the delimiter, and Windows' own letters", async () => {
    const cells = await cellsOf("s.csv", Buffer.from("sep=;\r\nC\x9cur;l\x92\xe9t\xe9\r\n", "latin1"));
    expect(cells[0]).toEqual([text("Cœur"), text("l’été")]);
  });
});

describe("an upload", () => {
  it("is kept under its own bytes and a harmless name, and read from there", async () => {
    const content = Readable.from([Buffer.from("Jour;Heure\n"), Buffer.from("Lundi;18h\n")]);
    const kept = await keepUpload({ folder: join(folder, "kept"), name: "../../été; rm.csv", content });
    expect(kept).toMatchObject({ ok: true });
    const path = kept.ok ? kept.value : "";
    expect(path.slice(folder.length)).toMatch(/^\/kept\/[0-9a-f]{12}-[^/]+$/);
    expect(await readWorkbook({ path })).toMatchObject({ ok: true });
  });

  it("is refused when it is empty or larger than a workbook may be", async () => {
    const upload = async (content: Readable) => await keepUpload({ folder: join(folder, "kept"), name: "x", content });
    expect(await upload(Readable.from([]))).toMatchObject({ failure: { code: "workbook.empty" } });
    const large = Array.from({ length: 31 }, () => Buffer.alloc(1024 * 1024));
    expect(await upload(Readable.from(large))).toMatchObject({ failure: { code: "workbook.too-big" } });
  });
});

describe("an annotated copy", () => {
  const notes: readonly CellNote[] = [
    { sheet: "Feuille", row: 1, column: 1, severity: "error", comment: "pas une heure" },
    { sheet: "Feuille", row: 4, column: 0, severity: "warning", comment: "il manque le titre" },
  ];
  const list = {
    name: "Carillon",
    rows: [
      ["Cellule", "Valeur"],
      ["Feuille!B2", "=1+1"],
    ],
  };
  const annotated = async (path: string, to: string) => {
    const taken = await workbookTaker()({ path });
    return taken.ok ? await taken.value.annotate({ to, notes, list }) : taken;
  };
  const copyOf = async (name: string, bytes: Buffer) => {
    const source = join(folder, name);
    writeFileSync(source, bytes);
    const to = join(folder, `${name}.copy.xlsx`);
    const result = await annotated(source, to);
    expect(readFileSync(source).equals(bytes)).toBe(true);
    return { result, to };
  };

  it("keeps what an .xlsx has, colours and comments the cells, and evaluates nothing", async () => {
    const bytes = Buffer.from(
      await writeXlsx({
        sheets: [
          {
            name: "Feuille",
            rows: [
              ["Titre", "Heure"],
              ["=1+1", 0.8125],
              ["@x", "-3"],
            ],
            cells: new Map([
              ["1,1", { value: 0.8125, style: { numFmt: "hh:mm", font: { bold: true } } }],
              ["2,2", { value: 2, formula: "1+1" }],
            ]),
            columns: [{ width: 33 }],
          },
        ],
      }),
    );
    const { result, to } = await copyOf("source.xlsx", bytes);
    expect(result.ok).toBe(true);
    const copy = await openXlsx(readFileSync(to), { readStyles: true });
    const cells = copy.sheets[0]?.cells;
    expect(cells?.get("1,1")).toMatchObject({
      comment: { text: "pas une heure" },
      style: { numFmt: "hh:mm", font: { bold: true }, fill: { fgColor: { rgb: "FFC7CE" } } },
    });
    expect(cells?.get("4,0")?.comment?.text).toBe("il manque le titre");
    expect(cells?.get("2,2")?.formula).toBe("1+1");
    expect(copy.sheets[0]?.rows[1]?.[0]).toBe("=1+1");
    expect(copy.sheets[0]?.columns?.[0]?.width).toBe(33);
    expect(copy.sheets[1]?.rows[1]).toEqual(["Feuille!B2", "=1+1"]);
    const again = await annotated(to, to);
    expect(again).toMatchObject({ ok: false, failure: { code: "workbook.copy-exists" } });
  });

  it("makes an .xlsx of a workbook of another make", async () => {
    const { to } = await copyOf("source.ods", written("ods"));
    const copy = await openXlsx(readFileSync(to), { readStyles: true });
    expect(copy.sheets[0]?.rows[1]?.slice(0, 3)).toMatchObject(["Anglais", expect.anything(), id]);
    expect(copy.sheets[0]?.cells?.get("1,1")).toMatchObject({ comment: { text: "pas une heure" } });
  });
});
