import { and, asc, eq, ilike, inArray, isNotNull, isNull, or, type SQL } from "drizzle-orm";

import { literally } from "#database/literally.ts";
import { isOneOf } from "#database/many.ts";
import type { Db } from "#database/open.ts";
import type { Instant } from "#lib/clock.ts";
import { newId } from "#lib/ids.ts";

import { countsAs, personId } from "./store.ts";
import { coaches, groups, identities, memberships, students } from "./tables.ts";

export type StudentRow = typeof students.$inferSelect;
export type IdentityRow = typeof identities.$inferSelect;
export type MembershipRow = typeof memberships.$inferSelect;
export type IdentityKind = IdentityRow["kind"];

/** The person that this row of `students` counts as; `undefined` when there is no such row. */
export async function findPerson(db: Db, studentId: string): Promise<StudentRow | undefined> {
  const [row] = await db.select().from(students).where(eq(students.id, studentId));
  if (row === undefined || row.mergedInto === null) return row;
  const [person] = await db.select().from(students).where(eq(students.id, row.mergedInto));
  return person;
}

/** The person that this row counts as; `undefined` also for one who was erased: nothing more is decided about them. */
export async function findLivingPerson(db: Db, studentId: string): Promise<StudentRow | undefined> {
  const person = await findPerson(db, studentId);
  return person?.erasedAt === null ? person : undefined;
}

/** Every row that counts as one of these people, the people's own rows included. */
export async function listRowsOf(db: Db, people: readonly string[]): Promise<readonly StudentRow[]> {
  if (people.length === 0) return [];
  return await db.select().from(students).where(countsAs(people));
}

/** Which students are meant; what is absent does not limit. */
export interface StudentFilter {
  /** A part of the name, or the beginning of the id. */
  readonly text?: string | undefined;
  readonly groupId?: string | undefined;
}

/** People by name, those who were erased left out. */
export async function searchStudents(
  db: Db,
  filter: StudentFilter & { readonly limit: number },
): Promise<readonly StudentRow[]> {
  return await db
    .select()
    .from(students)
    .where(meant(db, filter))
    .orderBy(asc(students.displayName), asc(students.id))
    .limit(filter.limit);
}

/** How many students a search would find without a limit. */
export async function countStudents(db: Db, filter: StudentFilter): Promise<number> {
  return await db.$count(students, meant(db, filter));
}

function meant(db: Db, filter: StudentFilter): SQL | undefined {
  const where: (SQL | undefined)[] = [isNull(students.mergedInto), isNull(students.erasedAt)];
  if (filter.text !== undefined) {
    const pattern = `%${literally(filter.text)}%`;
    where.push(or(ilike(students.displayName, pattern), ilike(students.id, `${pattern.slice(1)}`)));
  }
  if (filter.groupId !== undefined) {
    const inside = db
      .select({ id: memberships.studentId })
      .from(memberships)
      .where(and(eq(memberships.groupId, filter.groupId), isNull(memberships.leftAt)));
    where.push(inArray(students.id, inside));
  }
  return and(...where);
}

/** Adds a student without any identity; gives the id. */
export async function addStudentRow(db: Db, name: string, now: Instant): Promise<string> {
  const id = newId();
  await db.insert(students).values({ id, displayName: name, createdAt: now });
  return id;
}

export async function changeStudent(
  db: Db,
  ids: readonly string[],
  change: Partial<Pick<StudentRow, "displayName" | "mergedInto" | "erasedAt">>,
): Promise<void> {
  if (ids.length === 0) return;
  await db.update(students).set(change).where(isOneOf(students.id, ids));
}

/** Adds an identity; false when this student has it already. */
export async function addIdentity(
  db: Db,
  identity: {
    readonly studentId: string;
    readonly kind: Exclude<IdentityKind, "telegram">;
    readonly value: string;
    readonly createdAt: Instant;
    readonly decisionId: number | null;
  },
): Promise<boolean> {
  const added = await db.insert(identities).values(identity).onConflictDoNothing().returning({ id: identities.id });
  return added.length > 0;
}

/** The identities of these rows of `students`, oldest first. */
export async function listIdentities(db: Db, studentIds: readonly string[]): Promise<readonly IdentityRow[]> {
  if (studentIds.length === 0) return [];
  return await db
    .select()
    .from(identities)
    .where(isOneOf(identities.studentId, studentIds))
    .orderBy(asc(identities.id));
}

