import type { Db } from "#database/open.ts";
import { ensureCoaches, ensureGroups, listCoachEmails } from "#features/roster/store.ts";
import type { School } from "#features/school/rules.ts";
import type { Instant } from "#lib/clock.ts";
import { newId } from "#lib/ids.ts";

import {
  formerEmails,
  renamedCourses,
  sameCourse,
  type CourseContent,
  type EntryContent,
  type ImportChanges,
} from "./import-rules.ts";
import type { ImportPreview } from "./preview-import.ts";
import type { TimetableLine } from "./rules.ts";
import {
  addCourses,
  addEntries,
  changeCourses,
  changeEntries,
  endEntries,
  findCourses,
  findEntryContents,
  moveEntries,
  type LineInForce,
} from "./store.ts";

/**
 * Brings the timetable in force to what a preview says, in the caller's transaction.
 *
 * Gives what it takes to undo it; `undefined` when nothing but places in the sheet changed.
 */
export async function applyDifference({
  db,
  preview: { diff, stays },
  school,
  now,
}: {
  readonly db: Db;
  readonly preview: ImportPreview<LineInForce>;
  readonly school: School;
  readonly now: Instant;
}): Promise<ImportChanges | undefined> {
  const { added, changed, removed, unchanged } = diff;
  await moveEntries(
    db,
    unchanged.flatMap(({ before, after }) => (before.cell === after.cell ? [] : [{ id: before.id, cell: after.cell }])),
  );
  if (added.length + changed.length + removed.length === 0) return undefined;

  const former = await findEntryContents(
    db,
    [...changed.map(({ before }) => before), ...removed].map((line) => line.id),
  );
  const lines = [...added, ...changed.map(({ after }) => after)];
  const kept = [...unchanged.map(({ before }) => before), ...stays];
  const renamed = renamedCourses(
    changed,
    [...kept, ...removed, ...changed.map(({ before }) => before)],
    [...lines, ...kept],
  );
  const emailsBefore = await listCoachEmails(db);
  const { contents, courses } = await contentsOf({ db, lines, renamed, school, now });
  const emails = formerEmails(emailsBefore, await listCoachEmails(db));
  await endEntries(
    db,
    removed.map((entry) => entry.id),
    now,
  );
  await changeEntries(
    db,
    changed.map(({ before }, index) => ({
      id: before.id,
      content: contents[added.length + index] as EntryContent,
    })),
    now,
  );
  const ids = await addEntries(db, contents.slice(0, added.length), now);
  return { added: ids, entries: former, courses, emails };
}

/** Lines as rows: their coaches, groups and courses exist afterwards. */
async function contentsOf({
  db,
  lines,
  renamed,
  school,
  now,
}: {
  readonly db: Db;
  readonly lines: readonly TimetableLine[];
  readonly renamed: ReadonlyMap<string, string>;
  readonly school: School;
  readonly now: Instant;
}): Promise<{
  readonly contents: readonly EntryContent[];
  /** Courses as they were before. */
  readonly courses: readonly CourseContent[];
}> {
  const coaches = await ensureCoaches(
    db,
    lines.map((line) => ({ name: line.coach, email: line.coachEmail })),
    now,
  );
  const groupIds = await ensureGroups(
    db,
    lines.flatMap((line) =>
      line.group.kind === "chat"
        ? [{ chatId: line.group.chatId, title: line.course, language: line.language, topic: line.topic }]
        : [],
    ),
    school.language,
    now,
  );
  const courses = await bringCourses({ db, lines, renamed, groupIds, now });
  const contents = lines.map((line) => ({
    courseId: need(courses.ids, line.courseKey),
    coachId: need(coaches, line.coach),
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
  return { contents, courses: courses.former };
}

async function bringCourses({
  db,
  lines,
  renamed,
  groupIds,
  now,
}: {
  readonly db: Db;
  readonly lines: readonly TimetableLine[];
  readonly renamed: ReadonlyMap<string, string>;
  readonly groupIds: ReadonlyMap<string, string>;
  readonly now: Instant;
}): Promise<{ readonly ids: ReadonlyMap<string, string>; readonly former: readonly CourseContent[] }> {
  const known = await findCourses(db, [...new Set([...lines.map((line) => line.courseKey), ...renamed.keys()])]);
  const formerKeys = new Map([...renamed].map(([from, to]) => [to, from]));
  const ids = new Map<string, string>();
  const added: CourseContent[] = [];
  const changed: CourseContent[] = [];
  const former: CourseContent[] = [];
  for (const line of lines) {
    if (ids.has(line.courseKey)) continue;
    const row = known.get(line.courseKey) ?? known.get(formerKeys.get(line.courseKey) ?? "");
    const course: CourseContent = {
      id: row?.id ?? newId(),
      key: line.courseKey,
      title: line.course,
      level: line.level ?? null,
      groupId: line.group.kind === "chat" ? (groupIds.get(line.group.chatId) ?? null) : null,
    };
    ids.set(line.courseKey, course.id);
    if (row === undefined) added.push(course);
    else if (!sameCourse(row, course)) {
      changed.push(course);
      former.push(row);
    }
  }
  await addCourses(db, added, now);
  await changeCourses(db, changed);
  return { ids, former };
}

function need(ids: ReadonlyMap<string, string>, key: string): string {
  const id = ids.get(key);
  if (id === undefined) throw new Error(`no row for ${key}`);
  return id;
}
