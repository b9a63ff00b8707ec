import { and, eq, exists, gt, inArray, isNotNull, isNull, lte, or, sql } from "drizzle-orm";

import { isOneOf } from "#database/many.ts";
import type { Db } from "#database/open.ts";
import { attendances, collections, heardMessages } from "#features/participation/tables.ts";
import { countsAs, personId } from "#features/roster/store.ts";
import { groups, identities, memberships, students } from "#features/roster/tables.ts";
import { sessions } from "#features/sessions/tables.ts";
import type { Instant } from "#lib/clock.ts";

import { nudges, rankingChoices } from "./tables.ts";

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

/** Which students count as silent. */
interface Silence {
  readonly since: Instant;
  readonly nudgedBefore: Instant;
  readonly now: Instant;
}

/**
 * Students in an active group with a session since `since`, who joined before it and were not seen from then until
 * `now`: no message heard, no session attended. Who was nudged after `nudgedBefore` is left out.
 */
export async function listSilentStudents(db: Db, silence: Silence): Promise<readonly SilentStudent[]> {
  return await describe(db, silence, await selectSilent(db, silence));
}

/** How many they are, and the first of them by name. */
export async function findSilentStudents(
  db: Db,
  { limit, ...silence }: Silence & { readonly limit: number },
): Promise<{ readonly count: number; readonly students: readonly SilentStudent[] }> {
  const first = await selectSilent(db, silence).limit(limit);
  return { count: first[0]?.count ?? 0, students: await describe(db, silence, first) };
}

function selectSilent(db: Db, { since, nudgedBefore, now }: Silence) {
  const seen = db
    .select({ studentId: heardMessages.studentId })
    .from(heardMessages)
    .where(gt(heardMessages.at, since))
    .unionAll(
      db
        .select({ studentId: attendances.studentId })
        .from(attendances)
        .innerJoin(sessions, eq(sessions.id, attendances.sessionId))
        .innerJoin(collections, eq(collections.sessionId, sessions.id))
        .where(and(gt(attendances.minutes, 0), gt(sessions.endsAt, since), lte(sessions.endsAt, now))),
    )
    .as("seen");
  // Taken away as sets: nobody can foresee how many are left, and joins planned for a few take minutes for many.
  const unseen = db
    .select({ person: memberships.studentId })
    .from(memberships)
    .where(isExpected(db, since))
    // Rows that were merged into a person are theirs.
    .except(db.select({ person: personId }).from(seen).innerJoin(students, eq(students.id, seen.studentId)))
    .as("unseen");
  return db
    .select({
      studentId: students.id,
      name: students.displayName,
      count: sql<number>`(count(*) over ())::int`.mapWith(Number),
    })
    .from(unseen)
    .innerJoin(students, eq(students.id, unseen.person))
    .leftJoin(nudges, eq(nudges.studentId, students.id))
    .where(
      and(isNull(students.mergedInto), isNull(students.erasedAt), or(isNull(nudges.at), lte(nudges.at, nudgedBefore))),
    )
    .orderBy(students.displayName, students.id);
}

/** Whether a membership lets a word be expected since then: of an active group that had a session. */
function isExpected(db: Db, since: Instant) {
  const taught = db
    .select({ id: groups.id })
    .from(groups)
    .where(
      and(
        eq(groups.active, true),
        exists(
          db
            .select({ one: sql`1` })
            .from(sessions)
            .where(and(eq(sessions.groupId, groups.id), gt(sessions.endsAt, since))),
        ),
      ),
    );
  return and(isNull(memberships.leftAt), lte(memberships.since, since), inArray(memberships.groupId, taught));
}

/** Their group, their chat and what they chose: asked for those alone that are told. */
async function describe(
  db: Db,
  { since }: Silence,
  silent: readonly { readonly studentId: string; readonly name: string }[],
): Promise<readonly SilentStudent[]> {
  const ids = silent.map((one) => one.studentId);
  const groupRows = await db
    .select({
      studentId: memberships.studentId,
      groupTitle: sql<string>`min(${groups.title})`,
      language: sql<"fr" | "en">`min(${groups.language})`,
    })
    .from(memberships)
    .innerJoin(groups, eq(groups.id, memberships.groupId))
    .where(and(isOneOf(memberships.studentId, ids), isExpected(db, since)))
    .groupBy(memberships.studentId);
  const chats = await db
    .select({ studentId: personId, chatId: sql<string>`min(${identities.value})` })
    .from(identities)
    .innerJoin(students, eq(students.id, identities.studentId))
    .where(and(countsAs(ids), eq(identities.kind, "telegram"), isNotNull(identities.startedBotAt)))
    .groupBy(personId);
  const wishes = await db
    .select({ studentId: rankingChoices.studentId })
    .from(rankingChoices)
    .where(and(isOneOf(rankingChoices.studentId, ids), eq(rankingChoices.nudges, true)));
  const groupOf = new Map(groupRows.map((row) => [row.studentId, row]));
  const chatOf = new Map(chats.map((row) => [row.studentId, row.chatId]));
  const wants = new Set(wishes.map((row) => row.studentId));
  return silent.flatMap(({ studentId, name }) => {
    const group = groupOf.get(studentId);
    if (group === undefined) return [];
    const chatId = chatOf.get(studentId) ?? null;
    return [{ ...group, name, chatId, wantsNudges: wants.has(studentId) }];
  });
}
