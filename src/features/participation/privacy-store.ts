import { and, eq, inArray, isNull, lt, ne, or, sql } from "drizzle-orm";

import { moment } from "#database/moment.ts";
import { isOneOf } from "#database/many.ts";
import type { Db } from "#database/open.ts";
import { aliasKey } from "#features/roster/name-rules.ts";
import { students } from "#features/roster/tables.ts";
import type { Instant } from "#lib/clock.ts";

import {
  attendanceCorrections,
  attendances,
  heardMessages,
  identityDecisions,
  identityQuestions,
  stays,
} from "./tables.ts";

/** A stay without anything that says who it was but the student's row. */
const nameless = { zoomName: "", email: null, registrantId: null } as const;

/** Everything that participation holds of these rows of `students`, for the student to have. */
export async function readTraces(db: Db, studentIds: readonly string[]) {
  const ids = [...studentIds];
  return {
    stays: await db.select().from(stays).where(inArray(stays.studentId, ids)).orderBy(stays.joinedAt),
    attendances: await db.select().from(attendances).where(inArray(attendances.studentId, ids)),
    corrections: await db.select().from(attendanceCorrections).where(inArray(attendanceCorrections.studentId, ids)),
    messagesHeard: await db
      .select({ groupId: heardMessages.groupId, at: heardMessages.at })
      .from(heardMessages)
      .where(inArray(heardMessages.studentId, ids))
      .orderBy(heardMessages.at),
    questionsAsked: await db.select().from(identityQuestions).where(inArray(identityQuestions.askedId, ids)),
    decisions: await db.select().from(identityDecisions).where(inArray(identityDecisions.studentId, ids)),
  };
}

/** The names and addresses under which Zoom showed these rows of `students`. */
export async function listSeenAs(
  db: Db,
  studentIds: readonly string[],
): Promise<{ readonly names: readonly string[]; readonly emails: readonly string[] }> {
  const rows = await db
    .selectDistinct({ name: stays.zoomName, email: stays.email })
    .from(stays)
    .where(isOneOf(stays.studentId, studentIds));
  return {
    names: rows.map(({ name }) => name).filter((name) => name !== ""),
    emails: rows.flatMap(({ email }) => email ?? []),
  };
}

/**
 * Takes from participation what names a student; what they did stays, under a row without a name.
 *
 * Stays that nobody matched but that bear one of the student's names or addresses lose them too.
 */
export async function forgetTraces(
  db: Db,
  {
    studentIds,
    names,
    emails,
    actors,
    now,
  }: {
    readonly studentIds: readonly string[];
    readonly names: readonly string[];
    readonly emails: readonly string[];
    /** Who the student was as one who decides: `telegram:…`. */
    readonly actors: readonly string[];
    readonly now: Instant;
  },
): Promise<void> {
  const ids = [...studentIds];
  const keys = new Set(names.map(aliasKey));
  const addresses = new Set(emails.map((email) => email.toLowerCase()));
  const isTheirs = (one: { readonly zoomName: string; readonly email: string | null }) =>
    keys.has(aliasKey(one.zoomName)) || (one.email !== null && addresses.has(one.email.toLowerCase()));

  await db.update(stays).set(nameless).where(inArray(stays.studentId, ids));
  const strangers = await db
    .select({ sessionId: stays.sessionId, stayId: stays.stayId, zoomName: stays.zoomName, email: stays.email })
    .from(stays)
    .where(and(isNull(stays.studentId), ne(stays.zoomName, "")));
  for (const stay of strangers.filter(isTheirs)) {
    await db
      .update(stays)
      .set(nameless)
      .where(and(eq(stays.sessionId, stay.sessionId), eq(stays.stayId, stay.stayId)));
  }
  const questions = await db.select().from(identityQuestions);
  for (const question of questions) {
    const isAbout = isTheirs(question) || (question.askedId !== null && ids.includes(question.askedId));
    if (isAbout) await db.delete(identityQuestions).where(eq(identityQuestions.id, question.id));
  }
  await db
    .update(identityDecisions)
    .set({ undoneAt: now, undoneBy: "erasure" })
    .where(and(inArray(identityDecisions.studentId, ids), isNull(identityDecisions.undoneAt)));
  if (actors.length > 0) {
    await db.update(identityDecisions).set({ by: "erased" }).where(isOneOf(identityDecisions.by, actors));
  }
  await db.update(attendanceCorrections).set({ reason: "–" }).where(inArray(attendanceCorrections.studentId, ids));
  await db
    .update(attendances)
    .set({ correctionReason: "–" })
    .where(and(inArray(attendances.studentId, ids), sql`${attendances.correctionReason} is not null`));
}

/** Takes names and addresses from stays that ended before, and drops questions of then; says how many rows changed. */
export async function forgetOldTraces(db: Db, before: Instant): Promise<number> {
  const old = await db
    .update(stays)
    .set(nameless)
    .where(and(lt(stays.leftAt, before), or(ne(stays.zoomName, ""), sql`${stays.email} is not null`)))
    .returning({ id: stays.stayId });
  const dropped = await db
    .delete(identityQuestions)
    .where(lt(identityQuestions.lastAt, before))
    .returning({ id: identityQuestions.id });
  return old.length + dropped.length;
}

/** People who did nothing since: no stay, no message, and known for longer; at most `limit`. */
export async function listUnseen(db: Db, before: Instant, limit: number): Promise<readonly string[]> {
  const cutoff = moment(before);
  const rows = await db
    .select({ id: students.id })
    .from(students)
    .where(
      and(
        isNull(students.mergedInto),
        isNull(students.erasedAt),
        lt(students.createdAt, before),
        sql`not exists (select 1 from students r where coalesce(r.merged_into, r.id) = ${students.id} and (
          r.created_at >= ${cutoff}
          or exists (select 1 from stays t where t.student_id = r.id and t.left_at >= ${cutoff})
          or exists (select 1 from heard_messages h where h.student_id = r.id and h.at >= ${cutoff})
          or exists (select 1 from attendances a join sessions s on s.id = a.session_id
            where a.student_id = r.id and s.starts_at >= ${cutoff})))`,
      ),
    )
    .limit(limit);
  return rows.map((row) => row.id);
}
