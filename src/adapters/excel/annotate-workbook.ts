import { writeFile } from "node:fs/promises";

import type { AnnotateWorkbook } from "#features/timetable/ports.ts";
import { causeOf, failed, ok } from "#lib/failure.ts";

import { copyExists, copyHoldsMacros, copyNotWritten, notAWorkbook, tooBig, tooSlow } from "./failures.ts";
import { inChild } from "./in-child.ts";
import { kindOfFile } from "./kind-of-file.ts";
import { workbookBytes } from "./read-workbook.ts";
import { walls } from "./walls.ts";

/**
 * Writes a copy of a workbook with its noted cells coloured and commented, in a child process within the walls.
 *
 * The source is only read, and a file that is there already is never written over.
 */
export const annotateWorkbook: AnnotateWorkbook = async ({ source, to, notes, list }) => {
  const given = await workbookBytes(source.path);
  if (!given.ok) return given;
  const { place, bytes } = given.value;
  const kind = kindOfFile(bytes);
  if (typeof kind === "object" || kind === "html") return failed(notAWorkbook(place, "not a workbook"));
  // Excel opens macros only under their own name.
  if (bytes.includes("vbaProject.bin") && !/\.xlsm$/i.test(to)) return failed(copyHoldsMacros(to));
  const json = Buffer.from(JSON.stringify({ notes, list }));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(json.length);
  const program = new URL("./annotate-child.ts", import.meta.url);
  const answer = await inChild(program, [kind], Buffer.concat([length, json, bytes]));
  if (answer.kind === "too slow") return failed(tooSlow(place, walls.seconds));
  if (answer.kind === "too big") return failed(tooBig(place, `> ${walls.memoryMegabytes} MB`));
  if (answer.kind === "broken") return failed(notAWorkbook(place, answer.cause));
  try {
    await writeFile(to, answer.bytes, { flag: "wx" });
    return ok(null);
  } catch (error) {
    const isThere = (error as NodeJS.ErrnoException).code === "EEXIST";
    return failed(isThere ? copyExists(to) : copyNotWritten(to, causeOf(error)));
  }
};
