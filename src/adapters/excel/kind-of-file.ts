/** What a file is, told by its bytes: its name may say anything. */
export type FileKind =
  /** .xlsx, .xlsm, .xlsb, .ods */
  | "zip"
  /** .xls, and any workbook with a password: Microsoft's compound file. */
  | "compound"
  /** Excel's and LibreOffice's workbooks as one XML text. */
  | "xml"
  | "html"
  /** .csv, .tsv, and whatever else is text. */
  | "text"
  | { readonly kind: "other"; readonly what: string };

const known: readonly (readonly [start: string, what: string])[] = [
  ["%PDF", "PDF"],
  ["\x89PNG", "PNG"],
  ["\xff\xd8\xff", "JPEG"],
  ["GIF8", "GIF"],
  ["{\\rtf", "RTF"],
  ["\x1f\x8b", "gzip"],
  ["Rar!", "RAR"],
  ["7z\xbc\xaf", "7z"],
  ["\x7fELF", "ELF"],
  ["MZ", "EXE"],
  ["SQLite format 3", "SQLite"],
];

/** Tells what a file is by how it begins. */
export function kindOfFile(bytes: Buffer): FileKind {
  const start = bytes.subarray(0, 4_096).toString("latin1");
  if (start.startsWith("PK\x03\x04") || start.startsWith("PK\x05\x06")) return "zip";
  if (start.startsWith("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")) return "compound";
  // BIFF2 to 4 of before 1993: a beginning-of-file record and nothing around it.
  if (bytes[0] === 9 && [0, 2, 4, 8].includes(bytes[1] ?? -1) && bytes[3] === 0) return "compound";
  const other = known.find(([beginning]) => start.startsWith(beginning));
  if (other !== undefined) return { kind: "other", what: other[1] };
  // As UTF-16 would write it too.
  const text = start
    .replaceAll("\0", "")
    .replace(/^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)/, "")
    .trimStart()
    .toLowerCase();
  const page = text.replace(/^<\?xml[^>]*>\s*/, "").replace(/^(<!--[\s\S]*?-->\s*)+/, "");
  if (/^<(!doctype html|html|head|body|meta|table|div|style|script|title)\b/.test(page)) return "html";
  if (text.startsWith("<")) return "xml";
  return looksLikeText(bytes) ? "text" : { kind: "other", what: "binary" };
}

/** Text holds no control characters but tabs and ends of lines, in whatever encoding. */
function looksLikeText(bytes: Buffer): boolean {
  const start = bytes.subarray(0, 65_536);
  const isWide = start.length > 1 && (start.readUInt16LE(0) === 0xfeff || start.readUInt16LE(0) === 0xfffe);
  let strange = 0;
  let empty = 0;
  for (const byte of start) {
    if (byte === 0) empty += 1;
    else if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27)) strange += 1;
  }
  // UTF-16 of European texts has every second byte empty; elsewhere an empty byte is no text.
  const fewEmpty = empty === 0 || isWide || (empty > start.length * 0.4 && empty <= start.length * 0.55);
  return fewEmpty && strange <= start.length / 200;
}
