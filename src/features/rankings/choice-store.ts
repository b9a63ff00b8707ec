import { and, eq, exists, gt, isNotNull, isNull, lte, or, sql } from "drizzle-orm";

import type { Db } from "#database/open.ts";
import { attendances, collections, heardMessages } from "#features/participation/tables.ts";
import { personId } from "#features/roster/store.ts";
import { groups, identities, memberships, students } from "#features/roster/tables.ts";
import { sessions } from "#features/sessions/tables.ts";
import type { Instant } from "#lib/clock.ts";

import { nudges, rankingChoices } from "./tables.ts";

/** What a student chose about rankings. */
export interface Choice {
  readonly hidden: boolean;
  readonly pseudonym: string | null;
  readonly nudges: boolean;
}

const none: Choice = { hidden: false, pseudonym: null, nudges: false };

/** A student's choices; who chose nothing is listed by name and not nudged. */
export async function findChoice(db: Db, studentId: string): Promise<Choice> {
  const [row] = await db.select().from(rankingChoices).where(eq(rankingChoices.studentId, studentId));
  return row === undefined ? none : { hidden: row.hidden, pseudonym: row.pseudonym, nudges: row.nudges };
}

export async function putChoice(db: Db, studentId: string, choice: Choice, now: Instant): Promise<void> {
  const set = { ...choice, changedAt: now };
  await db
    .insert(rankingChoices)
    .values({ studentId, ...set })
    .onConflictDoUpdate({ target: rankingChoices.studentId, set });
}

/** A student who was neither in class nor heard in a group for a while. */
export interface SilentStudent {
  readonly studentId: string;
  readonly name: string;
  readonly groupTitle: string;
  readonly language: "fr" | "en";
  /** Absent when the bot may not write to them. */
  readonly chatId: string | null;
  readonly wantsNudges: boolean;
}

/**
 * Students in an active group with a session since `since`, who joined before it and were not seen from then until
 * `now`: no message heard, no session attended. Who was nudged after `nudgedBefore` is left out.
 */
export async function listSilentStudents(
  db: Db,
  { since, nudgedBefore, now }: { readonly since: Instant; readonly nudgedBefore: Instant; readonly now: Instant },
): Promise<readonly SilentStudent[]> {
  // Rows that were merged into a person are theirs: each list is made once for all, by person.
  const reached = db
    .select({ person: personId.as("reached_person"), chatId: sql<string>`min(${identities.value})`.as("reached_chat") })
    .from(identities)
    .innerJoin(students, eq(students.id, identities.studentId))
    .where(and(eq(identities.kind, "telegram"), isNotNull(identities.startedBotAt)))
    .groupBy(personId)
    .as("reached");
  const heard = db
    .select({ person: personId })
    .from(heardMessages)
    .innerJoin(students, eq(students.id, heardMessages.studentId))
    .where(gt(heardMessages.at, since));
  const attended = db
    .select({ person: personId })
    .from(attendances)
    .innerJoin(sessions, eq(sessions.id, attendances.sessionId))
    .innerJoin(collections, eq(collections.sessionId, sessions.id))
    .innerJoin(students, eq(students.id, attendances.studentId))
    .where(and(gt(attendances.minutes, 0), gt(sessions.endsAt, since), lte(sessions.endsAt, now)));
  // Taken away as sets: nobody can foresee how many are left, and joins planned for a few take minutes for many.
  const unseen = db
    .select({ person: students.id })
    .from(students)
    .where(and(isNull(students.mergedInto), isNull(students.erasedAt)))
    .except(heard.unionAll(attended))
    .as("unseen");
  return await db
    .select({
      studentId: students.id,
      name: students.displayName,
      groupTitle: sql<string>`min(${groups.title})`,
      language: sql<"fr" | "en">`min(${groups.language})`,
      chatId: sql<string | null>`min(${reached.chatId})`,
      wantsNudges: sql<boolean>`coalesce(bool_or(${rankingChoices.nudges}), false)`,
    })
    .from(unseen)
    .innerJoin(students, eq(students.id, unseen.person))
    .innerJoin(memberships, and(eq(memberships.studentId, students.id), isNull(memberships.leftAt)))
    .innerJoin(groups, and(eq(groups.id, memberships.groupId), eq(groups.active, true)))
    .leftJoin(rankingChoices, eq(rankingChoices.studentId, students.id))
    .leftJoin(nudges, eq(nudges.studentId, students.id))
    .leftJoin(reached, eq(reached.person, students.id))
    .where(
      and(
        lte(memberships.since, since),
        or(isNull(nudges.at), lte(nudges.at, nudgedBefore)),
        exists(
          db
            .select({ one: sql`1` })
            .from(sessions)
            .where(and(eq(sessions.groupId, groups.id), gt(sessions.endsAt, since))),
        ),
      ),
    )
    .groupBy(students.id, students.displayName)
    .orderBy(students.displayName, students.id);
}

export async function markNudged(db: Db, studentId: string, at: Instant): Promise<void> {
  await db.insert(nudges).values({ studentId, at }).onConflictDoUpdate({ target: nudges.studentId, set: { at } });
}
