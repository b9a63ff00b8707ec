import { and, asc, eq, inArray, isNull, sql, type SQL } from "drizzle-orm";

import { insertMany, isOneOf, updateMany } from "#database/many.ts";
import type { Db } from "#database/open.ts";
import type { Instant } from "#lib/clock.ts";
import { newId, type ChatId } from "#lib/ids.ts";

import { coaches, groupAliases, groups, identities, memberships, students } from "./tables.ts";

/** The person that a row of `students` counts as: itself, or the one it was merged into. */
export const personId = sql<string>`coalesce(${students.mergedInto}, ${students.id})`;

/** Whether a row of `students` counts as one of these people; found by indexes, where comparing `personId` is not. */
export function countsAs(people: readonly string[]): SQL {
  return sql`((${students.mergedInto} is null and ${isOneOf(students.id, people)}) or ${isOneOf(students.mergedInto, people)})`;
}

export type GroupRow = typeof groups.$inferSelect;

/** Ids of the coaches with these names; those who are new are added, a new e-mail replaces the old one. */
export async function ensureCoaches(
  db: Db,
  wanted: readonly { readonly name: string; readonly email?: string | undefined }[],
  now: Instant,
): Promise<ReadonlyMap<string, string>> {
  const known = new Map((await db.select().from(coaches)).map((row) => [row.name, row]));
  const emails = new Map<string, string | undefined>();
  for (const { name, email } of wanted) emails.set(name, email ?? emails.get(name));
  const added: (typeof coaches.$inferInsert)[] = [];
  const changed: CoachEmail[] = [];
  for (const [name, email] of emails) {
    const row = known.get(name);
    if (row === undefined) added.push({ id: newId(), name, email: email ?? null, createdAt: now });
    else if (email !== undefined && row.email !== email) changed.push({ id: row.id, email });
  }
  await insertMany(db, coaches, added);
  await setCoachEmails(db, changed);
  return new Map([...known.values(), ...added].map((row) => [row.name, row.id]));
}

/** A coach's e-mail address. */
export interface CoachEmail {
  readonly id: string;
  readonly email: string | null;
}

/** Every coach's e-mail address. */
export async function listCoachEmails(db: Db): Promise<readonly CoachEmail[]> {
  return await db.select({ id: coaches.id, email: coaches.email }).from(coaches).orderBy(asc(coaches.id));
}

export async function setCoachEmails(db: Db, emails: readonly CoachEmail[]): Promise<void> {
  await updateMany(db, coaches, emails);
}

/** Ids of the groups with these chats, by the chat id asked for; unknown ones are added as active. */
export async function ensureGroups(
  db: Db,
  wanted: readonly {
    readonly chatId: ChatId;
    readonly title: string;
    readonly language?: "fr" | "en" | undefined;
    readonly topic?: string | undefined;
  }[],
  schoolLanguage: "fr" | "en",
  now: Instant,
): Promise<ReadonlyMap<string, string>> {
  const found = new Map((await db.select().from(groups)).map((row) => [row.chatId, row.id]));
  for (const alias of await db.select().from(groupAliases)) found.set(alias.chatId, alias.groupId);
  const added: (typeof groups.$inferInsert)[] = [];
  for (const { chatId, title, language = schoolLanguage, topic } of wanted) {
    if (found.has(chatId)) continue;
    const id = newId();
    const topicId = topic ?? null;
    added.push({ id, chatId, title, language, topicId, audienceZones: [], active: true, createdAt: now });
    found.set(chatId, id);
  }
  await insertMany(db, groups, added);
  return found;
}

/** Chat ids that groups had before Telegram migrated them, with the id they have now. */
export async function listFormerChats(db: Db): Promise<ReadonlyMap<string, ChatId>> {
  const rows = await db
    .select({ former: groupAliases.chatId, chatId: groups.chatId })
    .from(groupAliases)
    .innerJoin(groups, eq(groups.id, groupAliases.groupId));
  return new Map(rows.map((row) => [row.former, row.chatId as ChatId]));
}

/** Every group, retired ones too, by title. */
export async function listGroups(db: Db): Promise<readonly GroupRow[]> {
  return await db.select().from(groups).orderBy(asc(groups.title), asc(groups.chatId));
}

