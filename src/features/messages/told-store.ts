import { and, asc, gt, inArray, isNotNull, isNull, sql } from "drizzle-orm";

import type { Db } from "#database/open.ts";
import type { Instant } from "#lib/clock.ts";

import type { Told } from "./rules.ts";
import { messages } from "./tables.ts";

/** What a session's group was told last. */
export interface ToldSession {
  readonly sessionId: string;
  readonly last: Told;
  /** How many alerts arrived before. */
  readonly alerts: number;
  /** An alert that has not left yet. */
  readonly waitingId: string | null;
  readonly waitingDueAt: Instant | null;
}

/** The sessions of which a group was told something that still lies ahead, or whose alert waits. */
export async function listTold(db: Db, now: Instant): Promise<readonly ToldSession[]> {
  const lately = now.subtract({ hours: 24 * 14 });
  const rows = await db
    .select({
      id: messages.id,
      sessionId: messages.sessionId,
      kind: messages.kind,
      state: messages.state,
      told: messages.told,
      dueAt: messages.dueAt,
    })
    .from(messages)
    .where(
      and(
        isNotNull(messages.sessionId),
        isNotNull(messages.told),
        isNull(messages.recalledAt),
        gt(messages.createdAt, lately),
        inArray(messages.state, ["planned", "held", "sending", "sent", "uncertain"]),
      ),
    )
    .orderBy(sql`${messages.sentAt} nulls last`, asc(messages.number));
  const sessions: ToldSession[] = [];
  for (const [sessionId, some] of Map.groupBy(rows, (row) => row.sessionId ?? "")) {
    const arrived = some.filter((row) => row.state !== "planned" && row.state !== "held");
    const last = arrived.at(-1)?.told ?? undefined;
    if (last === undefined) continue;
    const waiting = some.find((row) => row.kind === "change" && !arrived.includes(row));
    sessions.push({
      sessionId,
      last,
      alerts: arrived.filter((row) => row.kind === "change").length,
      waitingId: waiting?.id ?? null,
      waitingDueAt: waiting?.dueAt ?? null,
    });
  }
  return sessions;
}
