import { and, asc, count, eq, gt, inArray, isNotNull, lte, min, or, sql } from "drizzle-orm";

import type { Db } from "#database/open.ts";
import { groups } from "#features/roster/tables.ts";
import type { Instant } from "#lib/clock.ts";

import type { MessageRow } from "./store.ts";
import { chatRests, messageFiles, messages } from "./tables.ts";

/** A message that may leave, with its group's title and topic, and the number of its files. */
export type Due = MessageRow & {
  readonly groupTitle: string;
  readonly topicId: string | null;
  readonly fileCount: number;
};

const dueNow = (now: Instant) =>
  and(
    sql`not ${messages.waitsForRun}`,
    // A run may let go earlier than planned, when a person moved its hour.
    or(lte(messages.dueAt, now), isNotNull(messages.releasedBy)),
    // A group that the bot can't write to is told once, and skipped until a person has mended it.
    sql`(${messages.groupId} is null
         or (select ${groups.active} from ${groups} where ${groups.id} = ${messages.groupId}))`,
  );

/**
 * What may leave once it is due, in the words of its index. As a whole that is true no other index serves it, which
 * PostgreSQL would take and sort when what it knows of the outbox is from before a mailing.
 */
const mayLeave = sql`(${messages.state} = 'planned' and not ${messages.waitsForRun}) is true`;

/** So many messages are looked at for each that a page may hold: a chat with several of them gives one. */
const lookedAtForOne = 5;

/**
 * The next messages that may leave, most urgent first, at most one a chat: its order is that of priority, hour and
 * planning. Chats at rest and those of `busy` are left alone. There may be others than those given, but never others when
 * none is given.
 */
export async function listNextMessages(
  db: Db,
  {
    now,
    everythingTo,
    busy,
    atMost,
  }: {
    readonly now: Instant;
    /** The test group, when all go there. */
    readonly everythingTo: string | undefined;
    readonly busy: readonly string[];
    readonly atMost: number;
  },
): Promise<readonly Due[]> {
  const goesTo = everythingTo === undefined ? sql`${messages.chatId}` : sql`${everythingTo}::text`;
  // The first of a chat among the most urgent is its first of all, so the others need not be looked at.
  const urgent = db
    .select({
      id: messages.id,
      chat: goesTo.as("chat"),
      priority: messages.priority,
      dueAt: messages.dueAt,
      number: messages.number,
    })
    .from(messages)
    .where(
      and(
        mayLeave,
        dueNow(now),
        sql`${goesTo} not in ${restingChats(db, now)}`,
        sql`${goesTo} <> all(${sql.param([...busy])}::text[])`,
      ),
    )
    .orderBy(asc(messages.priority), asc(messages.dueAt), asc(messages.number))
    .limit(lookedAtForOne * atMost)
    .as("urgent");
  const heads = db
    .selectDistinctOn([urgent.chat], {
      id: urgent.id,
      priority: urgent.priority,
      dueAt: urgent.dueAt,
      number: urgent.number,
    })
    .from(urgent)
    .orderBy(urgent.chat, asc(urgent.priority), asc(urgent.dueAt), asc(urgent.number))
    .as("heads");
  const page = db
    .select({ id: heads.id })
    .from(heads)
    .orderBy(asc(heads.priority), asc(heads.dueAt), asc(heads.number))
    .limit(atMost)
    .as("page");
  const rows = await db
    .select({ message: messages, groupTitle: groups.title, topicId: groups.topicId, fileCount })
    .from(page)
    .innerJoin(messages, eq(messages.id, page.id))
    .leftJoin(groups, eq(groups.id, messages.groupId))
    .orderBy(asc(messages.priority), asc(messages.dueAt), asc(messages.number));
  return rows.map(({ message, groupTitle, topicId, fileCount: carried }) => ({
    ...message,
    topicId,
    groupTitle: groupTitle ?? "",
    fileCount: Number(carried),
  }));
}

const fileCount = sql<string>`(select count(*) from ${messageFiles} where ${messageFiles.messageId} = ${messages.id})`;

/** How many messages could leave but for a rest, a pause or a try under way. */
export async function countWaiting(db: Db, now: Instant): Promise<number> {
  const [row] = await waitingAt(db, now);
  return row?.howMany ?? 0;
}

function waitingAt(db: Db, now: Instant) {
  return db
    .select({ howMany: count() })
    .from(messages)
    .where(and(inArray(messages.state, ["planned", "sending"]), dueNow(now)));
}

/** The chats at rest, as a part of a query. */
export function restingChats(db: Db, now: Instant) {
  return db.select({ chatId: chatRests.chatId }).from(chatRests).where(gt(chatRests.until, now));
}

/** What a round leaves: how many messages could leave but for a rest, and when the first chat at rest may be written to again. */
export async function readLeftOver(
  db: Db,
  now: Instant,
): Promise<{ readonly waiting: number; readonly restUntil: Instant | undefined }> {
  const [row] = await db
    .select({ waiting: sql<string>`(${waitingAt(db, now)})`, restUntil: min(chatRests.until) })
    .from(chatRests)
    .where(gt(chatRests.until, now));
  return { waiting: Number(row?.waiting ?? 0), restUntil: row?.restUntil ?? undefined };
}

/** Leaves a chat alone until an instant; a longer rest stays. */
export async function restChat(db: Db, chatId: string, until: Instant): Promise<void> {
  await db
    .insert(chatRests)
    .values({ chatId, until })
    .onConflictDoUpdate({
      target: chatRests.chatId,
      set: { until: sql`greatest(${chatRests.until}, excluded.until)` },
    });
}

/** Since when the message that has waited longest could leave; `undefined` when none could. */
export async function findOldestDue(db: Db, now: Instant): Promise<Instant | undefined> {
  const [row] = await db
    .select({ dueAt: messages.dueAt })
    .from(messages)
    .where(and(eq(messages.state, "planned"), lte(messages.dueAt, now), dueNow(now)))
    .orderBy(asc(messages.dueAt))
    .limit(1);
  return row?.dueAt;
}
