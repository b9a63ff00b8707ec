import { and, eq, lte, sql } from "drizzle-orm";

import { isOneOf } from "#database/many.ts";
import type { Db } from "#database/open.ts";
import type { Instant } from "#lib/clock.ts";

import type { MessageState } from "./rules.ts";
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
      ...(to === "planned"
        ? { waitsForRun: sql`${messages.waitsForRun} and ${messages.dueAt} > ${now.toString()}` }
        : {}),
    })
    .where(and(isOneOf(messages.number, numbers), isOneOf(messages.state, from)))
    .returning({ number: messages.number, dueAt: messages.dueAt });
}

/** Holds every planned message whose hour has passed: whether it was sent is for a person to know. Gives how many. */
export async function holdOverdue(db: Db, now: Instant): Promise<number> {
  const { rowCount } = await db
    .update(messages)
    .set({ state: "held", updatedAt: now })
    .where(and(eq(messages.state, "planned"), lte(messages.dueAt, now)));
  return rowCount ?? 0;
}
