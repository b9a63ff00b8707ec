import { and, asc, eq, isNotNull, isNull, sql } from "drizzle-orm";

import type { Db } from "#database/open.ts";
import type { Instant } from "#lib/clock.ts";

import type { RememberedMapping } from "./shape-rules.ts";
import { workbookShapes } from "./tables.ts";

export type ShapeRow = typeof workbookShapes.$inferSelect;

/** What people decided about sheets, to be used by a reading. */
export async function listRememberedMappings(db: Db): Promise<readonly RememberedMapping[]> {
  const rows = await db
    .select()
    .from(workbookShapes)
    .where(and(isNotNull(workbookShapes.decidedBy), isNull(workbookShapes.forgottenAt)));
  return rows.map(({ shape, sheet, columns }) => ({
    shape,
    ...(sheet === null ? {} : { sheet }),
    columns: columns ?? undefined,
  }));
}

/** Every shape that was seen or decided about and not forgotten, oldest first. */
export async function listShapes(db: Db): Promise<readonly ShapeRow[]> {
  return await db
    .select()
    .from(workbookShapes)
    .where(isNull(workbookShapes.forgottenAt))
    .orderBy(asc(workbookShapes.seenAt), asc(workbookShapes.id));
}

/** The ids of every shape that was seen or decided about and not forgotten. */
export async function listSeenShapes(db: Db): Promise<ReadonlySet<string>> {
  const rows = await db
    .select({ id: workbookShapes.id })
    .from(workbookShapes)
    .where(isNull(workbookShapes.forgottenAt));
  return new Set(rows.map((row) => row.id));
}

/** A shape as it is noted. */
export type NotedShape = Omit<ShapeRow, "forgottenAt">;

/** Writes a decision down, over one that was made before. */
export async function saveShape(db: Db, row: NotedShape): Promise<void> {
  const { id: _id, seenAt: _seenAt, ...decision } = row;
  await db
    .insert(workbookShapes)
    .values(row)
    .onConflictDoUpdate({ target: workbookShapes.id, set: { ...decision, forgottenAt: null } });
}

/** Notes shapes that an import took without a question; gives those that were new, or forgotten. */
export async function addShapes(db: Db, rows: readonly NotedShape[]): Promise<readonly string[]> {
  if (rows.length === 0) return [];
  const added = await db
    .insert(workbookShapes)
    .values([...rows])
    .onConflictDoUpdate({
      target: workbookShapes.id,
      set: {
        headers: sql`excluded.headers`,
        columns: sql`excluded.columns`,
        fileName: sql`excluded.file_name`,
        seenAt: sql`excluded.seen_at`,
        decidedBy: null,
        decidedAt: null,
        forgottenAt: null,
      },
      setWhere: isNotNull(workbookShapes.forgottenAt),
    })
    .returning({ id: workbookShapes.id });
  return added.map((row) => row.id);
}

/** Forgets a shape; gives true when there was one of that id. */
export async function forgetShape(db: Db, id: string, at: Instant): Promise<boolean> {
  const forgotten = await db
    .update(workbookShapes)
    .set({ forgottenAt: at })
    .where(and(eq(workbookShapes.id, id), isNull(workbookShapes.forgottenAt)))
    .returning({ id: workbookShapes.id });
  return forgotten.length > 0;
}

/** Puts a shape that was forgotten back; gives true when there was one of that id. */
export async function restoreShape(db: Db, id: string): Promise<boolean> {
  const restored = await db
    .update(workbookShapes)
    .set({ forgottenAt: null })
    .where(and(eq(workbookShapes.id, id), isNotNull(workbookShapes.forgottenAt)))
    .returning({ id: workbookShapes.id });
  return restored.length > 0;
}
