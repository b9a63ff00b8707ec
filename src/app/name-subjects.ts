import { listGroups } from "#features/roster/store.ts";
import { listRowsOf } from "#features/roster/student-store.ts";
import { findSessionDetails } from "#features/sessions/store.ts";

import type { App } from "./parts.ts";

/**
 * What people call the things that audit lines name by an id: a student, a group's chat, a session with its day in the
 * school's zone. What is no longer there, or is a name already, is not among them.
 */
export async function nameSubjects(
  { config, database: { db } }: App,
  subjects: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(subjects.map(idOf).filter((id) => uuid.test(id)))];
  const [students, groups, sessions] = await Promise.all([
    listRowsOf(db, ids),
    listGroups(db),
    ids.length === 0 ? [] : findSessionDetails(db, ids),
  ]);
  const dayOf = (at: Temporal.Instant) => at.toZonedDateTimeISO(config.school.timeZone).toPlainDate().toString();
  const names = new Map<string, string>([
    ...groups.map(({ chatId, title }) => [chatId, title] as const),
    ...students.map(({ id, displayName }) => [id, displayName] as const),
    ...sessions.map(({ id, courseTitle, startsAt }) => [id, `${courseTitle}, ${dayOf(startsAt)}`] as const),
  ]);
  return new Map(
    subjects.flatMap((subject) => {
      const name = names.get(idOf(subject));
      return name === undefined ? [] : [[subject, name] as const];
    }),
  );
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** `session 0190…` and `0190…` name the same. */
function idOf(subject: string): string {
  return subject.replace(/^session /, "");
}
