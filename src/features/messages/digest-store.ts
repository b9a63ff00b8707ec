import { and, asc, count, desc, eq, gt, inArray, lte, notInArray } from "drizzle-orm";

import type { Db } from "#database/open.ts";
import { groups } from "#features/roster/tables.ts";
import type { Instant } from "#lib/clock.ts";

import { talkKinds, type DigestCount, type DigestFailure } from "./digest-rules.ts";
import { messages } from "./tables.ts";

/** At most so many failures are read for one digest. */
const mostFailures = 500;

/** When the digest before the one with this key was written. */
export async function findLastDigest(db: Db, key: string): Promise<Instant | undefined> {
  const [row] = await db
    .select({ at: messages.createdAt, subject: messages.subject })
    .from(messages)
    .where(eq(messages.kind, "digest"))
    .orderBy(desc(messages.createdAt))
    .limit(2);
  return row === undefined || row.subject === key ? undefined : row.at;
}

/** What came to its end lately was due at most so long before: it tells the index where to begin. */
const dueLately = { hours: 24 * 14 };

const endedAfter = (since: Instant) =>
  and(gt(messages.updatedAt, since), gt(messages.dueAt, since.subtract(dueLately)));

/** How many messages of each kind came to each end after `since`; those to the admin and answers are left out. */
export async function countEnds(db: Db, since: Instant): Promise<readonly DigestCount[]> {
  return await db
    .select({ kind: messages.kind, state: messages.state, howMany: count() })
    .from(messages)
    .where(
      and(
        notInArray(messages.kind, [...talkKinds]),
        inArray(messages.state, ["sent", "failed", "uncertain", "expired"]),
        endedAfter(since),
      ),
    )
    .groupBy(messages.kind, messages.state)
    .orderBy(asc(messages.kind));
}

/** Messages that are due and wait: for a person who holds them, for a group that cannot be written to, for Telegram. */
export async function countStanding(
  db: Db,
  now: Instant,
): Promise<{ readonly held: number; readonly groupInactive: number; readonly waiting: number }> {
  const rows = await db
    .select({
      state: messages.state,
      active: groups.active,
      waitsForRun: messages.waitsForRun,
      howMany: count(),
    })
    .from(messages)
    .leftJoin(groups, eq(groups.id, messages.groupId))
    .where(
      and(
        notInArray(messages.kind, [...talkKinds]),
        inArray(messages.state, ["held", "planned"]),
        lte(messages.dueAt, now),
      ),
    )
    .groupBy(messages.state, groups.active, messages.waitsForRun);
  const sum = (some: typeof rows) => some.reduce((total, row) => total + row.howMany, 0);
  return {
    held: sum(rows.filter((row) => row.state === "held")),
    groupInactive: sum(rows.filter((row) => row.state === "planned" && row.active === false)),
    waiting: sum(rows.filter((row) => row.state === "planned" && row.active !== false && !row.waitsForRun)),
  };
}

/** What failed or is uncertain since, with its group and the reason. */
export async function listFailures(db: Db, since: Instant): Promise<readonly DigestFailure[]> {
  const rows = await db
    .select({
      title: groups.title,
      chatId: messages.chatId,
      state: messages.state,
      failure: messages.failure,
    })
    .from(messages)
    .leftJoin(groups, eq(groups.id, messages.groupId))
    .where(
      and(
        notInArray(messages.kind, [...talkKinds]),
        inArray(messages.state, ["failed", "uncertain"]),
        endedAfter(since),
      ),
    )
    .orderBy(asc(messages.state), asc(messages.number))
    .limit(mostFailures);
  return rows.map(({ title, chatId, state, failure }) => ({ place: title ?? chatId, state, failure }));
}
