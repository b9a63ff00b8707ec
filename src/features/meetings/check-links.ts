import type { Db } from "#database/open.ts";
import { readSessionDetails, type SessionDetails } from "#features/sessions/store.ts";
import { isBefore, type Clock, type Instant } from "#lib/clock.ts";
import type { RunLog } from "#lib/run-log.ts";
import { sideBySide } from "#lib/side-by-side.ts";

import { deletedAt } from "./hand-rules.ts";
import { givenLinkFails, linkChanged } from "./link-rules.ts";
import type { LookAtLink, ZoomPort } from "./ports.ts";
import { placeOf } from "./rules.ts";
import { findMeetings, noticeChange, putChecked, putCheckedLink, type MeetingRow } from "./store.ts";
import { goneByHand } from "./texts.ts";

/** How far ahead links are looked at, and how long a look is good for, in hours. */
const hoursAhead = 24;
const hoursGood = 12;

/** How many meetings Zoom is asked about at once. */
const looksAtOnce = 16;

/**
 * Looks at the link of each session of the coming day: is the meeting there, and does one still enter by the link and
 * the passcode that students are told? A changed one is taken over; a dead one is told. A link that people gave is
 * opened as a browser would. Gives how many are dead.
 */
export async function checkLinks({
  db,
  clock,
  zoom,
  lookAtLink,
  log,
}: {
  readonly db: Db;
  readonly clock: Clock;
  readonly zoom: ZoomPort;
  /** Absent where links lead nowhere, as those of a simulated Zoom do. */
  readonly lookAtLink: LookAtLink | undefined;
  readonly log: RunLog;
}): Promise<number> {
  const now = clock.now();
  let dead = 0;
  for await (const sessions of readSessionDetails(db, now, now.add({ hours: hoursAhead }))) {
    const some = await checkSome({ db, now, zoom, lookAtLink, log }, sessions);
    dead += some.dead;
    if (some.isDeaf) break;
  }
  return dead;
}

/** Looks at the links of some sessions; ends where Zoom does not answer. */
async function checkSome(
  {
    db,
    now,
    zoom,
    lookAtLink,
    log,
  }: {
    readonly db: Db;
    readonly now: Instant;
    readonly zoom: ZoomPort;
    readonly lookAtLink: LookAtLink | undefined;
    readonly log: RunLog;
  },
  sessions: readonly SessionDetails[],
): Promise<{ readonly dead: number; readonly isDeaf: boolean }> {
  const ids = sessions.map((session) => session.id);
  const meetings = await findMeetings(db, ids);
  const isDue = (meeting: MeetingRow) =>
    meeting.checkedAt === null || !isBefore(now, meeting.checkedAt.add({ hours: hoursGood }));
  const due = sessions.flatMap((session) => {
    const meeting = meetings.get(session.id);
    return meeting === undefined || session.status === "cancelled" || !isDue(meeting) ? [] : [{ session, meeting }];
  });
  let isDeaf = false;
  const reads = await sideBySide(due, looksAtOnce, async ({ meeting: { state, zoomId } }) => {
    if (isDeaf || state !== "open" || zoomId === null) return undefined;
    const read = await zoom.readMeeting(zoomId);
    isDeaf ||= read.kind === "unreachable";
    return read;
  });
  let dead = 0;
  const stands: string[] = [];
  for (const [index, { session, meeting }] of due.entries()) {
    const place = placeOf(session);
    if (meeting.state === "given" && meeting.joinUrl !== null && lookAtLink !== undefined) {
      const health = await lookAtLink(meeting.joinUrl);
      if (health.kind === "answers") stands.push(session.id);
      else {
        await log.failure({ ...givenLinkFails(session.id, health), place });
        dead += 1;
      }
    }
    const read = reads[index];
    if (read === undefined) continue;
    if (read.kind === "unreachable") {
      await log.failure({ ...read.failure, place });
      break;
    }
    if (read.kind === "refused") await log.failure({ ...read.failure, place });
    else if (read.value === undefined) {
      await noticeChange(db, session.id, deletedAt(now), now);
      await log.failure({ ...goneByHand(session.id), place });
      dead += 1;
    } else {
      const { joinUrl, passcode } = read.value;
      if (joinUrl === meeting.joinUrl && passcode === meeting.passcode) stands.push(session.id);
      else {
        await log.warning(linkChanged, place);
        await putCheckedLink(db, session.id, { joinUrl, passcode }, now);
      }
    }
  }
  await putChecked(db, stands, now);
  return { dead, isDeaf };
}
