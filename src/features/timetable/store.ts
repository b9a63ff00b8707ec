import { and, asc, desc, eq, gt, isNotNull, isNull, sql, type SQL } from "drizzle-orm";

import { insertMany, isOneOf, updateMany } from "#database/many.ts";
import type { Db } from "#database/open.ts";
import { listFormerChats } from "#features/roster/store.ts";
import { coaches, groups } from "#features/roster/tables.ts";
import type { Instant } from "#lib/clock.ts";
import { newId, type ChatId, type TimeZone } from "#lib/ids.ts";

import type { CourseContent, EntryContent } from "./import-rules.ts";
import { listRememberedMappings } from "./mapping-store.ts";
import type { RememberedMapping, TimetableLine } from "./rules.ts";
import { courses, entries } from "./tables.ts";

export type EntryRow = typeof entries.$inferSelect;

/** A course with entries in force, as people see it. */
export interface CourseInForce extends CourseContent {
  readonly startsOn: string | null;
  readonly endsOn: string | null;
  readonly groupTitle: string | null;
  /** How many entries a week. */
  readonly entries: number;
  /** Who teaches it on most of its entries. */
  readonly coachId: string;
  readonly coachName: string;
  /** The longest of its entries, in minutes. */
  readonly durationMinutes: number;
}

/** The courses that have entries in force, by title. */
export async function listCourses(db: Db): Promise<readonly CourseInForce[]> {
  const rows = await db
    .select({
      ...courseContent,
      startsOn: courses.startsOn,
      endsOn: courses.endsOn,
      groupTitle: groups.title,
      entries: sql`count(*)::int`.mapWith(Number),
      coachId: sql`mode() within group (order by ${coaches.id})`.mapWith(String),
      coachName: sql`mode() within group (order by ${coaches.name})`.mapWith(String),
      durationMinutes: sql`max(${entries.durationMinutes})`.mapWith(Number),
    })
    .from(courses)
    .innerJoin(entries, and(eq(entries.courseId, courses.id), isNull(entries.endedAt)))
    .innerJoin(coaches, eq(coaches.id, entries.coachId))
    .leftJoin(groups, eq(groups.id, courses.groupId))
    .groupBy(courses.id, groups.title)
    .orderBy(asc(courses.title), asc(courses.id));
  return rows;
}

export async function setDatesOfCourse(
  db: Db,
  id: string,
  dates: { readonly startsOn: string | null; readonly endsOn: string | null },
): Promise<void> {
  await db.update(courses).set(dates).where(eq(courses.id, id));
}

const courseContent = {
  id: courses.id,
  key: courses.key,
  title: courses.title,
  level: courses.level,
  groupId: courses.groupId,
};

const entryContent = {
  id: entries.id,
  courseId: entries.courseId,
  coachId: entries.coachId,
  assistant: entries.assistant,
  weekday: entries.weekday,
  time: entries.time,
  timeZone: entries.timeZone,
  durationMinutes: entries.durationMinutes,
  groupLink: entries.groupLink,
  topic: entries.topic,
  language: entries.language,
  meetingLink: entries.meetingLink,
  startsOn: entries.startsOn,
  endsOn: entries.endsOn,
  cell: entries.cell,
};

/** An entry in force as its line of the workbook said it. */
export interface LineInForce extends TimetableLine {
  readonly id: string;
}

/** An entry in force with what its course adds. */
export interface EntryInForce extends EntryRow {
  readonly groupId: string | null;
  readonly courseTitle: string;
  /** First and last day that a person set for the course. */
  readonly courseStartsOn: string | null;
  readonly courseEndsOn: string | null;
}

/** The entries in force with their course's group and dates. */
export async function listEntriesInForce(db: Db): Promise<readonly EntryInForce[]> {
  return entriesOf(await selectInForce(db).orderBy(asc(entries.createdAt), asc(entries.id)));
}

/** The same, some at a time, by id. */
export async function* readEntriesInForce(db: Db, atOnce = 2_000): AsyncGenerator<readonly EntryInForce[]> {
  let last = "";
  for (;;) {
    const some = entriesOf(await selectInForce(db, gt(entries.id, last)).orderBy(asc(entries.id)).limit(atOnce));
    if (some.length > 0) yield some;
    if (some.length < atOnce) return;
    last = some.at(-1)?.id ?? "";
  }
}

function selectInForce(db: Db, where?: SQL) {
  return db
    .select({
      entry: entries,
      groupId: courses.groupId,
      courseTitle: courses.title,
      courseStartsOn: courses.startsOn,
      courseEndsOn: courses.endsOn,
    })
    .from(entries)
    .innerJoin(courses, eq(courses.id, entries.courseId))
    .where(and(isNull(entries.endedAt), where));
}

