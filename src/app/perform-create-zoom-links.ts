import { createZoomLinks } from "#features/meetings/create-zoom-links.ts";
import { zoomNotSet } from "#features/meetings/texts.ts";
import type { RunContext } from "#features/scenarios/ports.ts";
import { noFigures, type RunReport } from "#features/scenarios/rules.ts";
import type { Instant } from "#lib/clock.ts";
import type { App } from "./parts.ts";
import { retryMinutes } from "./send.ts";

/** What `create_zoom_links` does over the app's parts. */
export async function performCreateZoomLinks(app: App, run: RunContext): Promise<RunReport> {
  const { zoom } = app.services;
  const settled = app.config.zoom;
  if (zoom === undefined || settled === undefined) return { figures: noFigures, failure: zoomNotSet };
  const report = await createZoomLinks({
    db: app.database.db,
    clock: run.clock,
    zoom,
    lookAtLink: app.services.lookAtLink,
    policy: settled.policy,
    school: app.config.school,
    log: run.log,
  });
  const { failure, worthRetrying, nextDay, ...figures } = report;
  const untilNextDay = nextDay === undefined ? undefined : minutesUntil(run.clock.now(), nextDay);
  const retry = worthRetrying ? retryMinutes : untilNextDay;
  return {
    figures: { ...noFigures, ...figures },
    ...(failure === undefined ? {} : { failure }),
    ...(retry === undefined ? {} : { retryInMinutes: retry }),
  };
}

/** Whole minutes, and one more so that the day has surely begun; it may have while the run worked. */
function minutesUntil(now: Instant, then: Instant): number {
  return Math.max(0, Math.ceil(now.until(then).total("minutes"))) + 1;
}
