import { desc, eq, gte, isNull } from "drizzle-orm";

import type { Db } from "#database/open.ts";
import type { Instant } from "#lib/clock.ts";
import { newId } from "#lib/ids.ts";

import type { ImportChanges } from "./import-rules.ts";
import { importChanges, imports } from "./tables.ts";

export type ImportRow = typeof imports.$inferSelect;

/** Keeps an import, with what it takes to undo it when it changed anything. */
export async function addImport(
  db: Db,
  row: Omit<ImportRow, "id" | "number" | "undoneAt" | "undoneBy">,
  changes: ImportChanges | undefined,
): Promise<void> {
  const id = newId();
  await db.insert(imports).values({ id, ...row });
  if (changes !== undefined) await db.insert(importChanges).values({ importId: id, changes });
}

/** The import that came last, undone or not. */
export async function findLastImport(db: Db): Promise<ImportRow | undefined> {
  const [row] = await db.select().from(imports).orderBy(desc(imports.number)).limit(1);
  return row;
}

/** The first import since an instant: what a run that started then took. */
export async function findImportSince(db: Db, since: Instant): Promise<ImportRow | undefined> {
  const [row] = await db.select().from(imports).where(gte(imports.importedAt, since)).orderBy(imports.number).limit(1);
  return row;
}

/** The number of the newest import that changed something and still stands: the one that can be taken back. */
export async function findLastChange(db: Db): Promise<number | undefined> {
  const [row] = await db
    .select({ number: imports.number })
    .from(imports)
    .innerJoin(importChanges, eq(importChanges.importId, imports.id))
    .where(isNull(imports.undoneAt))
    .orderBy(desc(imports.number))
    .limit(1);
  return row?.number;
}

/** The newest imports first. */
export async function listImports(db: Db, limit: number): Promise<readonly ImportRow[]> {
  return await db.select().from(imports).orderBy(desc(imports.number)).limit(limit);
}

export async function findImport(db: Db, number: number): Promise<ImportRow | undefined> {
  const [row] = await db.select().from(imports).where(eq(imports.number, number));
  return row;
}

/** An import with what it changed. */
export interface UndoableImport {
  readonly row: ImportRow;
  readonly changes: ImportChanges;
}

/** The newest import that changed something and still stands; its row is locked until the transaction ends. */
export async function lockLastChange(db: Db): Promise<UndoableImport | undefined> {
  const [found] = await db
    .select({ row: imports, changes: importChanges.changes })
    .from(imports)
    .innerJoin(importChanges, eq(importChanges.importId, imports.id))
    .where(isNull(imports.undoneAt))
    .orderBy(desc(imports.number))
    .limit(1)
    .for("update", { of: imports });
  return found;
}

export async function markUndone(db: Db, id: string, by: string, now: Instant): Promise<void> {
  await db.update(imports).set({ undoneAt: now, undoneBy: by }).where(eq(imports.id, id));
}

/** The last import of this very file, when a person undid it; nobody has corrected the file, nor asked for it again. */
export async function findUndoneImport(db: Db, sha256: string): Promise<ImportRow | undefined> {
  const [last] = await db
    .select()
    .from(imports)
    .where(eq(imports.sha256, sha256))
    .orderBy(desc(imports.number))
    .limit(1);
  return last === undefined || last.undoneAt === null ? undefined : last;
}
