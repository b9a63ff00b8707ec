import { checkLinks } from "#features/meetings/check-links.ts";
import { utcDay } from "#features/meetings/rules.ts";
import { collectParticipation } from "#features/participation/collect-participation.ts";
import { correctPublished } from "#features/rankings/correct-published.ts";
import { join } from "#lib/bilingual.ts";
import { idFrom } from "#lib/ids.ts";
import type { Failure } from "#lib/failure.ts";
import type { Logger } from "#lib/logger.ts";
import type { RunLog } from "#lib/run-log.ts";
import type { App } from "./parts.ts";

/** The internal queues of the morning's look at links, and of lists of participants that Zoom had not finished. */
const linkQueue = "check_zoom_links";
const collectQueue = "collect_participation";
export const zoomQueues: readonly string[] = [linkQueue, collectQueue];

/** Two hours before the reminders leave, so that somebody can still repair a link. */
const morning = "0 6 * * *";

/** How often and for how long an unfinished list is asked for again; the next evening's run asks too. */
const minutesBetween = 10;
const mostAsks = 12;

/** Looks at the day's links each morning, and asks for unfinished lists of participants until they are ready. */
export async function startZoomTasks(
  app: App,
  { logger, tell }: { readonly logger: Logger; readonly tell: (subject: string, failure: Failure) => Promise<void> },
): Promise<void> {
  const { clock, engine } = app;
  const { db } = app.database;
  await scheduleZoomTasks(app);
  await engine.work(linkQueue, async () => {
    const { lookAtLink, zoom } = app.services;
    if (zoom === undefined) return;
    await checkLinks({ db, clock, zoom, lookAtLink, log: toldLog(app, logger, tell) });
  });
  await engine.work(collectQueue, async (job) => {
    const { asks = 1 } = job.data as { readonly asks?: number };
    const { zoom } = app.services;
    if (zoom === undefined) return;
    const log = quietLog(logger);
    const { waiting, failure } = await collectParticipation({
      db,
      clock,
      zoom,
      rules: app.config.attendance,
      until: clock.now(),
      log,
    });
    if ((waiting > 0 || failure !== undefined) && asks < mostAsks) await collectLater(app, asks + 1);
    await correctLateRankings(app, log);
  });
}

/** Links are looked at in the morning of the school's zone, while there is a Zoom account. */
export async function scheduleZoomTasks({ config, database, engine, services }: App): Promise<void> {
  if (services.zoom === undefined) await engine.unschedule(database.db, linkQueue);
  else await engine.schedule(database.db, linkQueue, morning, config.school.timeZone, {});
}

/** Where the school wants it so, what Zoom told after the rankings corrects them as they stand in the groups. */
async function correctLateRankings(app: App, log: RunLog): Promise<void> {
  const { clock, config, database, services } = app;
  const { lateReport, publishing } = config.rankings;
  if (lateReport === "quiet") return;
  const { school } = config;
  const { pictures } = services;
  const wake = app.wakeSender;
  await correctPublished({ db: database.db, clock, school, publishing, pictures, wake, log });
}

/** Asks again in a while for the lists of participants that Zoom has not finished, or did not answer about. */
export async function collectLater(app: App, asks = 1): Promise<void> {
  const startAfter = app.clock.now().add({ minutes: minutesBetween });
  await app.engine.send(app.database.db, collectQueue, { asks }, { startAfter });
}

/** What a person should know goes to the admin; the rest to the program's own log. */
function toldLog(app: App, logger: Logger, tell: (subject: string, failure: Failure) => Promise<void>): RunLog {
  return {
    ...quietLog(logger),
    async failure(failure) {
      logger.warn({ code: failure.code, place: failure.place, cause: failure.cause }, failure.what.en);
      const subject = idFrom("link", utcDay(app.clock.now()), failure.code, failure.place ?? "");
      const { place } = failure;
      const what = place === undefined ? failure.what : join({ fr: `${place} :`, en: `${place}:` }, failure.what);
      await tell(subject, { ...failure, what });
    },
  };
}

function quietLog(logger: Logger): RunLog {
  return {
    info: async (message, place) => logger.info({ place }, message.en),
    warning: async (message, place) => logger.warn({ place }, message.en),
    failure: async (failure) => logger.warn({ code: failure.code, cause: failure.cause }, failure.what.en),
  };
}
