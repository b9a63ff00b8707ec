import { and, eq, gt, sql } from "drizzle-orm";

import { inTransaction, type Db } from "#database/open.ts";
import { instantOf, type Instant } from "#lib/clock.ts";

import type { RateLabel } from "./ports.ts";
import { utcDay } from "./rules.ts";
import { zoomPace, zoomTokens } from "./tables.ts";

/** A sealed token with its life. */
export interface SealedToken {
  readonly sealed: string;
  readonly obtainedAt: Instant;
  readonly expiresAt: Instant;
}

export async function readZoomToken(db: Db, account: string): Promise<SealedToken | undefined> {
  const [row] = await db.select().from(zoomTokens).where(eq(zoomTokens.account, account));
  return row;
}

export async function writeZoomToken(db: Db, account: string, token: SealedToken): Promise<void> {
  await db
    .insert(zoomTokens)
    .values({ account, ...token })
    .onConflictDoUpdate({ target: zoomTokens.account, set: token });
}

/**
 * Does `work` while no other process does the same for this account; others wait. The lock lives as long as the
 * transaction that `work` is given, so a process that dies lets it go.
 */
export async function renewingZoomToken<T>(db: Db, account: string, work: (tx: Db) => Promise<T>): Promise<T> {
  return await inTransaction(db, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`zoom token ${account}`}, 0))`);
    return await work(tx);
  });
}

/** A moment further away than this comes from a clock that was set back: it is forgotten. */
const furthestMs = 120_000;

/**
 * Takes the next `howMany` free moments of an account's rate label, over all processes, and gives the first;
 * `undefined` when the day's number of requests is used up. Moments are `everyMs` apart.
 */
export async function takeZoomTurns(
  db: Db,
  turn: {
    readonly account: string;
    readonly label: RateLabel;
    readonly everyMs: number;
    readonly mostADay: number;
    readonly howMany: number;
    readonly now: Instant;
  },
): Promise<Instant | undefined> {
  const { account, label, everyMs, mostADay, howMany } = turn;
  const takenMs = everyMs * howMany;
  const nowMs = turn.now.epochMilliseconds;
  const day = utcDay(turn.now);
  const { freeAt, used } = zoomPace;
  const free = sql`case when ${freeAt} > ${nowMs + furthestMs}::float8 then ${nowMs}::float8 else greatest(${freeAt}, ${nowMs}::float8) end`;
  const [row] = await db
    .insert(zoomPace)
    .values({ account, label, freeAt: nowMs + takenMs, day, used: howMany })
    .onConflictDoUpdate({
      target: [zoomPace.account, zoomPace.label],
      set: {
        freeAt: sql`${free} + ${takenMs}::float8`,
        day,
        used: sql`case when ${zoomPace.day} = ${day}::date then ${used} + ${howMany}::int else ${howMany}::int end`,
      },
      setWhere: sql`not (${zoomPace.day} = ${day}::date and ${used} + ${howMany}::int > ${mostADay}::float8)`,
    })
    .returning({ freeAt });
  return row === undefined ? undefined : instantOf(Math.ceil(row.freeAt - takenMs));
}

/** No request of this label leaves before `until`: Zoom asked for a pause. */
export async function holdZoomTurns(db: Db, account: string, label: RateLabel, until: Instant): Promise<void> {
  const freeAt = until.epochMilliseconds;
  await db
    .update(zoomPace)
    .set({ freeAt })
    .where(and(eq(zoomPace.account, account), eq(zoomPace.label, label), gt(sql`${freeAt}::float8`, zoomPace.freeAt)));
}
