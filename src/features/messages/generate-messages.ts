import { inTransaction, type Db } from "#database/open.ts";
import { minutesOf } from "#features/meetings/rules.ts";
import { findMeetings, type MeetingRow } from "#features/meetings/store.ts";
import { goneByHand } from "#features/meetings/texts.ts";
import type { School } from "#features/school/rules.ts";
import { endOfHorizon } from "#features/sessions/rules.ts";
import { readSessionDetails, type SessionDetails } from "#features/sessions/store.ts";
import { isBefore, type Clock, type Instant } from "#lib/clock.ts";
import type { RunLog } from "#lib/run-log.ts";

import { correctSent } from "./correct-sent.ts";
import { findLastCorrection, type CorrectionRow } from "./correction-store.ts";
import { planMessage, planMessages, type PlannedMessage } from "./plan-message.ts";
import type { WakeSender } from "./ports.ts";
import { renderReminder } from "./reminder-rules.ts";
import { reminderDueAt, zonesOf } from "./rules.ts";
import { cancelMessage, findSessionMessages, type MessageRow } from "./store.ts";
import { readTemplates, type Templates } from "./template-store.ts";
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

interface Parts {
  readonly db: Db;
  readonly clock: Clock;
  readonly school: School;
  readonly wake: WakeSender;
  readonly log: RunLog;
}

/**
 * Writes one reminder for each session of the next seven days and, where the school wants it, a second word so many
 * minutes before each class.
 *
 * Running it again changes only what changed. A reminder that was sent is never sent again: where it says something
 * else by now (another link), that message is edited.
 */
export async function generateMessages({
  minutesBefore,
  ...parts
}: Parts & { readonly minutesBefore: number | undefined }): Promise<MessageReport> {
  const { db, clock } = parts;
  const now = clock.now();
  const writing = { ...parts, now, minutesBefore, templates: await readTemplates(db) };
  const figures = { read: 0, created: 0, changed: 0, unchanged: 0, skipped: 0, failed: 0 };
  for await (const sessions of readSessionDetails(db, now, endOfHorizon(now))) {
    const some = await writeSome(writing, sessions);
    for (const name of Object.keys(some) as (keyof MessageReport)[]) figures[name] += some[name];
  }
  return figures;
}

interface Writing extends Parts {
  readonly now: Instant;
  readonly minutesBefore: number | undefined;
  readonly templates: Templates;
}

/** Writes the messages of some sessions; those of sessions that have none yet are put in together, at the end. */
async function writeSome(writing: Writing, sessions: readonly SessionDetails[]): Promise<MessageReport> {
  const { minutesBefore, templates, now, ...parts } = writing;
  const { db, wake } = parts;
  const ids = sessions.map((session) => session.id);
  const meetings = await findMeetings(db, ids);
  const known = await findSessionMessages(db, ids, ["reminder", "starting"]);
  const figures = { read: sessions.length, created: 0, changed: 0, unchanged: 0, skipped: 0, failed: 0 };
  const fresh: PlannedMessage[] = [];

  for (const session of sessions) {
    const earlier = known.get(session.id) ?? [];
    if (session.status === "cancelled") {
      const withdrawn = await withdraw(parts, earlier);
      figures[withdrawn ? "changed" : "skipped"] += 1;
      continue;
    }
    const room = await roomOf(parts, session, meetings.get(session.id));
    if (room === undefined) {
      // A link that leads nowhere must not leave at 8:00; with the next room the message is planned anew.
      await withdraw(
        parts,
        earlier.filter((message) => message.state === "planned"),
      );
      figures.failed += 1;
      continue;
    }
    const reminder = reminderFor(parts, templates, session, room, earlier);
    if (earlier.length === 0) fresh.push(reminder);
    else figures[await put(parts, reminder, earlier, session.cell)] += 1;
    const word = startingFor(parts, templates, session, room, minutesBefore);
    // Too late for it: the class begins sooner than that.
    if (word === undefined || !isBefore(now, word.dueAt)) continue;
    if (earlier.length === 0) fresh.push(word);
    else await put(parts, word, earlier, session.cell);
  }
  const outcomes = await inTransaction(db, async (tx) => await planMessages({ db: tx, now, wake, messages: fresh }));
  for (const [place, message] of fresh.entries()) {
    if (message.kind === "reminder") figures[figureOf[outcomes[place] ?? "kept"]] += 1;
  }
  return figures;
}

const figureOf = { added: "created", changed: "changed", unchanged: "unchanged", kept: "skipped" } as const;

/** A session's group and Zoom room, both there. */
interface Room {
  readonly group: NonNullable<SessionDetails["group"]>;
  readonly joinUrl: string;
  readonly meetingId: string;
  readonly passcode: string;
}

async function roomOf(
  { log }: Parts,
  session: SessionDetails,
  meeting: MeetingRow | undefined,
): Promise<Room | undefined> {
  const { group } = session;
  if (group === null) {
    await log.failure(groupUnknown(session.courseTitle, session.cell));
    return undefined;
  }
  if (meeting === undefined || meeting.joinUrl === null) {
    const isTakenAway = meeting?.handChange?.kind === "deleted" || meeting?.state === "declined";
    const failure = isTakenAway ? goneByHand(session.id) : (meeting?.failure ?? null);
    await log.failure(meetingMissing(session.courseTitle, session.cell, { failure, waitsForPerson: isTakenAway }));
    return undefined;
  }
  // A link that people gave may have neither id nor passcode.
  return { group, joinUrl: meeting.joinUrl, meetingId: meeting.zoomId ?? "", passcode: meeting.passcode ?? "" };
}

