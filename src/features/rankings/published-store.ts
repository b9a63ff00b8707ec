import { and, asc, count, desc, eq, isNotNull } from "drizzle-orm";

import { isOneOf } from "#database/many.ts";
import type { Db } from "#database/open.ts";
import { messages } from "#features/messages/tables.ts";
import { groups } from "#features/roster/tables.ts";
import type { MessageRow } from "#features/messages/store.ts";

import type { PeriodName } from "./period-rules.ts";
import type { RankingLineRow, RankingRow } from "./store.ts";
import { rankingLines, rankings } from "./tables.ts";

/** A published ranking of a group with the message that told it, if any. */
export interface PublishedRanking {
  readonly ranking: RankingRow & { readonly groupId: string };
  readonly groupTitle: string;
  readonly lines: number;
  readonly message: MessageRow | undefined;
}

/** Published rankings of groups, the newest first. */
export async function listPublished(
  db: Db,
  filter: {
    readonly id?: string | undefined;
    readonly groupId?: string | undefined;
    readonly period?: PeriodName | undefined;
    readonly limit: number;
  },
): Promise<readonly PublishedRanking[]> {
  const rows = await db
    .select({ ranking: rankings, groupTitle: groups.title })
    .from(rankings)
    .innerJoin(groups, eq(groups.id, rankings.groupId))
    .where(
      and(
        isNotNull(rankings.groupId),
        filter.id === undefined ? undefined : eq(rankings.id, filter.id),
        filter.groupId === undefined ? undefined : eq(rankings.groupId, filter.groupId),
        filter.period === undefined ? undefined : eq(rankings.period, filter.period),
      ),
    )
    .orderBy(desc(rankings.to), asc(groups.title), asc(rankings.id))
    .limit(filter.limit);
  const sizes = await countLines(
    db,
    rows.map((row) => row.ranking.id),
  );
  const told = await findMessages(
    db,
    rows.map((row) => row.ranking),
  );
  return rows.flatMap(({ ranking, groupTitle }) => {
    const { groupId } = ranking;
    if (groupId === null) return [];
    const message = told.get(keyOf(groupId, subjectOf(ranking)));
    return [{ ranking: { ...ranking, groupId }, groupTitle, lines: sizes.get(ranking.id) ?? 0, message }];
  });
}

/** The lines of a ranking, by rank. */
export async function listLines(db: Db, rankingId: string): Promise<readonly RankingLineRow[]> {
  return await db
    .select()
    .from(rankingLines)
    .where(eq(rankingLines.rankingId, rankingId))
    .orderBy(asc(rankingLines.rank), asc(rankingLines.name));
}

async function countLines(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ id: rankingLines.rankingId, lines: count() })
    .from(rankingLines)
    .where(isOneOf(rankingLines.rankingId, ids))
    .groupBy(rankingLines.rankingId);
  return new Map(rows.map((row) => [row.id, row.lines]));
}

/** What the message of a ranking is about, as it is announced. */
function subjectOf({ period, to }: RankingRow): string {
  return `${period} ${to.toString()}`;
}

function keyOf(groupId: string, subject: string): string {
  return `${groupId} ${subject}`;
}

async function findMessages(db: Db, told: readonly RankingRow[]): Promise<ReadonlyMap<string, MessageRow>> {
  if (told.length === 0) return new Map();
  const rows = await db
    .select()
    .from(messages)
    .where(and(eq(messages.kind, "ranking"), isOneOf(messages.subject, [...new Set(told.map(subjectOf))])));
  return new Map(rows.map((row) => [keyOf(row.groupId ?? "", row.subject), row]));
}
