import { asc, desc, eq, inArray, isNull } from "drizzle-orm";

import type { Db } from "#database/open.ts";
import { coaches, groups } from "#features/roster/tables.ts";
import type { Instant } from "#lib/clock.ts";
import { newId, type ChatId, type TimeZone } from "#lib/ids.ts";

import type { TimetableLine } from "./rules.ts";
import { courses, entries, imports } from "./tables.ts";

export type EntryRow = typeof entries.$inferSelect;
export type ImportRow = typeof imports.$inferSelect;

/** An entry in force as its line of the workbook said it. */
export interface LineInForce extends TimetableLine {
  readonly id: string;
}

/** The entries in force with their course's group. */
export async function listEntriesInForce(db: Db): Promise<readonly (EntryRow & { readonly groupId: string | null })[]> {
  const rows = await db
    .select({ entry: entries, groupId: courses.groupId })
    .from(entries)
    .innerJoin(courses, eq(courses.id, entries.courseId))
    .where(isNull(entries.endedAt))
    .orderBy(asc(entries.createdAt), asc(entries.id));
  return rows.map(({ entry, groupId }) => ({ ...entry, groupId }));
}

/** The timetable in force, line by line, to be compared with a workbook. */
export async function listLinesInForce(db: Db): Promise<readonly LineInForce[]> {
  const rows = await db
    .select({ entry: entries, course: courses, coach: coaches, chatId: groups.chatId })
    .from(entries)
    .innerJoin(courses, eq(courses.id, entries.courseId))
    .innerJoin(coaches, eq(coaches.id, entries.coachId))
    .leftJoin(groups, eq(groups.id, courses.groupId))
    .where(isNull(entries.endedAt));
  return rows.map(({ entry, course, coach, chatId }) => ({
    id: entry.id,
    cell: entry.cell,
    courseKey: course.key,
    course: course.title,
    ...(course.level === null ? {} : { level: course.level }),
    coach: coach.name,
    ...(coach.email === null ? {} : { coachEmail: coach.email }),
    weekday: entry.weekday,
    time: entry.time,
    timeZone: entry.timeZone as TimeZone,
    durationMinutes: entry.durationMinutes,
    group:
      chatId === null
        ? { kind: "link" as const, link: entry.groupLink ?? "" }
        : { kind: "chat" as const, chatId: chatId as ChatId },
    ...(entry.topic === null ? {} : { topic: entry.topic }),
    ...(entry.assistant === null ? {} : { assistant: entry.assistant }),
    ...(entry.language === null ? {} : { language: entry.language }),
    ...(entry.meetingLink === null ? {} : { meetingLink: entry.meetingLink }),
    ...(entry.startsOn === null ? {} : { startsOn: entry.startsOn }),
    ...(entry.endsOn === null ? {} : { endsOn: entry.endsOn }),
  }));
}

/** The course with this key; its title, level and group are brought to what is given. */
export async function ensureCourse(
  db: Db,
  course: {
    readonly key: string;
    readonly title: string;
    readonly level: string | null;
    readonly groupId: string | null;
  },
  now: Instant,
): Promise<string> {
  const { key, ...rest } = course;
  const [row] = await db
    .insert(courses)
    .values({ id: newId(), createdAt: now, ...course })
    .onConflictDoUpdate({ target: courses.key, set: rest })
    .returning({ id: courses.id });
  if (row === undefined) throw new Error(`course ${key} was neither added nor found`);
  return row.id;
}

export type EntryContent = Omit<typeof entries.$inferInsert, "id" | "createdAt" | "endedAt">;

/** Adds a line; a second line that says the very same is left out. */
export async function addEntry(db: Db, content: EntryContent, now: Instant): Promise<void> {
  await db
    .insert(entries)
    .values({ id: newId(), createdAt: now, ...content })
    .onConflictDoNothing();
}

/**
 * Brings entries to new contents, all at once.
 *
 * They leave the timetable first, because two lines that swap their hours would otherwise collide on the way.
 */
export async function changeEntries(
  db: Db,
  changes: readonly { readonly id: string; readonly content: EntryContent }[],
  now: Instant,
): Promise<void> {
  await endEntries(
    db,
    changes.map((change) => change.id),
    now,
  );
  for (const { id, content } of changes) {
    await db
      .update(entries)
      .set({ ...content, endedAt: null })
      .where(eq(entries.id, id));
  }
}

export async function endEntries(db: Db, ids: readonly string[], now: Instant): Promise<void> {
  if (ids.length > 0) {
    await db
      .update(entries)
      .set({ endedAt: now })
      .where(inArray(entries.id, [...ids]));
  }
}

/** A line that only moved inside the sheet. */
export async function moveEntry(db: Db, id: string, cell: string): Promise<void> {
  await db.update(entries).set({ cell }).where(eq(entries.id, id));
}

export async function addImport(db: Db, row: Omit<ImportRow, "id">): Promise<void> {
  await db.insert(imports).values({ id: newId(), ...row });
}

/** The import that made the timetable in force. */
export async function findLastImport(db: Db): Promise<ImportRow | undefined> {
  const [row] = await db.select().from(imports).orderBy(desc(imports.importedAt)).limit(1);
  return row;
}
