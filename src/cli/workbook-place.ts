import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import type { CommandContext, ExitCode } from "./command.ts";

/**
 * Does `work` with where a workbook is: a path from here, an https address as it is, or `-`, standard input, which is
 * kept in the data folder when it is imported; when it is only looked at, in a folder of its own that nobody else can
 * enter and that is gone at the end.
 */
export async function atWorkbookPlace(
  context: CommandContext,
  word: string,
  purpose: "import" | "look",
  work: (path: string) => Promise<ExitCode>,
): Promise<ExitCode> {
  if (word !== "-") return await work(/^https?:\/\//i.test(word) ? word : resolve(word));
  if (purpose === "import") return await withInput(context, join(context.dataFolder, "workbooks"), work);
  const folder = await mkdtemp(join(tmpdir(), "carillon-"));
  try {
    return await withInput(context, folder, work);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function withInput(
  context: CommandContext,
  folder: string,
  work: (path: string) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { keepUpload } = await import("#adapters/excel/keep-upload.ts");
  const kept = await keepUpload({ folder, name: "stdin", content: process.stdin });
  return kept.ok ? await work(kept.value) : context.fail(kept.failure);
}
