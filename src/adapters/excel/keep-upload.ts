import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { causeOf, failed, ok, type Result } from "#lib/failure.ts";

import { copyNotWritten, empty, tooBig } from "./failures.ts";
import { walls } from "./walls.ts";

/**
 * Takes in a workbook that comes as bytes (an upload, standard input) and keeps it under `folder`, so that the
 * weekly run can read it again; gives its path. The same bytes are kept once. Reading stops at the walls.
 */
export async function keepUpload({
  folder,
  name,
  content,
}: {
  readonly folder: string;
  /** As the sender calls it; only its last part is used, without what a path could be made of. */
  readonly name: string;
  readonly content: AsyncIterable<Uint8Array>;
}): Promise<Result<string>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of content) {
    size += chunk.length;
    if (size > walls.fileBytes) return failed(tooBig(name, `> ${walls.fileBytes / 1024 / 1024} MB`));
    chunks.push(chunk);
  }
  if (size === 0) return failed(empty(name));
  const bytes = Buffer.concat(chunks);
  const plain = name
    .replaceAll(/[^\p{L}\p{N} ._-]/gu, "_")
    .replace(/^\.+/, "")
    .slice(-80);
  const path = join(folder, `${createHash("sha256").update(bytes).digest("hex").slice(0, 12)}-${plain}`);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(path, bytes, { mode: 0o600 });
    return ok(path);
  } catch (error) {
    return failed(copyNotWritten(path, causeOf(error)));
  }
}
