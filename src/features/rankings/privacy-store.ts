import { eq, inArray, sql } from "drizzle-orm";

import { isOneOf } from "#database/many.ts";
import type { Db } from "#database/open.ts";

import { badgeAwards, contests, nudges, pointEntries, rankingChoices, rankingLines, rankings } from "./tables.ts";

/** Everything that rankings hold of these rows of `students`, for the student to have. */
export async function readRankingTraces(db: Db, studentIds: readonly string[]) {
  const ids = [...studentIds];
  return {
    points: await db.select().from(pointEntries).where(inArray(pointEntries.studentId, ids)).orderBy(pointEntries.id),
    rankings: await db
      .select({
        period: rankings.period,
        groupId: rankings.groupId,
        level: rankings.level,
        to: rankings.to,
        rank: rankingLines.rank,
        points: rankingLines.points,
        name: rankingLines.name,
      })
      .from(rankingLines)
      .innerJoin(rankings, eq(rankings.id, rankingLines.rankingId))
      .where(inArray(rankingLines.studentId, ids))
      .orderBy(rankings.to),
    choices: await db.select().from(rankingChoices).where(inArray(rankingChoices.studentId, ids)),
    badges: await db.select().from(badgeAwards).where(inArray(badgeAwards.studentId, ids)),
    contests: await db.select().from(contests).where(inArray(contests.studentId, ids)),
  };
}

/** The names under which these rows were ranked: pseudonyms too. */
export async function listRankedNames(db: Db, studentIds: readonly string[]): Promise<readonly string[]> {
  const rows = await db
    .selectDistinct({ name: rankingLines.name })
    .from(rankingLines)
    .where(isOneOf(rankingLines.studentId, studentIds));
  return rows.map((row) => row.name);
}

/** Takes from rankings what names a student; the ledger and the places stay, without a name or anybody's words. */
export async function forgetInRankings(db: Db, studentIds: readonly string[], label: string): Promise<void> {
  const ids = [...studentIds];
  await db.update(rankingLines).set({ name: label }).where(inArray(rankingLines.studentId, ids));
  await db.delete(rankingChoices).where(inArray(rankingChoices.studentId, ids));
  await db.delete(nudges).where(inArray(nudges.studentId, ids));
  await db.update(badgeAwards).set({ note: null }).where(inArray(badgeAwards.studentId, ids));
  await db.update(contests).set({ words: "–", answer: null }).where(inArray(contests.studentId, ids));
  await db
    .update(pointEntries)
    .set({ details: sql`${pointEntries.details} - 'words' - 'corrected' - 'by'` })
    .where(inArray(pointEntries.studentId, ids));
}