function reminderFor(
  { school }: Parts,
  templates: Templates,
  session: SessionDetails,
  room: Room,
  earlier: readonly MessageRow[],
): PlannedMessage {
  const dueAt = reminderDueAt(session.startsAt, school.timeZone);
  const dayOf = (at: Temporal.Instant) => at.toZonedDateTimeISO(school.timeZone).toPlainDate().toString();
  // A class that was told for one day and moved to another is told again on that day.
  const isToldForAnotherDay = earlier.some(
    (message) =>
      message.kind === "reminder" &&
      message.subject === session.id &&
      message.state === "sent" &&
      dayOf(message.dueAt) !== dayOf(dueAt),
  );
  return {
    ...messageFor(school, templates, session, room, "reminder"),
    key: isToldForAnotherDay ? `${session.id} ${dayOf(dueAt)}` : session.id,
    dueAt,
  };
}

function startingFor(
  { school }: Parts,
  templates: Templates,
  session: SessionDetails,
  room: Room,
  minutesBefore: number | undefined,
): PlannedMessage | undefined {
  if (minutesBefore === undefined) return undefined;
  return {
    ...messageFor(school, templates, session, room, "starting", minutesBefore),
    key: session.id,
    dueAt: session.startsAt.subtract({ minutes: minutesBefore }),
  };
}

function messageFor(
  school: School,
  templates: Templates,
  session: SessionDetails,
  { group, joinUrl, meetingId, passcode }: Room,
  kind: "reminder" | "starting",
  minutesBefore?: number,
): Omit<PlannedMessage, "key" | "dueAt"> {
  const { language } = group;
  const facts = {
    school: school.name,
    course: session.courseTitle,
    coach: session.coachName,
    assistant: session.assistant ?? undefined,
    startsAt: session.startsAt,
    durationMinutes: minutesOf(session),
    joinUrl,
    meetingId,
    passcode,
    minutesBefore,
  };
  const zones = zonesOf(group.audienceZones, school.audienceZones);
  return {
    kind,
    to: { group },
    language,
    content: { form: "text", html: renderReminder(templates(kind, language), language, facts, zones) },
    session: {
      id: session.id,
      told: {
        startsAt: session.startsAt.toString(),
        coach: session.coachName,
        isCancelled: false,
        link: joinUrl,
      },
    },
    expiresAt: session.startsAt,
  };
}

async function put(
  parts: Parts,
  draft: PlannedMessage,
  earlier: readonly MessageRow[],
  place: string,
): Promise<"created" | "changed" | "unchanged" | "skipped"> {
  const { db, clock, wake, log } = parts;
  if (earlier.some((row) => isAsPlanned(row, draft))) return "unchanged";
  const planned = await planMessage({ db, now: clock.now(), wake, message: draft });
  if (planned === "added") return "created";
  if (planned !== "kept") return planned;
  const message = earlier.find((row) => row.kind === draft.kind && row.subject === draft.key);
  const last = message === undefined ? undefined : await findLastCorrection(db, message.id);
  if (message?.state === "sent" && (await edit(parts, message, last, draft))) return "changed";
  if (last !== undefined && last.state !== "refused") return "unchanged";
  await log.warning(toldAlready, place);
  return "skipped";
}

/** Most are on a second run: then there is nothing to lock and to write. */
function isAsPlanned(row: MessageRow, { kind, key, to, content, dueAt, expiresAt }: PlannedMessage): boolean {
  return (
    row.kind === kind &&
    row.subject === key &&
    row.state !== "cancelled" &&
    row.state !== "expired" &&
    "group" in to &&
    row.groupId === to.group.id &&
    row.chatId === to.group.chatId &&
    row.form === "text" &&
    row.buttons === null &&
    content.form === "text" &&
    row.html === content.html &&
    row.dueAt.equals(dueAt) &&
    row.expiresAt.equals(expiresAt)
  );
}

/** One edit rather than a second message; what was asked for already is not asked for again. */
async function edit(
  { db, clock, wake }: Parts,
  message: MessageRow,
  last: CorrectionRow | undefined,
  { content, session }: PlannedMessage,
): Promise<boolean> {
  if (content.form !== "text" || last?.html === content.html) return false;
  // Only the link is told by an edit, which nobody is notified of: the rest is for an alert.
  const link = session?.told.link;
  const told = message.told === null || link === undefined ? {} : { told: { ...message.told, link } };
  return await inTransaction(
    db,
    async (tx) =>
      await correctSent({ db: tx, now: clock.now(), wake, by: "generate_messages", message, content, ...told }),
  );
}

/** Takes off what a session had planned. */
async function withdraw({ db, clock }: Parts, earlier: readonly MessageRow[]): Promise<boolean> {
  let hasChanged = false;
  for (const message of earlier) hasChanged = (await cancelMessage(db, message.id, clock.now())) || hasChanged;
  return hasChanged;
}
