import { and, asc, eq, gt, inArray, isNotNull, isNull, sql } from "drizzle-orm";

import type { Db } from "#database/open.ts";
import { sessions } from "#features/sessions/tables.ts";
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

/** What was said before concerns nothing that is planned now: sessions are known seven days ahead. */
const lately = { hours: 24 * 14 };

/**
 * Sessions about which something may have to be told: they were told for an hour that lies ahead, they lie ahead and
 * were told, or an alert about them waits. What a school taught before is not read.
 */
function ofInterest(db: Db, now: Instant) {
  const hasLeft = inArray(messages.state, ["sending", "sent", "uncertain"]);
  const ahead = db
    .select({ id: messages.sessionId })
    .from(messages)
    .innerJoin(sessions, eq(sessions.id, messages.sessionId))
    .where(and(gt(sessions.startsAt, now), hasLeft));
  // What is told of a session is worthless from its hour on, the old hour of a moved one included.
  const toldAhead = db
    .select({ id: messages.sessionId })
    .from(messages)
    .where(and(gt(messages.expiresAt, now), gt(messages.dueAt, now.subtract(lately)), hasLeft));
  const waiting = db
    .select({ id: messages.sessionId })
    .from(messages)
    .where(and(eq(messages.kind, "change"), inArray(messages.state, ["planned", "held"])));
  return ahead.union(toldAhead).union(waiting);
}

/** The sessions of which a group was told something that still lies ahead, or whose alert waits. */
export async function listTold(db: Db, now: Instant): Promise<readonly ToldSession[]> {
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
        gt(messages.createdAt, now.subtract(lately)),
        inArray(messages.state, ["planned", "held", "sending", "sent", "uncertain"]),
        inArray(messages.sessionId, ofInterest(db, now)),
      ),
    )
    .orderBy(sql`${messages.sentAt} nulls last`, asc(messages.number));
  const toldOf: ToldSession[] = [];
  for (const [sessionId, some] of Map.groupBy(rows, (row) => row.sessionId ?? "")) {
    const arrived = some.filter((row) => row.state !== "planned" && row.state !== "held");
    const last = arrived.at(-1)?.told ?? undefined;
    if (last === undefined) continue;
    const waiting = some.find((row) => row.kind === "change" && !arrived.includes(row));
    toldOf.push({
      sessionId,
      last,
      alerts: arrived.filter((row) => row.kind === "change").length,
      waitingId: waiting?.id ?? null,
      waitingDueAt: waiting?.dueAt ?? null,
    });
  }
  return toldOf;
}
