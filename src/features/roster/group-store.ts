import { and, asc, eq, isNull, lt, or } from "drizzle-orm";

import type { Db } from "#database/open.ts";
import type { Instant } from "#lib/clock.ts";
import { newId, type ChatId } from "#lib/ids.ts";

import { retiredPrefix, type Trouble } from "./group-rules.ts";
import { inTrouble } from "./standing-rules.ts";
import type { GroupRow } from "./store.ts";
import { groupAliases, groups, identities, memberships } from "./tables.ts";
import type { TroubleWords } from "./texts.ts";

/** What can change of a group. */
export type GroupChange = Partial<Omit<GroupRow, "id" | "createdAt" | "origin">>;

/** Adds a group that Telegram showed; `undefined` when the chat has one already. */
export async function addGroup(
  db: Db,
  group: Pick<GroupRow, "chatId" | "title" | "language" | "active"> & GroupChange,
  now: Instant,
): Promise<GroupRow | undefined> {
  const [added] = await db
    .insert(groups)
    .values({ audienceZones: [], ...group, id: newId(), origin: "telegram", createdAt: now })
    .onConflictDoNothing()
    .returning();
  return added;
}

/** Changes a group's columns as given; nothing when nothing is. */
export async function changeGroup(db: Db, id: string, change: GroupChange): Promise<void> {
  if (Object.keys(change).length > 0) await db.update(groups).set(change).where(eq(groups.id, id));
}

/** A group by its id. */
export async function findGroup(db: Db, id: string): Promise<GroupRow | undefined> {
  const [row] = await db.select().from(groups).where(eq(groups.id, id));
  return row;
}

/** Sending was refused for a reason that lasts: the group is skipped until it is mended. */
export async function loseGroup(
  db: Db,
  id: string,
  trouble: Trouble,
  words: TroubleWords,
  now: Instant,
): Promise<void> {
  await db
    .update(groups)
    .set(inTrouble(trouble, words, now))
    .where(and(eq(groups.id, id), eq(groups.active, true)));
}

/** Something was heard there; written at most once a minute, since it is asked for by the day. */
export async function touchGroup(db: Db, id: string, at: Instant): Promise<void> {
  await db
    .update(groups)
    .set({ lastHeardAt: at })
    .where(and(eq(groups.id, id), or(isNull(groups.lastHeardAt), lt(groups.lastHeardAt, at.subtract({ minutes: 1 })))));
}

/** Ids that groups had before, by the group's id. */
export async function listAliases(db: Db): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await db.select().from(groupAliases).orderBy(asc(groupAliases.since));
  const byGroup = Map.groupBy(rows, (row) => row.groupId);
  return new Map([...byGroup].map(([id, some]) => [id, some.map((row) => row.chatId)]));
}

/** The groups in which a person of Telegram was heard. */
export async function listGroupsOfPerson(db: Db, telegramId: string): Promise<readonly GroupRow[]> {
  const rows = await db
    .selectDistinct({ group: groups })
    .from(identities)
    .innerJoin(memberships, eq(memberships.studentId, identities.studentId))
    .innerJoin(groups, eq(groups.id, memberships.groupId))
    .where(and(eq(identities.kind, "telegram"), eq(identities.value, telegramId)))
    .orderBy(asc(groups.title));
  return rows.map((row) => row.group);
}

/** Telegram gave the group another id that has a row already: the newer row stays, and answers for the old id. */
export async function retireGroup(db: Db, old: GroupRow, keptId: string, now: Instant): Promise<void> {
  await db
    .update(groups)
    .set({ chatId: `${retiredPrefix}${old.chatId}`, active: false, trouble: "gone", inactiveSince: now })
    .where(eq(groups.id, old.id));
  await db.update(groupAliases).set({ groupId: keptId }).where(eq(groupAliases.groupId, old.id));
  await db
    .insert(groupAliases)
    .values({ chatId: old.chatId as ChatId, groupId: keptId, since: now })
    .onConflictDoNothing();
}
