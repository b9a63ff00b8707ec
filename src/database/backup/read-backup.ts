import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";

import { say } from "#lib/bilingual.ts";
import { causeOf, failed, ok, type Failure, type Result } from "#lib/failure.ts";

import { footer, footerMark, header, headerMark, type BackupFooter, type BackupHeader } from "./format.ts";

/** A backup that was read to its end and is whole. */
export interface CheckedBackup {
  readonly path: string;
  readonly header: BackupHeader;
  readonly footer: BackupFooter;
}

/** Reads a backup to its end and checks its sum before anybody trusts it. Changes nothing. */
export async function checkBackup(path: string): Promise<Result<CheckedBackup>> {
  const hash = createHash("sha256");
  let first: string | undefined;
  let last: string | undefined;
  try {
    for await (const line of linesOfBackup(path)) {
      first ??= line;
      if (last !== undefined) hash.update(`${last}\n`);
      last = line;
    }
  } catch (error) {
    return failed((error as { code?: string }).code === "ENOENT" ? missing(path) : damaged(path, causeOf(error)));
  }
  const head = header.safeParse(jsonAfter(headerMark, first ?? ""));
  const foot = footer.safeParse(jsonAfter(footerMark, last ?? ""));
  if (!head.success) return failed(damaged(path, "the first line is not a backup's"));
  if (!foot.success) return failed(damaged(path, "the last line is missing: it was cut off"));
  if (foot.data.sha256 !== hash.digest("hex")) return failed(damaged(path, "the sum does not fit the content"));
  return ok({ path, header: head.data, footer: foot.data });
}

/**
 * The lines of a backup, without their ends. A row of PostgreSQL's COPY format never holds a line feed of its own.
 * Rejects when the file is missing or is no gzip.
 */
export async function* linesOfBackup(path: string): AsyncGenerator<string> {
  const source = createReadStream(path);
  const text = source.pipe(createGunzip());
  source.on("error", (error) => text.destroy(error));
  let rest: Buffer[] = [];
  for await (const part of text as AsyncIterable<Buffer>) {
    let from = 0;
    for (let end = part.indexOf(10); end !== -1; end = part.indexOf(10, from)) {
      rest.push(part.subarray(from, end));
      yield Buffer.concat(rest).toString("utf8");
      rest = [];
      from = end + 1;
    }
    rest.push(part.subarray(from));
  }
  const remaining = Buffer.concat(rest);
  if (remaining.length > 0) yield remaining.toString("utf8");
}

function jsonAfter(mark: string, line: string): unknown {
  if (!line.startsWith(mark)) return undefined;
  try {
    return JSON.parse(line.slice(mark.length));
  } catch {
    return undefined;
  }
}

function missing(path: string): Failure {
  return {
    code: "backup.missing",
    what: say(`La sauvegarde « ${path} » n'existe pas.`, `The backup "${path}" does not exist.`),
    remedy: say(
      "Donnez le chemin d'un fichier fait par « carillon backup ».",
      "Give the path of a file made by `carillon backup`.",
    ),
    place: path,
  };
}

function damaged(path: string, cause: string): Failure {
  return {
    code: "backup.damaged",
    what: say(
      `« ${path} » n'est pas une sauvegarde entière de Carillon : rien n'a été changé.`,
      `"${path}" is not a whole backup of Carillon: nothing was changed.`,
    ),
    remedy: say(
      "Prenez une autre sauvegarde, ou copiez de nouveau celle-ci depuis son origine.",
      "Take another backup, or copy this one again from where it came.",
    ),
    place: path,
    cause,
  };
}
