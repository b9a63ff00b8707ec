import { and, eq, gt, isNotNull, lte, ne, or, sql } from "drizzle-orm";

import { isOneOf } from "#database/many.ts";
import type { Db } from "#database/open.ts";
import type { Instant } from "#lib/clock.ts";

import type { MessageState } from "./rules.ts";
import { tellsTruth } from "./store.ts";
import { messages } from "./tables.ts";

/** A message whose state was changed. */
export interface ChangedMessage {
  readonly number: number;
  readonly dueAt: Instant;
}

/**
 * Brings those of these messages that stand in one of the states `from` to the state `to`, and gives them; the others are
 * left. One that is planned again waits for the run of its hour only while that has not passed.
 */
export async function bringMessages(
  db: Db,
  numbers: readonly number[],
  {
    from,
    to,
    cancelledBy = null,
    now,
  }: {
    readonly from: readonly MessageState[];
    readonly to: "held" | "planned" | "cancelled";
    readonly cancelledBy?: string | null;
    readonly now: Instant;
  },
): Promise<readonly ChangedMessage[]> {
  return await db
    .update(messages)
    .set({
      state: to,
      updatedAt: now,
      cancelledBy,
      ...(to === "cancelled" ? { cancelledFrom: messages.state } : {}),
      ...(to === "planned"
        ? { waitsForRun: sql`${messages.waitsForRun} and ${messages.dueAt} > ${now.toString()}` }
        : {}),
    })
    .where(and(isOneOf(messages.number, numbers), isOneOf(messages.state, from)))
    .returning({ number: messages.number, dueAt: messages.dueAt });
}

/**
 * Puts those of these messages back where they stood that were taken off by hand, and gives them; the others are left: those
 * whose hour or moment has passed, and those that tell of a session what is no longer true.
 */
export async function putBackMessages(
  db: Db,
  numbers: readonly number[],
  now: Instant,
): Promise<readonly (ChangedMessage & { readonly state: MessageState })[]> {
  return await db
    .update(messages)
    .set({
      state: sql`coalesce(${messages.cancelledFrom}, 'planned')`,
      cancelledBy: null,
      cancelledFrom: null,
      updatedAt: now,
    })
    .where(
      and(
        isOneOf(messages.number, numbers),
        eq(messages.state, "cancelled"),
        isNotNull(messages.cancelledBy),
        gt(messages.expiresAt, now),
        or(ne(sql`coalesce(${messages.cancelledFrom}, 'planned')`, "planned"), gt(messages.dueAt, now)),
        tellsTruth,
      ),
    )
    .returning({ number: messages.number, dueAt: messages.dueAt, state: messages.state });
}

/** Holds every planned message whose hour has passed: whether it was sent is for a person to know. Gives how many. */
export async function holdOverdue(db: Db, now: Instant): Promise<number> {
  const { rowCount } = await db
    .update(messages)
    .set({ state: "held", updatedAt: now })
    .where(and(eq(messages.state, "planned"), lte(messages.dueAt, now)));
  return rowCount ?? 0;
}
