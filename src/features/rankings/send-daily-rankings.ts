import { inTransaction, type Db } from "#database/open.ts";
import { planMessage } from "#features/messages/plan-message.ts";
import type { WakeSender } from "#features/messages/ports.ts";
import type { School } from "#features/school/rules.ts";
import type { Clock, Instant } from "#lib/clock.ts";
import type { RunLog } from "#lib/run-log.ts";

import { fillLedger } from "./fill-ledger.ts";
import { rank, rankingExpiresAt, type PointsRules } from "./rules.ts";
import { addRanking, listCandidates, sumPoints, type Candidate } from "./store.ts";
import { nobodyScored, rankingHtml } from "./texts.ts";

/** What `send_daily_rankings` put into the outbox. */
export interface RankingReport {
  readonly read: number;
  readonly created: number;
  readonly skipped: number;
  readonly unchanged: number;
}

/**
 * Computes, stores and hands to the outbox the ranking of each active group with a session since its last one.
 *
 * A ranking covers from the group's last cut-off to this one's. The ranking and its message are committed
 * together, so doing it twice for one cut-off publishes once.
 */
export async function sendDailyRankings({
  db,
  clock,
  school,
  rules,
  cutOff,
  wake,
  log,
}: {
  readonly db: Db;
  readonly clock: Clock;
  readonly school: School;
  readonly rules: PointsRules;
  /** The end of the period, included: the occurrence of the schedule. */
  readonly cutOff: Instant;
  readonly wake: WakeSender;
  readonly log: RunLog;
}): Promise<RankingReport> {
  await fillLedger({ db, school, rules, cutOff, knownAt: clock.now() });
  const candidates = await listCandidates(db, cutOff);
  const figures = { read: candidates.length, created: 0, skipped: 0, unchanged: 0 };
  for (const candidate of candidates) {
    const published = await publish({ db, clock, school, cutOff, wake, candidate });
    if (published === "skipped") await log.info(nobodyScored(candidate.group.title), candidate.group.title);
    figures[published] += 1;
  }
  return figures;
}

async function publish({
  db,
  clock,
  school,
  cutOff,
  wake,
  candidate: { group, lastCutOff },
}: {
  readonly db: Db;
  readonly clock: Clock;
  readonly school: School;
  readonly cutOff: Instant;
  readonly wake: WakeSender;
  readonly candidate: Candidate;
}): Promise<"created" | "skipped" | "unchanged"> {
  const lines = rank(await sumPoints(db, group.id, lastCutOff, cutOff));
  if (lines.length === 0) return "skipped";
  return await inTransaction(db, async (tx) => {
    const from = lastCutOff ?? group.createdAt;
    if (!(await addRanking(tx, { groupId: group.id, from, to: cutOff, lines }))) return "unchanged";
    const html = rankingHtml({ language: group.language, title: group.title, lines, cutOff, zone: school.timeZone });
    await planMessage({
      db: tx,
      now: clock.now(),
      wake,
      message: {
        kind: "ranking",
        key: `day ${cutOff.toString()}`,
        to: { group },
        content: { form: "text", html },
        language: group.language,
        dueAt: cutOff,
        expiresAt: rankingExpiresAt(cutOff, school.timeZone),
      },
    });
    return "created";
  });
}
