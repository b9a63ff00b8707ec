import { inTransaction, type Db } from "#database/open.ts";
import { minutesOf } from "#features/meetings/rules.ts";
import { findMeetings, type MeetingRow } from "#features/meetings/store.ts";
import type { School } from "#features/school/rules.ts";
import { endOfHorizon } from "#features/sessions/rules.ts";
import { listSessionDetails, type SessionDetails } from "#features/sessions/store.ts";
import type { Clock } from "#lib/clock.ts";
import { timeZone, type TimeZone } from "#lib/ids.ts";
import type { RunLog } from "#lib/run-log.ts";

import { renderReminder } from "./reminder-rules.ts";
import { reminderDueAt } from "./rules.ts";
import { correctSent } from "./correct-sent.ts";
import { findLastCorrections } from "./correction-store.ts";
import { planMessage, type PlannedMessage } from "./plan-message.ts";
import type { WakeSender } from "./ports.ts";
import { cancelMessage, findMessages, type MessageRow } from "./store.ts";
import { groupUnknown, meetingMissing, toldAlready } from "./texts.ts";

/** What `generate_messages` did. */
export interface MessageReport {
  readonly read: number;
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly skipped: number;
  readonly failed: number;
}

/**
 * Writes one reminder for each session of the next seven days.
 *
 * Running it again changes only what changed, and never what was sent: a group that was told something else
 * is reported, so that a person can tell it.
 */
export async function generateMessages({
  db,
  clock,
  school,
  wake,
  log,
}: {
  readonly db: Db;
  readonly clock: Clock;
  readonly school: School;
  readonly wake: WakeSender;
  readonly log: RunLog;
}): Promise<MessageReport> {
  const now = clock.now();
  const sessions = await listSessionDetails(db, now, endOfHorizon(now));
  const ids = sessions.map((session) => session.id);
  const meetings = await findMeetings(db, ids);
  const known = new Map((await findMessages(db, "reminder", ids)).map((row) => [`${row.subject} ${row.groupId}`, row]));
  const figures = { read: sessions.length, created: 0, changed: 0, unchanged: 0, skipped: 0, failed: 0 };

  for (const session of sessions) {
    const message = known.get(`${session.id} ${session.groupId}`);
    if (session.status === "cancelled") {
      const cancelled = message !== undefined && (await withdraw({ db, clock, log, session, message }));
      figures[cancelled ? "changed" : "skipped"] += 1;
      continue;
    }
    const draft = await draftFor({ session, meeting: meetings.get(session.id), school, log });
    if (draft === undefined) {
      figures.failed += 1;
      continue;
    }
    figures[await put({ db, clock, wake, log, draft, message, place: session.cell })] += 1;
  }
  return figures;
}

async function draftFor({
  session,
  meeting,
  school,
  log,
}: {
  readonly session: SessionDetails;
  readonly meeting: MeetingRow | undefined;
  readonly school: School;
  readonly log: RunLog;
}): Promise<PlannedMessage | undefined> {
  if (session.group === null) {
    await log.failure(groupUnknown(session.courseTitle, session.cell));
    return undefined;
  }
  if (meeting === undefined || meeting.joinUrl === null) {
    await log.failure(meetingMissing(session.courseTitle, session.cell, meeting?.failure ?? null));
    return undefined;
  }
  return {
    kind: "reminder",
    key: session.id,
    to: { group: session.group },
    language: session.group.language,
    dueAt: reminderDueAt(session.startsAt, school.timeZone),
    expiresAt: session.startsAt,
    content: {
      form: "text",
      html: renderReminder(
        session.group.language,
        {
          school: school.name,
          course: session.courseTitle,
          coach: session.coachName,
          assistant: session.assistant ?? undefined,
          startsAt: session.startsAt,
          durationMinutes: minutesOf(session),
          joinUrl: meeting.joinUrl,
          // A link that people gave may have neither.
          meetingId: meeting.zoomId ?? "",
          passcode: meeting.passcode ?? "",
        },
        zonesOf(session.group.audienceZones, school),
      ),
    },
  };
}

function zonesOf(audience: readonly string[], school: School): readonly TimeZone[] {
  const own = audience.map(timeZone).filter((zone) => zone !== undefined);
  return own.length > 0 ? own : school.audienceZones;
}

async function put({
  db,
  clock,
  wake,
  log,
  draft,
  message,
  place,
}: {
  readonly db: Db;
  readonly clock: Clock;
  readonly wake: WakeSender;
  readonly log: RunLog;
  readonly draft: PlannedMessage;
  /** The one planned before, if any. */
  readonly message: MessageRow | undefined;
  readonly place: string;
}): Promise<"created" | "changed" | "unchanged" | "skipped"> {
  const planned = await planMessage({ db, now: clock.now(), wake, message: draft });
  if (planned === "added") return "created";
  if (planned !== "kept") return planned;
  const { content } = draft;
  if (message === undefined || content.form !== "text") return "skipped";
  const last = (await findLastCorrections(db, [message.id])).get(message.id);
  if (last?.html === content.html && last.state !== "refused") return "unchanged";
  // One edit rather than a second message; one that Telegram refused is not asked for again and again.
  const isAsked =
    last?.html !== content.html &&
    (await inTransaction(
      db,
      async (tx) => await correctSent({ db: tx, now: clock.now(), wake, by: "generate_messages", message, content }),
    ));
  if (isAsked) return "changed";
  await log.warning(toldAlready, place);
  return "skipped";
}

async function withdraw({
  db,
  clock,
  log,
  session,
  message,
}: {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: RunLog;
  readonly session: SessionDetails;
  readonly message: MessageRow;
}): Promise<boolean> {
  if (message.state === "cancelled") return false;
  if (await cancelMessage(db, message.id, clock.now())) return true;
  if (message.state === "sent") await log.warning(toldAlready, session.cell);
  return false;
}
