import { and, asc, eq, gt, inArray, lte, sql } from "drizzle-orm";

import type { Db } from "#database/open.ts";
import { groups, memberships, students } from "#features/roster/tables.ts";
import { sessions } from "#features/sessions/tables.ts";
import type { GroupRow } from "#features/roster/store.ts";
import type { Instant } from "#lib/clock.ts";
import { newId } from "#lib/ids.ts";

import type { RankingLine } from "./rules.ts";
import { pointEntries, rankingLines, rankings } from "./tables.ts";

export type PointEntry = Omit<typeof pointEntries.$inferInsert, "id">;

/** Appends to the ledger; an entry whose source is there already is left out. Says how many were new. */
export async function appendPoints(db: Db, entries: readonly PointEntry[]): Promise<number> {
  if (entries.length === 0) return 0;
  const added = await db
    .insert(pointEntries)
    .values([...entries])
    .onConflictDoNothing({ target: pointEntries.source })
    .returning({ id: pointEntries.id });
  return added.length;
}

/** A group with the end of its last ranking; `undefined` for its first. */
export interface Candidate {
  readonly group: GroupRow;
  readonly lastCutOff: Instant | undefined;
}

/** Active groups with a session that began after their last ranking and by `cutOff`. */
export async function listCandidates(db: Db, cutOff: Instant): Promise<readonly Candidate[]> {
  const last = db
    .select({ groupId: rankings.groupId, cutOff: sql`max(${rankings.to})`.mapWith(rankings.to).as("cut_off") })
    .from(rankings)
    .where(eq(rankings.period, "day"))
    .groupBy(rankings.groupId)
    .as("last");
  const rows = await db
    .selectDistinct({ group: groups, lastCutOff: last.cutOff })
    .from(groups)
    .leftJoin(last, eq(last.groupId, groups.id))
    .innerJoin(
      sessions,
      and(
        eq(sessions.groupId, groups.id),
        inArray(sessions.status, ["scheduled", "moved"]),
        lte(sessions.startsAt, cutOff),
        sql`(${last.cutOff} is null or ${sessions.startsAt} > ${last.cutOff})`,
      ),
    )
    .where(eq(groups.active, true))
    .orderBy(asc(groups.title));
  return rows.map((row) => ({ group: row.group, lastCutOff: row.lastCutOff ?? undefined }));
}

/** Sum of points of each member of a group recorded in `(from, to]`. */
export async function sumPoints(
  db: Db,
  groupId: string,
  from: Instant | undefined,
  to: Instant,
): Promise<readonly { readonly studentId: string; readonly name: string; readonly points: number }[]> {
  return await db
    .select({
      studentId: students.id,
      name: students.displayName,
      points: sql<number>`sum(${pointEntries.points})::int`.mapWith(Number),
    })
    .from(pointEntries)
    .innerJoin(students, eq(students.id, pointEntries.studentId))
    .innerJoin(memberships, and(eq(memberships.studentId, students.id), eq(memberships.groupId, pointEntries.groupId)))
    .where(
      and(
        eq(pointEntries.groupId, groupId),
        lte(pointEntries.recordedAt, to),
        from === undefined ? undefined : gt(pointEntries.recordedAt, from),
      ),
    )
    .groupBy(students.id, students.displayName);
}

/** Keeps a ranking as published; false when this group has one of this cut-off already. Run it in a transaction. */
export async function addRanking(
  db: Db,
  ranking: {
    readonly groupId: string;
    readonly from: Instant;
    readonly to: Instant;
    readonly lines: readonly RankingLine[];
  },
): Promise<boolean> {
  const id = newId();
  const added = await db
    .insert(rankings)
    .values({ id, groupId: ranking.groupId, period: "day", from: ranking.from, to: ranking.to })
    .onConflictDoNothing()
    .returning({ id: rankings.id });
  if (added.length === 0) return false;
  if (ranking.lines.length > 0) {
    await db.insert(rankingLines).values(ranking.lines.map((line) => ({ rankingId: id, ...line })));
  }
  return true;
}
