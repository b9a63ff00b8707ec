import { asc, eq, isNotNull } from "drizzle-orm";

import type { Db } from "#database/open.ts";

import type { RememberedMapping } from "./shape-rules.ts";
import { workbookShapes } from "./tables.ts";

export type ShapeRow = typeof workbookShapes.$inferSelect;

/** What people decided about sheets, to be used by a reading. */
export async function listRememberedMappings(db: Db): Promise<readonly RememberedMapping[]> {
  const rows = await db.select().from(workbookShapes).where(isNotNull(workbookShapes.decidedBy));
  return rows.map(({ shape, sheet, columns }) => ({
    shape,
    ...(sheet === null ? {} : { sheet }),
    columns: columns ?? undefined,
  }));
}

/** Every shape that was seen or decided about, oldest first. */
export async function listShapes(db: Db): Promise<readonly ShapeRow[]> {
  return await db.select().from(workbookShapes).orderBy(asc(workbookShapes.seenAt), asc(workbookShapes.id));
}

/** The ids of every shape that was seen or decided about. */
export async function listSeenShapes(db: Db): Promise<ReadonlySet<string>> {
  const rows = await db.select({ id: workbookShapes.id }).from(workbookShapes);
  return new Set(rows.map((row) => row.id));
}

/** Writes a decision down, over one that was made before. */
export async function saveShape(db: Db, row: ShapeRow): Promise<void> {
  const { id: _id, seenAt: _seenAt, ...decision } = row;
  await db.insert(workbookShapes).values(row).onConflictDoUpdate({ target: workbookShapes.id, set: decision });
}

/** Notes shapes that an import took without a question; gives those that were new. */
export async function addShapes(db: Db, rows: readonly ShapeRow[]): Promise<readonly string[]> {
  if (rows.length === 0) return [];
  const added = await db
    .insert(workbookShapes)
    .values([...rows])
    .onConflictDoNothing()
    .returning({ id: workbookShapes.id });
  return added.map((row) => row.id);
}

/** Gives true when there was one of that id. */
export async function deleteShape(db: Db, id: string): Promise<boolean> {
  return (await db.delete(workbookShapes).where(eq(workbookShapes.id, id)).returning()).length > 0;
}
