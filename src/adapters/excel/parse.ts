import type { FileKind } from "./kind-of-file.ts";
import { openZip, withoutEntities, ZipDamaged } from "./open-zip.ts";
import { Packer, packRefusal } from "./packed.ts";
import { readWhole, readZip, SheetTooBig } from "./spreadsheet.ts";
import { readTextTable } from "./text-table.ts";

/** The kinds of file that are parsed. */
export type ParsedKind = Exclude<FileKind, object | "html">;

/**
 * Parses the bytes of a workbook and packs what they hold, or why not. It may hang, and run out of memory: call
 * it in a process that can be spared.
 */
export function parse(bytes: Buffer, kind: ParsedKind): readonly Buffer[] {
  const packer = new Packer();
  try {
    if (kind === "text") readTextTable(bytes, packer);
    else if (kind === "compound") readWhole(bytes, packer);
    else if (kind === "xml") readWhole(withoutEntities("workbook.xml", bytes), packer);
    else {
      const zip = openZip(bytes);
      if ("kind" in zip) return packRefusal(zip);
      readZip(zip, packer);
    }
    return packer.finish();
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    if (error instanceof ZipDamaged) return packRefusal({ kind: "unreadable", cause });
    if (error instanceof SheetTooBig) return packRefusal({ kind: "too big", why: cause });
    return packRefusal(
      /password|ECMA-376 Encrypt|ODS Encrypt/i.test(cause) ? { kind: "encrypted" } : { kind: "unreadable", cause },
    );
  }
}
