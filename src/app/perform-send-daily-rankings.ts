import { collectParticipation } from "#features/participation/collect-participation.ts";
import { recogniseLate } from "#features/participation/recognise-late.ts";
import { refreshInbox } from "#features/participation/refresh-inbox.ts";
import { awardBadges } from "#features/rankings/award-badges.ts";
import { nudgeSilent } from "#features/rankings/nudge-silent.ts";
import { periodsEndingAt } from "#features/rankings/period-rules.ts";
import { rankingExpiresAt } from "#features/rankings/rules.ts";
import { sendDailyRankings } from "#features/rankings/send-daily-rankings.ts";
import { participationMissing, silentOthers, tooLate } from "#features/rankings/texts.ts";
import type { RunContext } from "#features/scenarios/ports.ts";
import { noFigures, type RunReport } from "#features/scenarios/rules.ts";
import { isBefore } from "#lib/clock.ts";
import { askWhoTheyAre } from "./ask-who-they-are.ts";
import type { App } from "./parts.ts";
import { sendForRun } from "./send.ts";
import { collectLater } from "./zoom-tasks.ts";
import { withDigest } from "./tell-digest.ts";

/** What `send_daily_rankings` does over the app's parts. */
export async function performSendDailyRankings(app: App, run: RunContext): Promise<RunReport> {
  const { db } = app.database;
  const { school, attendance: rules } = app.config;
  if (!isBefore(run.clock.now(), rankingExpiresAt(run.slot, school.timeZone))) {
    return { figures: noFigures, skipped: tooLate };
  }
  const { zoom } = app.services;
  let unkept = 0;
  if (zoom !== undefined) {
    const collected = await collectParticipation({ db, clock: run.clock, zoom, rules, until: run.slot, log: run.log });
    unkept = collected.unkept;
    if (collected.failure !== undefined) await run.log.warning(participationMissing);
    if (collected.failure !== undefined || collected.waiting > 0) await collectLater(app);
  }
  await recogniseLate({ db, rules, now: run.clock.now() });
  await refreshInbox({ db, now: run.clock.now() });
  await askWhoTheyAre(app);
  const ranked = await sendDailyRankings({
    db,
    clock: run.clock,
    school,
    ...app.config.rankings,
    pictures: app.services.pictures,
    cutOff: run.slot,
    wake: app.wakeSender,
    log: run.log,
  });
  await awardBadges({
    db,
    school,
    publishing: app.config.rankings.publishing,
    pictures: app.services.pictures,
    cutOff: run.slot,
    weekEnds: periodsEndingAt(run.slot, school.timeZone, app.config.rankings.days).includes("week"),
    wake: app.wakeSender,
    log: run.log,
  });
  const { others } = await nudgeSilent({ db, now: run.clock.now(), school, wake: app.wakeSender });
  if (others.length > 0) await run.log.info(silentOthers(others));
  const report = await sendForRun(app, run, { kinds: ["ranking"], until: run.clock.now() });
  return await withDigest(app, run, {
    ...report,
    figures: {
      ...report.figures,
      read: ranked.read,
      skipped: ranked.skipped + report.figures.skipped,
      failed: unkept + ranked.failed + report.figures.failed,
    },
  });
}
