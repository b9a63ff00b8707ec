import type { School } from "#features/school/rules.ts";
import type { Instant } from "#lib/clock.ts";
import { ok, type Result } from "#lib/failure.ts";
import type { ChatId } from "#lib/ids.ts";

import { entriesThatLeave, needsAgreement } from "./import-rules.ts";
import type { ReadWorkbook, Workbook, WorkbookSource } from "./ports.ts";
import {
  diffTimetable,
  readTimetable,
  type RememberedMapping,
  type TimetableDiff,
  type TimetableLine,
  type TimetableReading,
} from "./rules.ts";

/** What a workbook would do to the timetable in force. */
export interface ImportPreview<Line extends TimetableLine> {
  /** Without its cells, which nobody needs any more. */
  readonly workbook: Pick<Workbook, "fileName" | "sha256">;
  readonly reading: TimetableReading;
  readonly diff: TimetableDiff<Line>;
  /** Entries that stay in force although no line was understood as theirs: their line has an error. */
  readonly stays: readonly Line[];
  /** True when it removes so much that a person has to agree first. */
  readonly guarded: boolean;
  /** How many entries were in force. */
  readonly inForce: number;
}

/** Reads a workbook and compares it with the timetable in force; changes nothing. */
export async function previewImport<Line extends TimetableLine>({
  source,
  readWorkbook,
  current,
  formerChats = new Map(),
  remembered = [],
  school,
  now,
}: {
  readonly source: WorkbookSource;
  readonly readWorkbook: ReadWorkbook;
  /** Reads the timetable in force: once the workbook is read, so that its cells and those lines are never held together. */
  readonly current: () => Promise<readonly Line[]>;
  /** Chat ids before a migration by Telegram, with those of today: the workbook may still hold the former. */
  readonly formerChats?: ReadonlyMap<string, ChatId>;
  /** What people decided about sheets of known shapes. */
  readonly remembered?: readonly RememberedMapping[];
  readonly school: School;
  readonly now: Instant;
}): Promise<Result<ImportPreview<Line>>> {
  const read = await readLines({ source, readWorkbook, remembered, school, now });
  if (!read.ok) return read;
  const { workbook, reading } = read.value;
  const lines = reading.entries.map((line) => withChatOfToday(line, formerChats));
  const inForce = await current();
  const diff = diffTimetable(inForce, lines);
  const leaving = new Set(entriesThatLeave(diff.removed, reading.damaged));
  const removed = diff.removed.filter((entry) => leaving.has(entry));
  return ok({
    workbook,
    reading,
    diff: { ...diff, removed },
    stays: diff.removed.filter((entry) => !leaving.has(entry)),
    guarded: needsAgreement(inForce.length, removed.length),
    inForce: inForce.length,
  });
}

/** A workbook's lines; its cells are let go. */
async function readLines({
  source,
  readWorkbook,
  remembered,
  school,
  now,
}: {
  readonly source: WorkbookSource;
  readonly readWorkbook: ReadWorkbook;
  readonly remembered: readonly RememberedMapping[];
  readonly school: School;
  readonly now: Instant;
}): Promise<Result<Pick<ImportPreview<TimetableLine>, "workbook" | "reading">>> {
  const workbook = await readWorkbook(source);
  if (!workbook.ok) return workbook;
  const today = now.toZonedDateTimeISO(school.timeZone).toPlainDate();
  const reading = readTimetable(workbook.value, { school, today, remembered });
  if (!reading.ok) return reading;
  const { fileName, sha256 } = workbook.value;
  return ok({ workbook: { fileName, sha256 }, reading: reading.value });
}

function withChatOfToday(line: TimetableLine, formerChats: ReadonlyMap<string, ChatId>): TimetableLine {
  const chatId = line.group.kind === "chat" ? formerChats.get(line.group.chatId) : undefined;
  return chatId === undefined ? line : { ...line, group: { kind: "chat", chatId } };
}
