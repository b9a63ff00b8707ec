import type { Db } from "#database/open.ts";
import type { Clock } from "#lib/clock.ts";
import type { RunLog } from "#lib/run-log.ts";

import { isToldAlready, withFinding } from "./look-rules.ts";
import type { ZoomPort } from "./ports.ts";
import type { Prepared } from "./prepare-meetings.ts";
import { placeOf } from "./rules.ts";
import { beginMeeting, noticeChange, settleChange } from "./store.ts";
import { changedByHand, extraRemoved, takenBack } from "./texts.ts";

/**
 * Writes down what the look at Zoom found, tells what is new, and removes second meetings of one session.
 * Gives how many things a person has to decide since this look.
 */
export async function keepFindings({
  db,
  clock,
  zoom,
  log,
  plan,
}: {
  readonly db: Db;
  readonly clock: Clock;
  readonly zoom: ZoomPort;
  readonly log: RunLog;
  readonly plan: Prepared;
}): Promise<number> {
  let news = 0;
  for (const finding of plan.look.findings) {
    const { sessionId } = finding;
    const now = clock.now();
    const work = plan.found.get(sessionId);
    const place = work === undefined ? sessionId : placeOf(work.session);
    const before = plan.look.rows.get(sessionId);
    if (finding.kind === "extra") {
      const removed = await zoom.deleteMeeting(finding.zoomId);
      if (removed.kind === "done") await log.warning(extraRemoved(finding.host.email), place);
      else await log.failure({ ...removed.failure, place });
    } else if (finding.kind === "found") {
      if (work !== undefined) {
        const { draft, session } = work;
        await beginMeeting(db, sessionId, { host: finding.host, draft, coachEmail: session.coachEmail }, now);
      }
    } else if (before !== undefined && finding.kind === "back") {
      await settleChange(db, sessionId, before.accepted, now);
      await log.info(takenBack, place);
    } else if (before !== undefined) {
      const { handChange } = withFinding(before, finding, now);
      if (handChange === null || isToldAlready(before.handChange, handChange)) continue;
      await noticeChange(db, sessionId, handChange, now);
      // What the timetable changes at the same time is brought to Zoom, and needs no choice.
      if (work?.deed !== "wait") continue;
      await log.failure({ ...changedByHand(sessionId, handChange), place });
      news += 1;
    }
  }
  return news;
}
