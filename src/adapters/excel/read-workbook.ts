import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { Worker } from "node:worker_threads";

import type { ReadWorkbook, Sheet } from "#features/timetable/ports.ts";
import { failed, ok, type Failure, type Result } from "#lib/failure.ts";

import { empty, encrypted, locked, missing, notAWorkbook, tooBig, tooSlow } from "./failures.ts";
import { readZipDirectory } from "./zip-directory.ts";

/** What the worker says. */
export type Parsed =
  | { readonly kind: "sheets"; readonly sheets: readonly Sheet[] }
  | { readonly kind: "encrypted" }
  | { readonly kind: "unreadable"; readonly cause: string };

/** Walls around the parser, set before it sees a byte: it is known to hang and to eat memory on hostile files. */
const limits = {
  fileBytes: 30 * 1024 * 1024,
  zipEntries: 2_000,
  unpackedBytes: 300 * 1024 * 1024,
  seconds: 10,
  heapMegabytes: 400,
} as const;

/**
 * Reads a workbook from a path, in a worker that is stopped when it takes too long or too much.
 *
 * Formulas are not evaluated: a cell gives the value that was saved with it.
 */
export const readWorkbook: ReadWorkbook = async ({ path }) => {
  const bytes = await readBytes(path);
  if (!bytes.ok) return bytes;
  const refused = refuse(path, bytes.value);
  if (refused !== undefined) return failed(refused);

  const parsed = await parse(bytes.value);
  if (parsed.kind === "encrypted") return failed(encrypted(path));
  if (parsed.kind === "unreadable") return failed(notAWorkbook(path, parsed.cause));
  if (parsed.kind === "too slow") return failed(tooSlow(path, limits.seconds));
  if (parsed.kind === "too big") return failed(tooBig(path, `> ${limits.heapMegabytes} MB`));
  if (parsed.sheets.every((sheet) => sheet.rows.length === 0)) return failed(empty(path));
  return ok({
    fileName: basename(path),
    sha256: createHash("sha256").update(bytes.value).digest("hex"),
    sheets: parsed.sheets,
  });
};

async function readBytes(path: string): Promise<Result<Buffer>> {
  try {
    const found = await stat(path);
    if (!found.isFile()) return failed(notAWorkbook(path, "not a file"));
    if (found.size === 0) return failed(empty(path));
    if (found.size > limits.fileBytes) return failed(tooBig(path, `${Math.round(found.size / 1024 / 1024)} MB`));
    return ok(await readFile(path));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    if (code === "ENOENT" || code === "ENOTDIR") return failed(missing(path));
    return failed(locked(path, code));
  }
}

/** What can be told from the bytes alone. */
function refuse(path: string, bytes: Buffer): Failure | undefined {
  const head = bytes.subarray(0, 512).toString("latin1").trimStart().toLowerCase();
  if (head.startsWith("<!doctype html") || head.startsWith("<html")) return notAWorkbook(path, "this is a web page");
  if (!head.startsWith("pk")) return undefined;
  const directory = readZipDirectory(bytes);
  if (directory === undefined) return notAWorkbook(path, "the archive's directory is damaged");
  if (directory.entries > limits.zipEntries) return tooBig(path, `${directory.entries} parts`);
  if (directory.unpackedBytes > limits.unpackedBytes) {
    return tooBig(path, `${Math.round(directory.unpackedBytes / 1024 / 1024)} MB`);
  }
  return undefined;
}

async function parse(bytes: Buffer): Promise<Parsed | { readonly kind: "too slow" } | { readonly kind: "too big" }> {
  const worker = new Worker(new URL("./parse-worker.ts", import.meta.url), {
    workerData: bytes,
    resourceLimits: { maxOldGenerationSizeMb: limits.heapMegabytes, maxYoungGenerationSizeMb: 64 },
    env: {},
  });
  try {
    return await new Promise((settle) => {
      const late = setTimeout(() => settle({ kind: "too slow" }), limits.seconds * 1_000);
      const done = (parsed: Parsed | { readonly kind: "too big" }) => {
        clearTimeout(late);
        settle(parsed);
      };
      worker.once("message", (parsed: Parsed) => done(parsed));
      worker.once("error", (error: NodeJS.ErrnoException) =>
        done(
          error.code === "ERR_WORKER_OUT_OF_MEMORY"
            ? { kind: "too big" }
            : { kind: "unreadable", cause: error.message },
        ),
      );
    });
  } finally {
    await worker.terminate();
  }
}
