import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";

import type { ReadWorkbook } from "#features/timetable/ports.ts";
import { failed, ok, type Failure, type Result } from "#lib/failure.ts";

import { empty, encrypted, locked, missing, notAWorkbook, tooBig, webPage } from "./failures.ts";
import { fetchWorkbook, type Ask } from "./fetch-workbook.ts";
import { giveBackMemory } from "./give-back-memory.ts";
import { inChild } from "./in-child.ts";
import { kindOfFile } from "./kind-of-file.ts";
import { unpack, type Refused } from "./packed.ts";
import { walls } from "./walls.ts";

/**
 * Reads workbooks from a path or an https address, in a child process that is killed when it takes too long or
 * too much. What came from an address is kept in `cacheFolder`, so that it is sent only when it has changed.
 *
 * What the file is is told by its bytes, not by its name. Formulas are not evaluated: a cell gives the value
 * that was saved with it.
 */
export function workbookReader({
  cacheFolder,
  ask,
}: { readonly cacheFolder?: string; readonly ask?: Ask } = {}): ReadWorkbook {
  return async ({ path }) => {
    const given = await givenBytes(path, { cacheFolder, ask });
    return given.ok ? await readWorkbookBytes(given.value) : given;
  };
}

/** Reads a workbook, and keeps nothing. */
export const readWorkbook: ReadWorkbook = workbookReader();

/** A workbook's bytes, and where they came from as failures name it: an address without its query. */
export interface GivenBytes {
  readonly place: string;
  readonly fileName: string;
  readonly bytes: Buffer;
}

/** The bytes behind a path or an https address, never more than a workbook may have. */
export async function givenBytes(
  path: string,
  { cacheFolder, ask }: { readonly cacheFolder?: string | undefined; readonly ask?: Ask | undefined } = {},
): Promise<Result<GivenBytes>> {
  if (!/^https?:\/\//i.test(path)) {
    const bytes = await readBytes(path);
    return bytes.ok ? ok({ place: path, fileName: basename(path), bytes: bytes.value }) : bytes;
  }
  const fetched = await fetchWorkbook({ address: path, cacheFolder, ...(ask === undefined ? {} : { ask }) });
  if (!fetched.ok) return fetched;
  const { origin, pathname } = new URL(path);
  return ok({ place: `${origin}${pathname}`, ...fetched.value });
}

/** From this size on a workbook has many thousands of lines, in bytes. */
const largeBytes = 1_000_000;

/** Reads the bytes of a workbook. */
export async function readWorkbookBytes({ place, fileName, bytes }: GivenBytes): ReturnType<ReadWorkbook> {
  if (bytes.length === 0) return failed(empty(place));
  const kind = kindOfFile(bytes);
  if (kind === "html") return failed(webPage(place));
  if (typeof kind === "object") return failed(notAWorkbook(place, `the bytes are ${kind.what}`));
  const program = new URL("./parse-child.ts", import.meta.url);
  // The child holds up to 250 MB for the largest timetables: what the import before it left here must not lie beside that.
  if (bytes.length > largeBytes) giveBackMemory();
  const answer = await inChild({ program, kind, bytes, place });
  if (!answer.ok) return answer;
  const parsed = unpack(answer.value);
  if (parsed.kind !== "sheets") return failed(failureOf(parsed, place));
  if (parsed.sheets.every((sheet) => sheet.rows.every((row) => row.length === 0))) return failed(empty(place));
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return ok({ fileName, sha256, sheets: parsed.sheets });
}

function failureOf(refused: Refused, place: string): Failure {
  switch (refused.kind) {
    case "encrypted":
      return encrypted(place);
    case "too big":
      return tooBig(place, refused.why);
    case "unreadable":
      return notAWorkbook(place, refused.cause);
  }
}

async function readBytes(path: string): Promise<Result<Buffer>> {
  try {
    const found = await stat(path);
    if (!found.isFile()) return failed(notAWorkbook(path, "not a file"));
    // Before it is read into memory.
    if (found.size > walls.fileBytes) return failed(tooBig(path, inMegabytes(found.size)));
    return ok(await readFile(path));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    if (code === "ENOENT" || code === "ENOTDIR") return failed(missing(path));
    return failed(locked(path, code));
  }
}

function inMegabytes(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024)} MB`;
}
