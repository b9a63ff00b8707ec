import { and, count, desc, eq, gte, ilike, lt, lte, or, sql } from "drizzle-orm";

import { isOneOf } from "#database/many.ts";
import type { Db } from "#database/open.ts";
import { groups } from "#features/roster/tables.ts";
import type { Instant } from "#lib/clock.ts";

import type { MessageKind, MessageState } from "./rules.ts";
import { messages } from "./tables.ts";

/** A stretch of time; both ends may be absent. */
interface Span {
  readonly from?: Instant | undefined;
  readonly until?: Instant | undefined;
}

/** The place of a message in the outbox' order. */
export interface OutboxPlace {
  readonly dueAt: Instant;
  readonly number: number;
}

/** A line of the outbox. */
export type OutboxLine = Awaited<ReturnType<typeof listOutbox>>[number];

const within = ({ from, until }: Span) =>
  and(
    from === undefined ? undefined : gte(messages.dueAt, from),
    until === undefined ? undefined : lt(messages.dueAt, until),
  );

/** Those of the groups whose titles hold the words, and the one that has them as its number. */
function isCalled(db: Db, words: string) {
  const pattern = `%${words.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  const called = db.select({ id: groups.id }).from(groups).where(ilike(groups.title, pattern));
  const number = /^\d{1,15}$/.test(words) ? eq(messages.number, Number(words)) : undefined;
  return or(sql`${messages.groupId} = any(array(${called}))`, number);
}

/** Messages, the latest due first, beginning below `after`: the way through a long outbox costs the same on every page. */
export async function listOutbox(
  db: Db,
  {
    state,
    kind,
    words = "",
    after,
    limit,
    ...span
  }: Span & {
    readonly state?: MessageState | undefined;
    readonly kind?: MessageKind | undefined;
    /** Of the group's name, or the message's number. */
    readonly words?: string | undefined;
    readonly after?: OutboxPlace | undefined;
    readonly limit: number;
  },
) {
  return await db
    .select({
      number: messages.number,
      kind: messages.kind,
      state: messages.state,
      group: groups.title,
      dueAt: messages.dueAt,
      sentAt: messages.sentAt,
      recalledAt: messages.recalledAt,
      html: messages.html,
      failure: messages.failure,
    })
    .from(messages)
    .leftJoin(groups, eq(groups.id, messages.groupId))
    .where(
      and(
        within(span),
        state === undefined ? undefined : eq(messages.state, state),
        kind === undefined ? undefined : eq(messages.kind, kind),
        words === "" ? undefined : isCalled(db, words),
        after === undefined
          ? undefined
          : and(
              lte(messages.dueAt, after.dueAt),
              or(lt(messages.dueAt, after.dueAt), lt(messages.number, after.number)),
            ),
      ),
    )
    .orderBy(desc(messages.dueAt), desc(messages.number))
    .limit(limit);
}

/** How many messages stand in each state. */
export async function countOutbox(db: Db, span: Span) {
  return await db
    .select({ state: messages.state, count: count() })
    .from(messages)
    .where(within(span))
    .groupBy(messages.state);
}

/** Which of these subjects have a message of a kind, in whatever state. */
export async function findPlannedSubjects(
  db: Db,
  kind: MessageKind,
  subjects: readonly string[],
): Promise<ReadonlySet<string>> {
  if (subjects.length === 0) return new Set();
  const rows = await db
    .select({ subject: messages.subject })
    .from(messages)
    .where(and(eq(messages.kind, kind), isOneOf(messages.subject, subjects)));
  return new Set(rows.map(({ subject }) => subject));
}