/** Gives identities to another student; one that the other has too is dropped. */
export async function moveIdentities(db: Db, ids: readonly number[], to: string): Promise<void> {
  const rows = ids.length === 0 ? [] : await db.select().from(identities).where(isOneOf(identities.id, ids));
  const there = await listIdentities(db, [to]);
  for (const row of rows) {
    const twice = there.some((one) => one.kind === row.kind && one.value === row.value);
    if (twice) await db.delete(identities).where(eq(identities.id, row.id));
    else await db.update(identities).set({ studentId: to }).where(eq(identities.id, row.id));
  }
}

/** Takes back the identities that a decision gave; gives them. */
export async function removeIdentitiesOf(db: Db, decisionId: number): Promise<readonly IdentityRow[]> {
  return await db.delete(identities).where(eq(identities.decisionId, decisionId)).returning();
}

/** The groups of these rows of `students`, those they left too, with their titles. */
export async function listMemberships(
  db: Db,
  studentIds: readonly string[],
): Promise<readonly (MembershipRow & { readonly title: string })[]> {
  if (studentIds.length === 0) return [];
  const rows = await db
    .select({ membership: memberships, title: groups.title })
    .from(memberships)
    .innerJoin(groups, eq(groups.id, memberships.groupId))
    .where(isOneOf(memberships.studentId, studentIds))
    .orderBy(asc(groups.title), asc(groups.id));
  return rows.map(({ membership, title }) => ({ ...membership, title }));
}

/** Puts a student into a group because a person decided so; one who is or was there stays as they are. */
export async function addMembership(
  db: Db,
  row: Pick<MembershipRow, "groupId" | "studentId" | "since" | "decisionId">,
): Promise<void> {
  await db.insert(memberships).values(row).onConflictDoNothing();
}

/** Takes back the memberships that a decision gave. */
export async function removeMembershipsOf(db: Db, decisionId: number): Promise<void> {
  await db.delete(memberships).where(eq(memberships.decisionId, decisionId));
}

/** Says that a student is in a group (`leftAt: null`) or left it; false when they never were in it. */
export async function changeMembership(
  db: Db,
  groupId: string,
  studentIds: readonly string[],
  change: { readonly leftAt: Instant | null; readonly removedBy: string | null },
): Promise<boolean> {
  const changed = await db
    .update(memberships)
    .set(change)
    .where(and(eq(memberships.groupId, groupId), isOneOf(memberships.studentId, studentIds)))
    .returning({ id: memberships.studentId });
  return changed.length > 0;
}

/**
 * Keeps since when a Telegram account lets the bot write to it in private; `null` when it no longer does. False for
 * an account that nobody of the school has.
 */
export async function setBotStarted(db: Db, telegramId: string, since: Instant | null): Promise<boolean> {
  const changed = await db
    .update(identities)
    .set({ startedBotAt: since })
    .where(and(eq(identities.kind, "telegram"), eq(identities.value, telegramId)))
    .returning({ id: identities.id });
  return changed.length > 0;
}

/** The person with this Telegram account. */
export async function findPersonByTelegram(db: Db, telegramId: string): Promise<StudentRow | undefined> {
  const [row] = await db
    .select({ studentId: identities.studentId })
    .from(identities)
    .where(and(eq(identities.kind, "telegram"), eq(identities.value, telegramId)));
  return row === undefined ? undefined : await findPerson(db, row.studentId);
}

/** The private chats of these people, for those who started the bot; a private chat has its person's number. */
export async function listPrivateChats(
  db: Db,
  people: readonly string[],
): Promise<readonly { readonly studentId: string; readonly chatId: string }[]> {
  if (people.length === 0) return [];
  return await db
    .select({ studentId: personId, chatId: identities.value })
    .from(identities)
    .innerJoin(students, eq(students.id, identities.studentId))
    .where(
      and(
        isOneOf(personId, people),
        eq(identities.kind, "telegram"),
        isNotNull(identities.startedBotAt),
        isNull(students.erasedAt),
      ),
    )
    .orderBy(asc(identities.id));
}

export async function listCoaches(db: Db): Promise<readonly { readonly id: string; readonly name: string }[]> {
  return await db.select({ id: coaches.id, name: coaches.name }).from(coaches).orderBy(asc(coaches.name));
}

/** Takes from the roster what names these rows: identities and groups go, the rows stay under a label. */
export async function forgetInRoster(db: Db, ids: readonly string[], label: string, now: Instant): Promise<void> {
  await db.delete(identities).where(isOneOf(identities.studentId, ids));
  await db.delete(memberships).where(isOneOf(memberships.studentId, ids));
  await changeStudent(db, ids, { displayName: label, erasedAt: now });
}
