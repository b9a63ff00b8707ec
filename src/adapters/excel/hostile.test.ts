import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, deflateRawSync } from "node:zlib";

import { CFB } from "@e965/xlsx";
import { afterAll, describe, expect, it } from "vitest";

import { readWorkbook } from "./read-workbook.ts";

const folder = mkdtempSync(join(tmpdir(), "carillon-hostile-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Part {
  readonly name: string;
  readonly content: string | Buffer;
  /** What the directory claims, where it lies. */
  readonly size?: number;
  readonly crc?: number;
  readonly flags?: number;
}

/** A zip as Excel writes one, or one that lies. */
function zip(given: readonly Part[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, size, crc, flags = 0 } of given) {
    const bytes = Buffer.from(content);
    const packed = deflateRawSync(bytes);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(flags, 8);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(crc ?? crc32(bytes), 16);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(size ?? bytes.length, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(offset, 42);
    locals.push(local, Buffer.from(name), packed);
    directory.push(entry, Buffer.from(name));
    offset += 30 + name.length + packed.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(given.length, 8);
  end.writeUInt16LE(given.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, list, end]);
}

const xml = '<?xml version="1.0" encoding="UTF-8"?>';
const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const types = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/** The parts of a small workbook; `sheet` is what stands in its only sheet. */
function parts(sheet: string, strings = "", before = ""): Part[] {
  return [
    {
      name: "[Content_Types].xml",
      content: `${xml}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${types}.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="${types}.sharedStrings+xml"/></Types>`,
    },
    {
      name: "_rels/.rels",
      content: `${xml}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    },
    {
      name: "xl/workbook.xml",
      content: `${xml}${before}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    },
    {
      name: "xl/_rels/workbook.xml.rels",
      content: `${xml}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${relations}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    },
    { name: "xl/sharedStrings.xml", content: `${xml}<sst xmlns="${main}">${strings}</sst>` },
    { name: "xl/worksheets/sheet1.xml", content: `${xml}<worksheet xmlns="${main}">${sheet}</worksheet>` },
  ];
}

const one = '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>bon</t></is></c></row></sheetData>';
let files = 0;

/** What comes of reading the bytes under a name: the failure's code, or the first cells of the first sheet. */
async function reading(name: string, bytes: Buffer | string): Promise<string> {
  const path = join(folder, `${(files += 1)}-${name}`);
  writeFileSync(path, bytes);
  return await readingOf(path);
}

async function readingOf(path: string): Promise<string> {
  const read = await readWorkbook({ path });
  if (!read.ok) {
    const { code, what, remedy } = read.failure;
    return what.fr.length > 20 && remedy.en.length > 20 ? code : `${code}, told in too few words`;
  }
  const cells = read.value.sheets[0]?.rows.flat().slice(0, 4) ?? [];
  return cells.map((cell) => (cell?.kind === "text" || cell?.kind === "number" ? cell.text : cell?.kind)).join(" ");
}

const laughs = `<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>`;
const outside = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>';

describe("zips that would grow, lie or are damaged", () => {
  const [types0, ...rest] = parts(one);
  const sheet = rest.at(-1) as Part;
  const others = [types0 as Part, ...rest.slice(0, -1)];
  const zeros = Buffer.alloc(64 * 1024 * 1024);

  it.each<[string, () => Buffer, string]>([
    ["a bomb that says its size", () => zip([...others, { ...sheet, size: 0xf0_00_00_00 }]), "workbook.too-big"],
    [
      "a bomb that lies about it",
      () => zip([...others, { name: sheet.name, content: zeros, size: 900 }]),
      "workbook.not-a-workbook",
    ],
    ["a part shorter than it says", () => zip([...others, { ...sheet, size: 90_000 }]), "workbook.not-a-workbook"],
    ["a damaged part", () => zip([...others, { ...sheet, crc: 1 }]), "workbook.not-a-workbook"],
    ["a part twice", () => zip([...others, sheet, sheet]), "workbook.not-a-workbook"],
    [
      "3,000 parts",
      () => zip(Array.from({ length: 3_000 }, (_, index) => ({ name: `${index}`, content: "" }))),
      "workbook.too-big",
    ],
    ["the first half of a file", () => zip(parts(one)).subarray(0, 900), "workbook.not-a-workbook"],
    ["a zip with a password", () => zip(parts(one).map((part) => ({ ...part, flags: 1 }))), "workbook.encrypted"],
    ["another kind of archive", () => zip([{ name: "word/document.xml", content: xml }]), "workbook.not-a-workbook"],
    ["an empty archive", () => zip([]), "workbook.not-a-workbook"],
  ])("%s", async (_, make, code) => {
    expect(await reading("x.xlsx", make())).toBe(code);
  });
});

describe("sheets made to hang or to fill the memory", () => {
  const laughed = parts(one, "<si><t>&c;</t></si>").map((part) =>
    part.name.includes("sharedStrings") ? { ...part, content: String(part.content).replace(xml, xml + laughs) } : part,
  );
  const cell = (ref: string) =>
    `<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>bon</t></is></c><c r="${ref}"><v>1</v></c></row></sheetData>`;

  it.each<[string, readonly Part[], string]>([
    ["entities that expand", laughed, "workbook.not-a-workbook"],
    ["an entity that reaches outside", parts(one, "", outside), "workbook.not-a-workbook"],
    [
      "links over the whole sheet",
      parts(`${one}<hyperlinks><hyperlink ref="A1:XFD1048576" location="A1"/></hyperlinks>`),
      "bon",
    ],
    [
      "a merge over the whole sheet",
      parts(`${one}<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>`),
      "bon bon bon bon",
    ],
    ["a size that lies", parts(`<dimension ref="A1:XFD1048576"/>${one}`), "bon"],
    ["a cell far to the right", parts(cell("XFD1")), "bon"],
    [
      "a text that is not there",
      parts('<sheetData><row r="1"><c r="A1" t="s"><v>99</v></c></row></sheetData>'),
      "workbook.empty",
    ],
    [
      "a formula without its value",
      parts('<sheetData><row r="1"><c r="A1"><f>1+1</f></c><c r="B1"><f>1+1</f><v>3</v></c></row></sheetData>'),
      " 3",
    ],
  ])("%s", async (_, content, expected) => {
    expect(await reading("x.xlsx", zip(content))).toBe(expected);
  });

  it("a cell below the last row of any sheet, and a million levels of brackets", async () => {
    const codes = ["workbook.too-big", "workbook.not-a-workbook", "workbook.too-slow", "workbook.empty", "bon"];
    expect(codes).toContain(await reading("x.xlsx", zip(parts(cell("A99999999").replace('r="1"', 'r="99999999"')))));
    const deep = `${"<a>".repeat(1_000_000)}${"</a>".repeat(1_000_000)}`;
    expect(codes).toContain(await reading("x.xlsx", zip(parts(`${one}${deep}`))));
  });

  it("a repeated row that fills a whole sheet of an .ods", async () => {
    const office = "urn:oasis:names:tc:opendocument:xmlns";
    const content = `${xml}<office:document-content xmlns:office="${office}:office:1.0" xmlns:table="${office}:table:1.0" xmlns:text="${office}:text:1.0"><office:body><office:spreadsheet><table:table table:name="S"><table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384" office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>`;
    const code = await reading(
      "x.ods",
      zip([
        { name: "mimetype", content: "application/vnd.oasis.opendocument.spreadsheet" },
        { name: "content.xml", content },
      ]),
    );
    expect(["workbook.too-big", "workbook.too-slow", "workbook.not-a-workbook"]).toContain(code);
  });
});

