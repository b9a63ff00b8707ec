import { and, asc, count, eq, gt, inArray, isNotNull, lte, min, or, sql } from "drizzle-orm";

import { isOneOf } from "#database/many.ts";
import type { Db } from "#database/open.ts";
import { groups } from "#features/roster/tables.ts";
import type { Instant } from "#lib/clock.ts";
import type { Failure } from "#lib/failure.ts";

import type { Receipt } from "./ports.ts";
import type { DeliveryOutcome, MessageKind } from "./rules.ts";
import { rememberFiles } from "./files-store.ts";
import { isStill, type MessageRow } from "./store.ts";
import { chatRests, deliveries, messageFiles, messages } from "./tables.ts";

export type DeliveryRow = typeof deliveries.$inferSelect;

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
 * planning. Chats at rest and those of `busy` are left alone. Fewer than `atMost` does not mean that no other may leave;
 * none does.
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
        busy.length === 0 ? undefined : sql`${goesTo} not in ${[...busy]}`,
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
  const [row] = await db
    .select({ howMany: count() })
    .from(messages)
    .where(and(inArray(messages.state, ["planned", "sending"]), dueNow(now)));
  return row?.howMany ?? 0;
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
  const waiting = db
    .select({ howMany: count() })
    .from(messages)
    .where(and(inArray(messages.state, ["planned", "sending"]), dueNow(now)));
  const [row] = await db
    .select({ waiting: sql<string>`(${waiting})`, restUntil: min(chatRests.until) })
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

/** Tries that a crash left without an end: messages only. */
export async function listUnfinished(db: Db): Promise<readonly MessageRow[]> {
  return await db.select().from(messages).where(eq(messages.state, "sending")).orderBy(asc(messages.updatedAt));
}

/** Commits the try before the request leaves; `undefined` when the message may not leave any more. */
export async function beginDelivery(
  db: Db,
  message: Pick<MessageRow, "id">,
  try_: { readonly chatId: string; readonly mode: DeliveryRow["mode"]; readonly now: Instant },
): Promise<number | undefined> {
  const { chatId, mode, now } = try_;
  // The condition makes sure of it whoever else sends: a message leaves from `planned` only.
  const at = messages.updatedAt.mapToDriverValue(now);
  const { rows } = await db.execute<{ try: number }>(sql`
    with begun as (
      update ${messages} set state = 'sending', tries = tries + 1, updated_at = ${at}::timestamptz
       where id = ${message.id} and ${isStill("planned")} returning tries)
    insert into ${deliveries} (message_id, try, chat_id, mode, started_at, outcome)
    select ${message.id}, tries, ${chatId}, ${mode}, ${at}::timestamptz, 'in flight' from begun returning try`);
  return rows[0]?.try;
}

/** Commits how a try ended and what the message is now, in one statement and once more for the files that Telegram keeps. */
export async function endDelivery(
  db: Db,
  end: {
    readonly messageId: string;
    readonly try: number;
    readonly outcome: DeliveryOutcome;
    readonly state: MessageRow["state"];
    readonly now: Instant;
    readonly receipt?: Receipt | undefined;
    readonly failure?: Failure | undefined;
  },
): Promise<void> {
  const { receipt, messageId, state } = end;
  const at = sql`${messages.updatedAt.mapToDriverValue(end.now)}::timestamptz`;
  const failure = sql`${end.failure === undefined ? null : JSON.stringify(end.failure)}::jsonb`;
  const arrived = sql`${sql.param([...(receipt?.messageIds ?? [])])}::text[]`;
  await db.execute(sql`
    with ended as (
      update ${deliveries} set outcome = ${end.outcome}, ended_at = ${at}, failure = ${failure},
             telegram_message_ids = telegram_message_ids || ${arrived}
       where message_id = ${messageId} and try = ${end.try})
    update ${messages} set state = ${state}, updated_at = ${at}, failure = ${failure},
           sent_chat_id = coalesce(${receipt?.chatId ?? null}, sent_chat_id),
           telegram_message_ids = telegram_message_ids || ${arrived},
           sent_at = ${state === "sent" ? at : sql`sent_at`}
     -- A second sender may have taken it over meanwhile: then its word counts.
     where id = ${messageId} and state = 'sending' and tries = ${end.try}`);
  if (receipt !== undefined) await rememberFiles(db, messageId, receipt);
}

