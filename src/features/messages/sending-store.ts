import { and, asc, count, eq, inArray, lte, or, sql } from "drizzle-orm";

import { isOneOf } from "#database/many.ts";
import type { Db } from "#database/open.ts";
import { groups } from "#features/roster/tables.ts";
import type { Instant } from "#lib/clock.ts";
import type { Failure } from "#lib/failure.ts";

import type { Receipt } from "./ports.ts";
import type { DeliveryOutcome, MessageKind } from "./rules.ts";
import { rememberFiles } from "./files-store.ts";
import { isStill, type MessageRow } from "./store.ts";
import { deliveries, messages } from "./tables.ts";

export type DeliveryRow = typeof deliveries.$inferSelect;

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
