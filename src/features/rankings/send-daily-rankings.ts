import type { Db } from "#database/open.ts";
import type { WakeSender } from "#features/messages/ports.ts";
import type { School } from "#features/school/rules.ts";
import { isBefore, type Clock, type Instant } from "#lib/clock.ts";
import type { RunLog } from "#lib/run-log.ts";

import { announceRankings, type Publishing } from "./announce-rankings.ts";
import { periodsEndingAt, periodStart, type PublishingDays } from "./period-rules.ts";
import type { PicturePort } from "./ports.ts";
import { recountPoints } from "./recount-points.ts";
import { listCandidates, listRanked, publishGroupRankings, publishSchoolRankings } from "./store.ts";
import { nobodyScored, nobodyScoredElsewhere } from "./texts.ts";

/** What `send_daily_rankings` put into the outbox. */
export interface RankingReport {
  readonly read: number;
  readonly created: number;
  readonly skipped: number;
  /** Rankings that stand and could not be told. */
  readonly failed: number;
}

/** So many groups without a point are named one by one. */
const mostNamed = 50;

/**
 * Computes, stores and hands to the outbox the rankings that end with a cut-off: the day's of each active group
 * with a session since its last one, on their days the week's and the month's.
 *
 * A ranking covers from the group's last cut-off of its kind to this one's. Each step leaves what the next start
 * finds: done twice for one cut-off, or again after a crash, it publishes once.
 */
export async function sendDailyRankings({
  db,
  clock,
  school,
  days,
  publishing,
  pictures,
  cutOff,
  wake,
  log,
}: {
  readonly db: Db;
  readonly clock: Clock;
  readonly school: School;
  readonly days: PublishingDays;
  readonly publishing: Publishing;
  readonly pictures: PicturePort;
  /** The end of the period, included: the occurrence of the schedule. */
  readonly cutOff: Instant;
  readonly wake: WakeSender;
  readonly log: RunLog;
}): Promise<RankingReport> {
  // Done again for its cut-off, it must not add to what was published: nobody would ever see those points in a day.
  const wasPublished = (await listRanked(db, "day", cutOff)).size > 0;
  const recordedAt = wasPublished ? justAfter(cutOff, clock.now()) : cutOff;
  await recountPoints({ db, school, until: cutOff, recordedAt });
  const candidates = await listCandidates(db, "day", cutOff);
  for (const period of periodsEndingAt(cutOff, school.timeZone, days)) {
    const start = periodStart(period, cutOff, school.timeZone);
    await publishGroupRankings(db, { period, start: period === "day" ? undefined : start, cutOff });
    if (period !== "day" && start !== undefined) await publishSchoolRankings(db, { period, start, cutOff });
  }
  const ranked = await listRanked(db, "day", cutOff);
  const without = candidates.filter((group) => !ranked.has(group.id));
  for (const group of without.slice(0, mostNamed)) await log.info(nobodyScored(group.title), group.title);
  if (without.length > mostNamed) await log.info(nobodyScoredElsewhere(without.length - mostNamed));
  const { announced, failed } = await announceRankings({ db, clock, school, publishing, pictures, cutOff, wake, log });
  return { read: candidates.length, created: announced, skipped: without.length, failed };
}

/** `now`, or the first moment after the cut-off. */
function justAfter(cutOff: Instant, now: Instant): Instant {
  return isBefore(cutOff, now) ? now : cutOff.add({ milliseconds: 1 });
}
