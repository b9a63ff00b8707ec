import { and, asc, eq, isNull, sql } from "drizzle-orm";

import { updateMany } from "#database/many.ts";
import type { Db } from "#database/open.ts";
import { isBefore, type Instant } from "#lib/clock.ts";
import { newId, type ChatId } from "#lib/ids.ts";

import { retiredPrefix, type Trouble } from "./group-rules.ts";
import { inTrouble } from "./standing-rules.ts";
import { migrateGroup, type GroupRow } from "./store.ts";
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

/** Groups that messages cannot reach although nobody turned them off, longest first; none of those that moved on. */
export async function listLostGroups(db: Db, atMost: number): Promise<readonly GroupRow[]> {
  return await db
    .select()
    .from(groups)
    .where(
      and(
        eq(groups.active, false),
        sql`${groups.trouble} is distinct from 'off'`,
        sql`not starts_with(${groups.chatId}, ${retiredPrefix})`,
      ),
    )
    .orderBy(sql`${groups.inactiveSince} nulls first`, asc(groups.title), asc(groups.chatId))
    .limit(atMost);
}

/** Groups in use of which Telegram has told nothing yet, by title. */
export async function listUnmetGroups(db: Db, atMost: number): Promise<readonly GroupRow[]> {
  return await db
    .select()
    .from(groups)
    .where(and(eq(groups.active, true), isNull(groups.standingAt)))
    .orderBy(asc(groups.title), asc(groups.chatId))
    .limit(atMost);
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

/** Something was heard in these groups; written at most once a minute a group, since it is asked for by the day. */
export async function touchGroups(
  db: Db,
  heard: readonly { readonly group: Pick<GroupRow, "id" | "lastHeardAt">; readonly at: Instant }[],
): Promise<void> {
  const worth = heard.filter(
    ({ group, at }) => group.lastHeardAt === null || isBefore(group.lastHeardAt.add({ minutes: 1 }), at),
  );
  await updateMany(
    db,
    groups,
    worth.map(({ group, at }) => ({ id: group.id, lastHeardAt: at })),
  );
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

/**
 * Telegram gave a group an id that has a row already: everything that row holds goes to the group, which takes its
 * chat and what Telegram showed of it. What both rows hold of one thing stays with the retired row.
 */
export async function absorbGroup(db: Db, group: GroupRow, taken: GroupRow, now: Instant): Promise<void> {
  await handOver(db, taken.id, group.id);
  await db
    .update(groups)
    .set({ chatId: `${retiredPrefix}${taken.chatId}`, active: false, trouble: "gone", inactiveSince: now })
    .where(eq(groups.id, taken.id));
  await migrateGroup(db, group.id, group.chatId as ChatId, taken.chatId as ChatId, now);
  const { title, active, trouble, inactiveReason, inactiveRemedy, inactiveSince } = taken;
  const { botStatus, maySendPhotos, hearsAll, standingAt, lastHeardAt } = taken;
  const shown = { title, botStatus, maySendPhotos, hearsAll, standingAt, lastHeardAt };
  const standing = { active, trouble, inactiveReason, inactiveRemedy, inactiveSince };
  // A person's "off" stays, whatever id the group has.
  await changeGroup(db, group.id, group.trouble === "off" ? shown : { ...shown, ...standing });
}

/** Every row of every table that refers to one group refers to another from now on, where its keys allow that. */
async function handOver(db: Db, from: string, to: string): Promise<void> {
  const { rows } = await db.execute<{ table: string; column: string }>(sql`
    select r.conrelid::regclass::text as "table", quote_ident(a.attname) as "column" from pg_constraint r
    join pg_attribute a on a.attrelid = r.conrelid and a.attnum = r.conkey[1]
    where r.contype = 'f' and r.confrelid = 'groups'::regclass`);
  for (const { table, column } of rows) {
    // A row that the other group has too must not keep the rest from going over.
    await db.execute(
      sql.raw(`do $over$ declare one tid; begin
        update ${table} set ${column} = '${to}' where ${column} = '${from}';
      exception when unique_violation then
        for one in select ctid from ${table} where ${column} = '${from}' loop
          begin
            update ${table} set ${column} = '${to}' where ctid = one;
          exception when unique_violation then null;
          end;
        end loop;
      end $over$`),
    );
  }
}
