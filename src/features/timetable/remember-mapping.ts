import { inTransaction, type Db } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import type { Actor } from "#features/audit/rules.ts";
import type { Clock } from "#lib/clock.ts";
import { failed, ok, type Result } from "#lib/failure.ts";

import { noSuchSheet } from "./doubt-rules.ts";
import { describeDecision, describeSheet, type ColumnChange, type SheetMapping } from "./mapping-rules.ts";
import { listRememberedMappings, saveShape } from "./mapping-store.ts";
import { shapeId } from "./note-shapes.ts";
import type { Workbook } from "./ports.ts";
import { noColumn } from "./texts.ts";

/** What a person decides about a sheet. */
export type MappingDecision =
  | {
      readonly kind: "columns";
      readonly sheet: string | undefined;
      /** As Excel counts, from 1. */
      readonly headerRow: number | undefined;
      /** None confirms what was recognised. */
      readonly changes: readonly ColumnChange[];
    }
  | { readonly kind: "leave alone"; readonly sheet: string };

/**
 * Remembers what a person decides about a workbook's sheet, for every workbook whose sheet has the same header.
 *
 * Fails when there is no such sheet, or when a needed column is still missing; then nothing is remembered.
 */
export async function rememberMapping({
  db,
  clock,
  by,
  workbook,
  decision,
}: {
  readonly db: Db;
  readonly clock: Clock;
  readonly by: Actor;
  readonly workbook: Workbook;
  readonly decision: MappingDecision;
}): Promise<Result<SheetMapping>> {
  const remembered = await listRememberedMappings(db);
  const found =
    decision.kind === "columns"
      ? describeDecision(workbook, remembered, decision)
      : describeSheet(workbook, remembered, { sheet: decision.sheet });
  if (found === undefined) {
    const names = workbook.sheets.map((one) => one.name);
    return failed(noSuchSheet(decision.sheet ?? workbook.fileName, names));
  }
  const isRead = decision.kind === "columns";
  if (isRead && found.absent.length > 0) return failed(noColumn(found.sheet, found.headerRow, found.absent));
  const now = clock.now();
  const sheet = isRead ? null : found.sheet;
  const id = shapeId(found.shape, sheet);
  await inTransaction(db, async (tx) => {
    const decided = { decidedBy: by, decidedAt: now, seenAt: now, fileName: workbook.fileName };
    await saveShape(tx, {
      id,
      shape: found.shape,
      sheet,
      headers: found.headers,
      columns: isRead ? found.columns : null,
      ...decided,
    });
    const after = { sheet: found.sheet, columns: isRead ? found.columns : "left alone" };
    await recordChange({ db: tx, now, by, action: "mapping.decided", subject: id, after });
  });
  return ok({ ...found, doubts: [], isRead, isDecided: true });
}
