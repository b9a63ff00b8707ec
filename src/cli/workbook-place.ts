import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { ok, type Result } from "#lib/failure.ts";

import type { CommandContext } from "./command.ts";

/**
 * Where a workbook is: a path from here, an https address as it is, or `-`, standard input, which is kept in the
 * data folder when it is imported, and for the moment only when it is looked at.
 */
export async function workbookPlace(
  { dataFolder }: CommandContext,
  word: string,
  purpose: "import" | "look",
): Promise<Result<string>> {
  if (word !== "-") return ok(/^https?:\/\//i.test(word) ? word : resolve(word));
  const folder = purpose === "import" ? join(dataFolder, "workbooks") : join(tmpdir(), `carillon-${process.pid}`);
  const { keepUpload } = await import("#adapters/excel/keep-upload.ts");
  return await keepUpload({ folder, name: "stdin", content: process.stdin });
}