describe("files that are something else", () => {
  const container = CFB.utils.cfb_new();
  CFB.utils.cfb_add(container, "/EncryptionInfo", Buffer.alloc(64));
  CFB.utils.cfb_add(container, "/EncryptedPackage", Buffer.alloc(64));
  const locked = Buffer.from(CFB.write(container, { type: "buffer" }) as Buffer);

  it.each<[string, string, Buffer | string, string]>([
    ["no byte at all", "x.xlsx", "", "workbook.empty"],
    ["spaces only", "x.csv", "  \r\n \r\n", "workbook.empty"],
    ["a workbook with a password", "x.xlsx", locked, "workbook.encrypted"],
    [
      "a compound file of zeros",
      "x.xls",
      Buffer.concat([locked.subarray(0, 8), Buffer.alloc(4_096)]),
      "workbook.not-a-workbook",
    ],
    [
      "a web page named .xls",
      "x.xls",
      "\ufeff <!-- x --><html><table><tr><td>a</td></tr></table></html>",
      "workbook.not-a-workbook",
    ],
    ["a table of a web page", "x.xls", "<table><tr><td>a</td></tr></table>", "workbook.not-a-workbook"],
    ["a PDF", "x.xlsx", "%PDF-1.7\n1 0 obj", "workbook.not-a-workbook"],
    ["a program", "x.csv", Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0]), "workbook.not-a-workbook"],
    [
      "bytes without sense",
      "x.csv",
      Buffer.from(Array.from({ length: 999 }, (_, index) => (index * 37) % 9)),
      "workbook.not-a-workbook",
    ],
    ["a workbook named .csv", "x.csv", zip(parts(one)), "bon"],
    ["a text named .xlsx", "x.xlsx", "bon;jour\n", "bon jour"],
  ])("%s", async (_, name, bytes, expected) => {
    expect(await reading(name, bytes)).toBe(expected);
  });

  it("a folder, nothing, and a file of 31 MB", async () => {
    expect(await readingOf(folder)).toBe("workbook.not-a-workbook");
    expect(await readingOf(join(folder, "none.xlsx"))).toBe("workbook.missing");
    const large = join(folder, "large.xlsx");
    writeFileSync(large, "");
    truncateSync(large, 31 * 1024 * 1024);
    expect(await readingOf(large)).toBe("workbook.too-big");
  });
});