/** How often a message's fate was not known. */
export async function countUnanswered(db: Db, messageId: string): Promise<number> {
  const [row] = await db
    .select({ howMany: count() })
    .from(deliveries)
    .where(and(eq(deliveries.messageId, messageId), eq(deliveries.outcome, "uncertain")));
  return row?.howMany ?? 0;
}

/**
 * Marks what came too late, each with why: its group could not be written to, or its moment passed. Gives the titles of
 * the groups, or the chats.
 */
export async function expireMessages(
  db: Db,
  now: Instant,
  why: { readonly groupInactive: Failure; readonly late: Failure },
): Promise<readonly string[]> {
  const isInactive = sql`exists (select 1 from ${groups} where ${groups.id} = ${messages.groupId} and not ${groups.active})`;
  const gone = await db
    .update(messages)
    .set({
      state: "expired",
      updatedAt: now,
      failure: sql`case when ${isInactive} then ${JSON.stringify(why.groupInactive)}::jsonb
                        else ${JSON.stringify(why.late)}::jsonb end`,
    })
    .where(and(inArray(messages.state, ["planned", "held"]), lte(messages.expiresAt, now)))
    .returning({ chatId: messages.chatId, groupId: messages.groupId });
  if (gone.length === 0) return [];
  const titles = new Map(
    (await db.select({ id: groups.id, title: groups.title }).from(groups)).map((row) => [row.id, row.title]),
  );
  return gone.map((row) => titles.get(row.groupId ?? "") ?? row.chatId);
}

/** Since when the message that has waited longest could leave; `undefined` when none could. */
export async function findOldestDue(db: Db, now: Instant): Promise<Instant | undefined> {
  const [row] = await db
    .select({ dueAt: messages.dueAt })
    .from(messages)
    .where(and(mayLeave, lte(messages.dueAt, now), dueNow(now)))
    .orderBy(asc(messages.dueAt))
    .limit(1);
  return row?.dueAt;
}

/** Lets the messages of a run's kinds go that are due by `until`; gives how many. Those let go before are counted. */
export async function releaseMessages(
  db: Db,
  release: {
    readonly kinds: readonly MessageKind[];
    readonly until: Instant;
    readonly runId: string;
  },
): Promise<number> {
  const { kinds, until, runId } = release;
  const released = await db
    .update(messages)
    .set({ waitsForRun: false, releasedBy: runId })
    .where(
      and(
        isOneOf(messages.kind, kinds),
        eq(messages.state, "planned"),
        or(lte(messages.dueAt, until), eq(messages.releasedBy, runId)),
      ),
    )
    .returning({ id: messages.id });
  return released.length;
}

/** What became of the messages that a run let go, and how many of the open ones belong to groups not in use. */
export async function countReleased(
  db: Db,
  runId: string,
): Promise<{ readonly byState: ReadonlyMap<string, number>; readonly inactive: number }> {
  const rows = await db
    .select({ state: messages.state, active: groups.active, howMany: count() })
    .from(messages)
    .leftJoin(groups, eq(groups.id, messages.groupId))
    .where(eq(messages.releasedBy, runId))
    .groupBy(messages.state, groups.active);
  const byState = new Map<string, number>();
  let inactive = 0;
  for (const { state, active, howMany } of rows) {
    if (state === "planned" && active === false) inactive += howMany;
    else byState.set(state, (byState.get(state) ?? 0) + howMany);
  }
  return { byState, inactive };
}
