import type { Db } from "#database/open.ts";
import type { Instant } from "#lib/clock.ts";
import { idFrom } from "#lib/ids.ts";

import { addShapes, listSeenShapes } from "./mapping-store.ts";
import type { SheetReading } from "./rules.ts";

/** A decision's or a seen shape's id, short enough to be typed: of the shape, and of the sheet when it is about one only. */
export function shapeId(shape: string, sheet: string | null): string {
  return idFrom("workbook shape", shape, sheet ?? "").slice(0, 8);
}

/** The sheets whose shape no import took and no person decided about. */
export async function findNewShapes<Sheet extends { readonly shape: string; readonly sheet: string }>(
  db: Db,
  sheets: readonly Sheet[],
): Promise<readonly Sheet[]> {
  const seen = await listSeenShapes(db);
  return sheets.filter(({ shape, sheet }) => !seen.has(shapeId(shape, null)) && !seen.has(shapeId(shape, sheet)));
}

/** Notes the shapes of the sheets that an import took without a question; gives those never seen before. */
export async function noteShapes({
  db,
  sheets,
  fileName,
  now,
}: {
  readonly db: Db;
  readonly sheets: readonly SheetReading[];
  readonly fileName: string;
  readonly now: Instant;
}): Promise<readonly SheetReading[]> {
  const byId = new Map(sheets.map((one) => [shapeId(one.shape, null), one]));
  const rows = [...byId].map(([id, { shape, headers, columns }]) => {
    return { id, shape, sheet: null, headers, columns, fileName, seenAt: now, decidedBy: null, decidedAt: null };
  });
  const added = new Set(await addShapes(db, rows));
  return [...byId].flatMap(([id, one]) => (added.has(id) ? [one] : []));
}
