import { and, eq, inArray, isNotNull, isNull, lte, sql } from "drizzle-orm";

import { moment } from "#database/moment.ts";
import type { Db } from "#database/open.ts";
import type { Instant } from "#lib/clock.ts";

import { personId } from "./store.ts";
import { identities, memberships, students } from "./tables.ts";

/** Says of every row of a person of Telegram in a group that they left, or are back; a word from before is not taken. */
export async function setMembership(
  db: Db,
  {
    groupId,
    telegramId,
    isIn,
    at,
  }: { readonly groupId: string; readonly telegramId: string; readonly isIn: boolean; readonly at: Instant },
): Promise<void> {
  const person = db
    .select({ id: personId })
    .from(identities)
    .innerJoin(students, eq(students.id, identities.studentId))
    .where(and(eq(identities.kind, "telegram"), eq(identities.value, telegramId)));
  const rows = db
    .select({ id: students.id })
    .from(students)
    .where(sql`${personId} in (${person})`);
  const theirs = and(eq(memberships.groupId, groupId), inArray(memberships.studentId, rows));
  if (isIn) {
    await db
      .update(memberships)
      .set({ leftAt: null })
      .where(and(theirs, isNull(memberships.removedBy), isNotNull(memberships.leftAt), lte(memberships.leftAt, at)));
  } else {
    await db
      .update(memberships)
      .set({ leftAt: at })
      .where(and(theirs, isNull(memberships.leftAt), sql`date_trunc('second', ${memberships.since}) <= ${moment(at)}`));
  }
}
