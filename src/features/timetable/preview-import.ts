import type { School } from "#features/school/rules.ts";
import type { Instant } from "#lib/clock.ts";
import { ok, type Result } from "#lib/failure.ts";

import { entriesThatLeave } from "./import-rules.ts";
import type { ReadWorkbook, Workbook, WorkbookSource } from "./ports.ts";
import {
  diffTimetable,
  readTimetable,
  type TimetableDiff,
  type TimetableLine,
  type TimetableReading,
} from "./rules.ts";

/** What a workbook would do to the timetable in force. */
export interface ImportPreview<Line extends TimetableLine> {
  readonly workbook: Workbook;
  readonly reading: TimetableReading;
  readonly diff: TimetableDiff<Line>;
}

/** Reads a workbook and compares it with the timetable in force; changes nothing. */
export async function previewImport<Line extends TimetableLine>({
  source,
  readWorkbook,
  current,
  school,
  now,
}: {
  readonly source: WorkbookSource;
  readonly readWorkbook: ReadWorkbook;
  readonly current: readonly Line[];
  readonly school: School;
  readonly now: Instant;
}): Promise<Result<ImportPreview<Line>>> {
  const workbook = await readWorkbook(source);
  if (!workbook.ok) return workbook;
  const today = now.toZonedDateTimeISO(school.timeZone).toPlainDate();
  const reading = readTimetable(workbook.value, { school, today });
  if (!reading.ok) return reading;
  const diff = diffTimetable(current, reading.value.entries);
  const removed = entriesThatLeave(diff.removed, reading.value.damaged);
  return ok({ workbook: workbook.value, reading: reading.value, diff: { ...diff, removed } });
}
