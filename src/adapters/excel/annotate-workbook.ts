import { writeFile } from "node:fs/promises";

import type { AnnotateWorkbook } from "#features/timetable/ports.ts";
import { causeOf, failed, ok } from "#lib/failure.ts";

import { copyExists, copyHoldsMacros, copyNotWritten, notAWorkbook } from "./failures.ts";
import { inChild } from "./in-child.ts";
import { kindOfFile } from "./kind-of-file.ts";
import { framed } from "./packed.ts";
import { givenBytes } from "./read-workbook.ts";

/**
 * Writes a copy of a workbook with its noted cells coloured and commented, in a child process within the walls.
 *
 * The source is only read, and a file that is there already is never written over.
 */
export const annotateWorkbook: AnnotateWorkbook = async ({ source, to, notes, list }) => {
  const given = await givenBytes(source.path);
  if (!given.ok) return given;
  const { place, bytes } = given.value;
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
};