function entriesOf(rows: Awaited<ReturnType<typeof selectInForce>>): readonly EntryInForce[] {
  return rows.map(({ entry, ...rest }) => ({ ...entry, ...rest }));
}

/** The timetable in force, with what comparing it with a workbook takes. */
export async function readTimetableInForce(db: Db): Promise<{
  readonly current: () => Promise<readonly LineInForce[]>;
  /** Chat ids before a migration by Telegram, with those of today. */
  readonly formerChats: ReadonlyMap<string, ChatId>;
  readonly remembered: readonly RememberedMapping[];
}> {
  return {
    current: async () => await listLinesInForce(db),
    formerChats: await listFormerChats(db),
    remembered: await listRememberedMappings(db),
  };
}

/** The timetable in force, line by line: of its rows only what a line says, since they are held all at once. */
export async function listLinesInForce(db: Db): Promise<readonly LineInForce[]> {
  const { courseId: _course, coachId: _coach, ...said } = entryContent;
  const rows = await db
    .select({
      entry: said,
      course: { key: courses.key, title: courses.title, level: courses.level },
      coach: { name: coaches.name, email: coaches.email },
      chatId: groups.chatId,
    })
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

/** The courses with these keys, by key. */
export async function findCourses(db: Db, keys: readonly string[]): Promise<ReadonlyMap<string, CourseContent>> {
  const rows = await db.select(courseContent).from(courses).where(isOneOf(courses.key, keys));
  return new Map(rows.map((row) => [row.key, row]));
}

export async function addCourses(db: Db, rows: readonly CourseContent[], now: Instant): Promise<void> {
  await insertMany(
    db,
    courses,
    rows.map((row) => ({ ...row, createdAt: now })),
  );
}

export async function changeCourses(db: Db, rows: readonly CourseContent[]): Promise<void> {
  await updateMany(db, courses, rows);
}

/**
 * Brings lines into force and gives their ids. One that was in force before (same course, day, time and zone)
 * comes back as the same entry, so what hangs on it comes back too; a second line that says the very same is
 * left out.
 */
export async function addEntries(db: Db, contents: readonly EntryContent[], now: Instant): Promise<readonly string[]> {
  if (contents.length === 0) return [];
  const former = await db
    .selectDistinctOn([entries.courseId, entries.weekday, entries.time, entries.timeZone], entryContent)
    .from(entries)
    .where(
      and(
        isNotNull(entries.endedAt),
        isOneOf(
          entries.courseId,
          contents.map((content) => content.courseId),
        ),
      ),
    )
    .orderBy(entries.courseId, entries.weekday, entries.time, entries.timeZone, desc(entries.endedAt));
  const ids = new Map(former.map((row) => [placeInWeek(row), row.id]));
  const returning: { readonly id: string; readonly content: EntryContent }[] = [];
  const fresh: (EntryContent & { readonly id: string; readonly createdAt: Instant })[] = [];
  for (const content of contents) {
    const id = ids.get(placeInWeek(content));
    ids.delete(placeInWeek(content));
    if (id === undefined) fresh.push({ id: newId(), createdAt: now, ...content });
    else returning.push({ id, content });
  }
  await setEntries(db, returning);
  await insertMany(db, entries, fresh, { orLeave: true });
  return [...returning, ...fresh].map((row) => row.id);
}

function placeInWeek({ courseId, weekday, time, timeZone }: EntryContent): string {
  return [courseId, weekday, time, timeZone].join("|");
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
  await setEntries(db, changes);
}

async function setEntries(
  db: Db,
  changes: readonly { readonly id: string; readonly content: EntryContent }[],
): Promise<void> {
  await updateMany(
    db,
    entries,
    changes.map(({ id, content }) => ({ id, ...content, endedAt: null })),
  );
}

export async function endEntries(db: Db, ids: readonly string[], now: Instant): Promise<void> {
  if (ids.length > 0) await db.update(entries).set({ endedAt: now }).where(isOneOf(entries.id, ids));
}

/** The rows of entries as an import may have to bring them back. */
export async function findEntryContents(
  db: Db,
  ids: readonly string[],
): Promise<readonly { readonly id: string; readonly content: EntryContent }[]> {
  const rows = await db.select(entryContent).from(entries).where(isOneOf(entries.id, ids)).orderBy(asc(entries.id));
  return rows.map(({ id, ...content }) => ({ id, content }));
}

/** Lines that only moved inside the sheet. */
export async function moveEntries(
  db: Db,
  moved: readonly { readonly id: string; readonly cell: string }[],
): Promise<void> {
  await updateMany(db, entries, moved);
}
