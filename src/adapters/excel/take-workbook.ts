import type { TakeWorkbook } from "#features/timetable/ports.ts";
import { ok } from "#lib/failure.ts";

import { annotateBytes } from "./annotate-workbook.ts";
import type { Ask } from "./fetch-workbook.ts";
import { givenBytes, readWorkbookBytes } from "./read-workbook.ts";

/** Takes workbooks in once, from a path or an https address. */
export function workbookTaker({ ask }: { readonly ask?: Ask } = {}): TakeWorkbook {
  return async ({ path }) => {
    const given = await givenBytes(path, { ask });
    if (!given.ok) return given;
    return ok({
      read: async () => await readWorkbookBytes(given.value),
      annotate: async (annotations) => await annotateBytes(given.value, annotations),
    });
  };
}
