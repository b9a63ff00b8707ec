import { writeFile } from "node:fs/promises";

import type { TakenWorkbook } from "#features/timetable/ports.ts";
import { causeOf, failed, ok } from "#lib/failure.ts";

import { copyExists, copyHoldsMacros, copyNotWritten, notAWorkbook } from "./failures.ts";
import { inChild } from "./in-child.ts";
import { kindOfFile } from "./kind-of-file.ts";
import { framed } from "./packed.ts";
import type { GivenBytes } from "./read-workbook.ts";

/**
 * Writes a copy of a workbook with its noted cells coloured and commented, in a child process within the walls.
 *
 * The source is only read, and a file that is there already is never written over.
 */
export async function annotateBytes(
  { place, bytes }: GivenBytes,
  { to, notes, list }: Parameters<TakenWorkbook["annotate"]>[0],
): ReturnType<TakenWorkbook["annotate"]> {
  const kind = kindOfFile(bytes);
  if (typeof kind === "object" || kind === "html") return failed(notAWorkbook(place, "not a workbook"));
  // Excel opens macros only under their own name.
  if (bytes.includes("vbaProject.bin") && !/\.xlsm$/i.test(to)) return failed(copyHoldsMacros(to));
  const request = Buffer.concat([...framed({ notes, list }), bytes]);
  const program = new URL("./annotate-child.ts", import.meta.url);
  const answer = await inChild({ program, kind, bytes: request, place });
  if (!answer.ok) return answer;
  try {
    await writeFile(to, answer.value, { flag: "wx" });
    return ok(null);
  } catch (error) {
    const isThere = (error as NodeJS.ErrnoException).code === "EEXIST";
    return failed(isThere ? copyExists(to) : copyNotWritten(to, causeOf(error)));
  }
}
