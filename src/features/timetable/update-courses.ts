import { inTransaction, type Db } from "#database/open.ts";
import { ensureCoaches, ensureGroups } from "#features/roster/store.ts";
import type { School } from "#features/school/rules.ts";
import type { Clock, Instant } from "#lib/clock.ts";
import { ok, type Result } from "#lib/failure.ts";

import { linesLeftOut, type ImportFigures } from "./import-rules.ts";
import type { ReadWorkbook, WorkbookSource } from "./ports.ts";
import { previewImport, type ImportPreview } from "./preview-import.ts";
import type { Problem, TimetableLine } from "./rules.ts";
import {
  addEntry,
  addImport,
  changeEntries,
  endEntries,
  ensureCourse,
  listLinesInForce,
  moveEntry,
  type EntryContent,
  type LineInForce,
} from "./store.ts";

/** What `update_courses` did to the timetable; what it did to the sessions is `After`. */
export interface UpdateReport<After> {
  readonly figures: ImportFigures;
  readonly sheet: string;
  readonly problems: readonly Problem[];
  readonly after: After;
}

/**
 * Reads the school's workbook, compares it with the timetable in force and applies the difference.
 *
 * The difference, the record of the import and what follows from it (`andThen`: the sessions) are one
 * transaction: a failure leaves last week's timetable whole.
 */
export async function updateCourses<After>({
  db,
  clock,
  school,
  source,
  readWorkbook,
  andThen,
}: {
  readonly db: Db;
  readonly clock: Clock;
  readonly school: School;
  readonly source: WorkbookSource;
  readonly readWorkbook: ReadWorkbook;
  readonly andThen: (tx: Db, now: Instant) => Promise<After>;
}): Promise<Result<UpdateReport<After>>> {
  const now = clock.now();
  const current = await listLinesInForce(db);
  const preview = await previewImport({ source, readWorkbook, current, school, now });
  if (!preview.ok) return preview;
  const { workbook, reading, diff } = preview.value;
  const figures: ImportFigures = {
    entries: reading.entries.length,
    added: diff.added.length,
    changed: diff.changed.length,
    removed: diff.removed.length,
    unchanged: diff.unchanged.length,
    leftOut: linesLeftOut(reading.problems),
  };
  const after = await inTransaction(db, async (tx) => {
    await apply(tx, preview.value, school, now);
    await addImport(tx, {
      fileName: workbook.fileName,
      path: source.path,
      sha256: workbook.sha256,
      sheet: reading.sheet,
      importedAt: now,
      figures,
      problems: reading.problems,
    });
    return await andThen(tx, now);
  });
  return ok({ figures, sheet: reading.sheet, problems: reading.problems, after });
}

async function apply(db: Db, { diff }: ImportPreview<LineInForce>, school: School, now: Instant): Promise<void> {
  const touched = [...diff.added, ...diff.changed.map((change) => change.after)];
  const contents = await contentsOf(db, touched, school, now);
  await endEntries(
    db,
    diff.removed.map((entry) => entry.id),
    now,
  );
  await changeEntries(
    db,
    diff.changed.map((change, index) => ({
      id: change.before.id,
      content: contents[diff.added.length + index] as EntryContent,
    })),
    now,
  );
  for (const content of contents.slice(0, diff.added.length)) await addEntry(db, content, now);
  for (const { before, after } of diff.unchanged) {
    if (before.cell !== after.cell) await moveEntry(db, before.id, after.cell);
  }
}

/** Lines as rows: their coaches, groups and courses exist afterwards. */
async function contentsOf(
  db: Db,
  lines: readonly TimetableLine[],
  school: School,
  now: Instant,
): Promise<readonly EntryContent[]> {
  const coachIds = await ensureCoaches(
    db,
    lines.map((line) => ({ name: line.coach, email: line.coachEmail })),
    now,
  );
  const groupIds = await ensureGroups(
    db,
    lines.flatMap((line) => (line.group.kind === "chat" ? [{ chatId: line.group.chatId, title: line.course }] : [])),
    school.language,
    now,
  );
  const courseIds = new Map<string, string>();
  for (const line of lines) {
    if (courseIds.has(line.courseKey)) continue;
    const course = {
      key: line.courseKey,
      title: line.course,
      level: line.level ?? null,
      groupId: line.group.kind === "chat" ? (groupIds.get(line.group.chatId) ?? null) : null,
    };
    courseIds.set(line.courseKey, await ensureCourse(db, course, now));
  }
  return lines.map((line) => ({
    courseId: need(courseIds, line.courseKey),
    coachId: need(coachIds, line.coach),
    assistant: line.assistant ?? null,
    weekday: line.weekday,
    time: line.time,
    timeZone: line.timeZone,
    durationMinutes: line.durationMinutes,
    groupLink: line.group.kind === "link" ? line.group.link : null,
    topic: line.topic ?? null,
    language: line.language ?? null,
    meetingLink: line.meetingLink ?? null,
    startsOn: line.startsOn ?? null,
    endsOn: line.endsOn ?? null,
    cell: line.cell,
  }));
}

function need(ids: ReadonlyMap<string, string>, key: string): string {
  const id = ids.get(key);
  if (id === undefined) throw new Error(`no row for ${key}`);
  return id;
}