/** The group of a chat, also under an id that it had before a migration. */
export async function findGroupByChat(db: Db, chatId: string): Promise<GroupRow | undefined> {
  const [row] = await db.select().from(groups).where(eq(groups.chatId, chatId));
  if (row !== undefined) return row;
  const [former] = await db
    .select({ group: groups })
    .from(groupAliases)
    .innerJoin(groups, eq(groups.id, groupAliases.groupId))
    .where(eq(groupAliases.chatId, chatId));
  return former?.group;
}

/** Telegram gave the group another id: the old one is remembered, since the workbook still holds it. */
export async function migrateGroup(db: Db, groupId: string, from: ChatId, to: ChatId, now: Instant): Promise<void> {
  await db.insert(groupAliases).values({ chatId: from, groupId, since: now }).onConflictDoNothing();
  await db.update(groups).set({ chatId: to }).where(eq(groups.id, groupId));
}

/** The student with this identity, added with the given name when there is none. */
export async function ensureStudent(
  db: Db,
  identity: { readonly kind: "telegram"; readonly value: string; readonly name: string },
  now: Instant,
): Promise<string> {
  const [known] = await db
    .select({ id: identities.studentId })
    .from(identities)
    .where(and(eq(identities.kind, identity.kind), eq(identities.value, identity.value)));
  if (known !== undefined) return known.id;
  const id = newId();
  await db.insert(students).values({ id, displayName: identity.name, createdAt: now });
  await db.insert(identities).values({ studentId: id, kind: identity.kind, value: identity.value, createdAt: now });
  return id;
}

/**
 * Puts a student into a group; one who had left is in it again.
 *
 * Whom a person took out by hand stays out: an assistant who writes in the group is no student.
 */
export async function ensureMembership(db: Db, groupId: string, studentId: string, now: Instant): Promise<void> {
  const [row] = await db.select({ person: personId }).from(students).where(eq(students.id, studentId));
  for (const id of new Set([studentId, row?.person ?? studentId])) {
    await db
      .insert(memberships)
      .values({ groupId, studentId: id, since: now })
      .onConflictDoUpdate({
        target: [memberships.groupId, memberships.studentId],
        set: { leftAt: null },
        setWhere: isNull(memberships.removedBy),
      });
  }
}

/** A student of a group with every name by which Zoom may show them; those of merged rows are theirs too. */
export interface Member {
  readonly groupId: string;
  readonly studentId: string;
  readonly displayName: string;
  readonly zoomNames: readonly string[];
}

export async function listMembers(db: Db, groupIds: readonly string[]): Promise<readonly Member[]> {
  if (groupIds.length === 0) return [];
  const people = await db
    .select({ groupId: memberships.groupId, studentId: students.id, displayName: students.displayName })
    .from(memberships)
    .innerJoin(students, eq(students.id, memberships.studentId))
    .where(and(isOneOf(memberships.groupId, groupIds), isNull(memberships.leftAt), isNull(students.mergedInto)));
  if (people.length === 0) return [];
  const known = await db
    .select({ person: personId, value: identities.value })
    .from(identities)
    .innerJoin(students, eq(students.id, identities.studentId))
    .where(
      and(eq(identities.kind, "zoom name"), isOneOf(personId, [...new Set(people.map((person) => person.studentId))])),
    );
  const byPerson = Map.groupBy(known, (row) => row.person);
  return people.map((person) => ({
    ...person,
    zoomNames: (byPerson.get(person.studentId) ?? []).map((row) => row.value),
  }));
}

/** Every e-mail and registrant of the school's students: these are one person's in whatever group. */
export async function listAddresses(
  db: Db,
): Promise<readonly { readonly studentId: string; readonly kind: "e-mail" | "registrant"; readonly value: string }[]> {
  const rows = await db
    .select({ studentId: personId, kind: identities.kind, value: identities.value })
    .from(identities)
    .innerJoin(students, eq(students.id, identities.studentId))
    .where(and(inArray(identities.kind, ["e-mail", "registrant"]), isNull(students.erasedAt)));
  return rows as { studentId: string; kind: "e-mail" | "registrant"; value: string }[];
}
