import { inTransaction, type Db } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import type { Actor } from "#features/audit/rules.ts";
import type { Clock } from "#lib/clock.ts";
import { failed, ok, type Result } from "#lib/failure.ts";

import { endMeeting, findMeetings, markMeeting, settleChange, type MeetingRow } from "./store.ts";
import { nothingToDecide } from "./texts.ts";

/**
 * Decides on a change that somebody made by hand in Zoom.
 *
 * `restore`: the next run brings the meeting back to what the timetable says, or makes it anew. `accept`: it stays as it
 * is at Zoom until the timetable itself changes; accepting a deletion means that the session has no meeting.
 */
export async function decideOnMeeting({
  db,
  clock,
  sessionId,
  decision,
  by,
}: {
  readonly db: Db;
  readonly clock: Clock;
  readonly sessionId: string;
  readonly decision: "restore" | "accept";
  readonly by: Actor;
}): Promise<Result<MeetingRow>> {
  return await inTransaction(db, async (tx) => {
    const now = clock.now();
    const before = (await findMeetings(tx, [sessionId])).get(sessionId);
    const change = before?.handChange ?? null;
    const isDeclined = before?.state === "declined" && decision === "restore";
    if (before === undefined || (change === null && !isDeclined)) return failed(nothingToDecide(sessionId));
    if (decision === "restore" && change?.kind === "changed") {
      await settleChange(tx, sessionId, null, now);
      // What is being updated when a run begins, it updates again.
      await markMeeting(tx, sessionId, "updating", now);
    } else if (decision === "restore") await endMeeting(tx, sessionId, now);
    else if (change?.kind === "changed") await settleChange(tx, sessionId, change.now, now);
    else await endMeeting(tx, sessionId, now, "declined");
    await recordChange({
      db: tx,
      now,
      by,
      action: `meeting.${decision}`,
      subject: sessionId,
      before: { state: before.state, handChange: change },
    });
    const row = (await findMeetings(tx, [sessionId])).get(sessionId);
    return row === undefined ? failed(nothingToDecide(sessionId)) : ok(row);
  });
}
