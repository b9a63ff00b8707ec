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
  return (await findGroupsByChat(db, [chatId])).get(chatId);
}

/** The groups of these chats by chat, also under ids that they had before a migration. */
export async function findGroupsByChat(db: Db, chats: readonly string[]): Promise<ReadonlyMap<string, GroupRow>> {
  const present = await db.select().from(groups).where(isOneOf(groups.chatId, chats));
  const found = new Map(present.map((group) => [group.chatId, group]));
  const missing = chats.filter((chat) => !found.has(chat));
  if (missing.length === 0) return found;
  const former = await db
    .select({ chatId: groupAliases.chatId, group: groups })
    .from(groupAliases)
    .innerJoin(groups, eq(groups.id, groupAliases.groupId))
    .where(isOneOf(groupAliases.chatId, missing));
  return new Map([...found, ...former.map(({ chatId, group }) => [chatId, group] as const)]);
}

/** Telegram gave the group another id: the old one is remembered, since the workbook still holds it. */
export async function migrateGroup(db: Db, groupId: string, from: ChatId, to: ChatId, now: Instant): Promise<void> {
  await db.insert(groupAliases).values({ chatId: from, groupId, since: now }).onConflictDoNothing();
  await db.update(groups).set({ chatId: to }).where(eq(groups.id, groupId));
}

/** Ids of the students with these Telegram accounts, by account; those who are new are added with the given name. */
export async function ensureStudents(
  db: Db,
  people: readonly { readonly id: string; readonly name: string }[],
  now: Instant,
): Promise<ReadonlyMap<string, string>> {
  const wanted = new Map(people.toReversed().map(({ id, name }) => [id, name]));
  const known = await db
    .select({ account: identities.value, studentId: identities.studentId })
    .from(identities)
    .where(and(eq(identities.kind, "telegram"), isOneOf(identities.value, [...wanted.keys()])));
  const found = new Map(known.map(({ account, studentId }) => [account, studentId]));
  const added = [...wanted]
    .filter(([account]) => !found.has(account))
    .map(([account, name]) => ({ id: newId(), account, name }));
  await insertMany(
    db,
    students,
    added.map(({ id, name }) => ({ id, displayName: name, createdAt: now })),
  );
  await insertMany(
    db,
    identities,
    added.map(({ id, account }) => ({ studentId: id, kind: "telegram" as const, value: account, createdAt: now })),
  );
  for (const { id, account } of added) found.set(account, id);
  return found;
}

/**
 * Puts students into groups; one who had left is in it again.
 *
 * Whom a person took out by hand stays out: an assistant who writes in the group is no student.
 */
export async function ensureMemberships(
  db: Db,
  wanted: readonly { readonly groupId: string; readonly studentId: string }[],
  now: Instant,
): Promise<void> {
  if (wanted.length === 0) return;
  const asked = wanted.map((one) => one.studentId);
  const rows = await db
    .select({ id: students.id, person: personId })
    .from(students)
    .where(isOneOf(students.id, [...new Set(asked)]));
  const personOf = new Map(rows.map(({ id, person }) => [id, person]));
  const places = wanted.flatMap(({ groupId, studentId }) =>
    [studentId, personOf.get(studentId) ?? studentId].map((id) => ({ groupId, studentId: id, since: now })),
  );
  await db
    .insert(memberships)
    .values([...new Map(places.map((place) => [`${place.groupId} ${place.studentId}`, place])).values()])
    .onConflictDoUpdate({
      target: [memberships.groupId, memberships.studentId],
      set: { leftAt: null },
      // Most are in it already, and a row that stays as it is needs no new version.
      setWhere: sql`${memberships.removedBy} is null and ${memberships.leftAt} is not null`,
    });
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
