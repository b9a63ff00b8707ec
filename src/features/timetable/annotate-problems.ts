import type { School } from "#features/school/rules.ts";
import type { Language } from "#lib/bilingual.ts";
import type { Instant } from "#lib/clock.ts";
import { ok, type Result } from "#lib/failure.ts";

import { listName, listOf, notesOf } from "./note-rules.ts";
import type { TakeWorkbook, WorkbookSource } from "./ports.ts";
import { readTimetable, type RememberedMapping, type TimetableReading } from "./rules.ts";

/**
 * Reads a workbook and writes a copy in which each cell with a problem is coloured and says what, why and what to
 * do; a last sheet lists them. Nothing else is changed, and the source is never touched.
 */
export async function annotateProblems({
  source,
  to,
  takeWorkbook,
  remembered,
  school,
  language,
  now,
}: {
  readonly source: WorkbookSource;
  /** Where the copy goes. */
  readonly to: string;
  readonly takeWorkbook: TakeWorkbook;
  readonly remembered: readonly RememberedMapping[];
  readonly school: School;
  readonly language: Language;
  readonly now: Instant;
}): Promise<Result<TimetableReading>> {
  const taken = await takeWorkbook(source);
  if (!taken.ok) return taken;
  const workbook = await taken.value.read();
  if (!workbook.ok) return workbook;
  const today = now.toZonedDateTimeISO(school.timeZone).toPlainDate();
  const reading = readTimetable(workbook.value, { school, today, remembered });
  if (!reading.ok) return reading;
  const { problems } = reading.value;
  const list = { name: listName, rows: listOf(problems, language) };
  const written = await taken.value.annotate({ to, notes: notesOf(problems, language), list });
  return written.ok ? ok(reading.value) : written;
}
