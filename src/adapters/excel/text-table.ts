import { parseCsv } from "hucre/csv";

import type { Packer } from "./packed.ts";

/** Reads a table of text: its encoding and its delimiter are found, and no cell is interpreted. */
export function readTextTable(bytes: Buffer, packer: Packer): void {
  const text = decode(bytes);
  // Excel's own first line may name the delimiter.
  const named = /^sep=(.)\r?\n/i.exec(text);
  const body = named === null ? text : text.slice(named[0].length);
  // Otherwise it is found: the one that parts most lines into the same number of cells.
  const rows = parseCsv(body, named?.[1] === undefined ? {} : { delimiter: named[1] });
  packer.sheet("CSV", false);
  for (const row of rows) packer.row(row.map((value) => packer.text(String(value ?? ""))));
}

/** UTF-8 or UTF-16 with or without their mark; else Windows-1252, in which every byte is a letter. */
function decode(bytes: Buffer): string {
  const mark = bytes.length > 1 ? bytes.readUInt16BE(0) : 0;
  if (mark === 0xfffe) return new TextDecoder("utf-16le").decode(bytes);
  if (mark === 0xfeff) return new TextDecoder("utf-16be").decode(bytes);
  const start = bytes.subarray(0, 4_096);
  const emptyAt = (parity: number) => start.filter((byte, index) => byte === 0 && index % 2 === parity).length;
  if (emptyAt(1) > start.length * 0.3) return new TextDecoder("utf-16le").decode(bytes);
  if (emptyAt(0) > start.length * 0.3) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}
