import { inTransaction, type Db } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import type { Actor } from "#features/audit/rules.ts";
import type { School } from "#features/school/rules.ts";
import type { Clock, Instant } from "#lib/clock.ts";
import { failed, ok, type Result } from "#lib/failure.ts";

import { applyDifference } from "./apply-difference.ts";
import { mappingAsked, newShapeAsked } from "./doubt-rules.ts";
import { linesLeftOut, type ImportFigures } from "./import-rules.ts";
import { addImport, findUndoneImport, type ImportRow } from "./import-store.ts";
import { findNewShapes, noteShapes } from "./note-shapes.ts";
import type { ReadWorkbook, WorkbookSource } from "./ports.ts";
import { previewImport, type ImportPreview } from "./preview-import.ts";
import type { Problem, SheetReading } from "./rules.ts";
import { readTimetableInForce, type LineInForce } from "./store.ts";
import { tooMuchRemoved } from "./texts.ts";

/** What `update_courses` did to the timetable; what it did to the sessions is `After`. */
export interface UpdateReport<After> {
  readonly figures: ImportFigures;
  readonly sheet: string;
  /** Sheets of a make that was never seen before: how their columns were understood is worth telling once. */
  readonly newShapes: readonly SheetReading[];
  readonly problems: readonly Problem[];
  /** The import that a person undid and whose file nobody has changed since: it was not applied again. */
  readonly undone: ImportRow | undefined;
  readonly after: After;
}

/** Who asks for an import, and what they allow. */
export interface Asked {
  readonly by: Actor;
  /** A person asks for this very file: it is applied even when the same file was undone before. */
  readonly byHand: boolean;
  /** The person agreed that more than a third of the entries go. */
  readonly agreed: boolean;
  /** A make of workbook never seen before is taken when its columns are sure: a person saw them, or the school says so. */
  readonly takesNewShapes: boolean;
}

/**
 * Reads the school's workbook, compares it with the timetable in force and applies the difference.
 *
 * The difference, the record of the import and what follows from it (`andThen`: the sessions) are one
 * transaction: a failure leaves last week's timetable whole. An import that would remove more than a third of
 * the entries fails until a person agrees, and one whose columns are in doubt, or of a make never seen before, until a
 * person has answered once.
 */
export async function updateCourses<After>({
  db,
  clock,
  school,
  source,
  readWorkbook,
  asked,
  andThen,
}: {
  readonly db: Db;
  readonly clock: Clock;
  readonly school: School;
  readonly source: WorkbookSource;
  readonly readWorkbook: ReadWorkbook;
  readonly asked: Asked;
  readonly andThen: (tx: Db, now: Instant) => Promise<After>;
}): Promise<Result<UpdateReport<After>>> {
  const now = clock.now();
  const inForce = await readTimetableInForce(db);
  const previewed = await previewImport({ source, readWorkbook, ...inForce, school, now });
  if (!previewed.ok) return previewed;
  const preview = previewed.value;
  const { sheet, sheets, problems } = preview.reading;
  const { fileName, sha256 } = preview.workbook;
  if (sheets.some((one) => one.doubts.length > 0)) return failed(mappingAsked(fileName, sheets));
  const undone = asked.byHand ? undefined : await findUndoneImport(db, sha256);
  if (undone !== undefined) {
    const after = await inTransaction(db, async (tx) => await andThen(tx, now));
    return ok({ figures: untouched(preview.inForce), sheet, newShapes: [], problems: [], undone, after });
  }
  if (!asked.takesNewShapes) {
    const unseen = await findNewShapes(db, sheets);
    if (unseen.length > 0) return failed(newShapeAsked(fileName, unseen));
  }
  const figures = figuresOf(preview);
  if (preview.guarded && !asked.agreed) {
    return failed(tooMuchRemoved(fileName, figures.removed, preview.inForce));
  }
  const [after, newShapes] = await inTransaction(db, async (tx) => {
    const changes = await applyDifference({ db: tx, preview, school, now });
    const row = { fileName, path: source.path, sha256, sheet, importedAt: now, by: asked.by, figures, problems };
    await addImport(tx, row, changes);
    if (asked.byHand) {
      const action = "import.applied";
      await recordChange({ db: tx, now, by: asked.by, action, subject: fileName, after: { sha256, figures } });
    }
    const added = await noteShapes({ db: tx, sheets, fileName, now });
    return [await andThen(tx, now), added] as const;
  });
  return ok({ figures, sheet, newShapes, problems, undone, after });
}

function figuresOf({ reading, diff }: ImportPreview<LineInForce>): ImportFigures {
  return {
    entries: reading.entries.length,
    added: diff.added.length,
    changed: diff.changed.length,
    removed: diff.removed.length,
    unchanged: diff.unchanged.length,
    leftOut: linesLeftOut(reading.problems),
  };
}

function untouched(entries: number): ImportFigures {
  return { entries, added: 0, changed: 0, removed: 0, unchanged: entries, leftOut: 0 };
}
