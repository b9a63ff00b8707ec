import { and, eq, gte, isNotNull, max } from "drizzle-orm";

import { isOneOf } from "#database/many.ts";
import type { Db } from "#database/open.ts";
import { groups } from "#features/roster/tables.ts";
import type { Instant } from "#lib/clock.ts";

import { computeRanking } from "./standing-store.ts";
import type { RankingRow, Scope, ToAnnounce } from "./store.ts";
import { rankingLines, rankings } from "./tables.ts";

/** The newest cut-off since `since` that rankings were announced for. */
export async function findLastCutOff(db: Db, since: Instant): Promise<Instant | undefined> {
  const [row] = await db
    .select({ to: max(rankings.to) })
    .from(rankings)
    .where(and(isNotNull(rankings.announcedAt), gte(rankings.to, since)));
  return row?.to ?? undefined;
}

/** Ranks the kept rankings of a cut-off again from the ledger; gives the ids of those whose lines changed. */
export async function rankAgain(db: Db, cutOff: Instant): Promise<readonly string[]> {
  const changed: string[] = [];
  for (const row of await db.select().from(rankings).where(eq(rankings.to, cutOff))) {
    const lines = await computeRanking(db, scopeOf(row), row.from, cutOff);
    const kept = new Map((await linesOf(db, row.id)).map((line) => [line.studentId, line]));
    const isSame =
      lines.length === kept.size &&
      lines.every(({ studentId, points, rank }) => {
        const old = kept.get(studentId);
        return old?.points === points && old.rank === rank;
      });
    if (isSame) continue;
    changed.push(row.id);
    await db.delete(rankingLines).where(eq(rankingLines.rankingId, row.id));
    const before = row.previousId === null ? [] : await linesOf(db, row.previousId);
    const ranksBefore = new Map(before.map((line) => [line.studentId, line.rank]));
    const values = lines.map((line) => ({
      ...line,
      rankingId: row.id,
      previousRank: ranksBefore.get(line.studentId) ?? null,
    }));
    if (values.length > 0) await db.insert(rankingLines).values(values);
  }
  return changed;
}

function scopeOf({ groupId, level }: RankingRow): Scope {
  if (groupId !== null) return { kind: "group", groupId };
  return level === null ? { kind: "school" } : { kind: "level", level };
}

async function linesOf(db: Db, rankingId: string) {
  const { studentId, points, rank } = rankingLines;
  return await db.select({ studentId, points, rank }).from(rankingLines).where(eq(rankingLines.rankingId, rankingId));
}

/** Those of these rankings that a group was told, with their groups. */
export async function listAnnounced(db: Db, ids: readonly string[]): Promise<readonly ToAnnounce[]> {
  return await db
    .select({ ranking: rankings, group: groups })
    .from(rankings)
    .innerJoin(groups, eq(groups.id, rankings.groupId))
    .where(and(isOneOf(rankings.id, ids), isNotNull(rankings.announcedAt)));
}
