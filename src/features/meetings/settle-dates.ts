import type { Instant } from "#lib/clock.ts";

import { changedAt, deletedAt, isSamePlan, roomPlan, type HandChange } from "./hand-rules.ts";
import type { Tools } from "./create-once.ts";
import { isToldAlready } from "./look-rules.ts";
import { obeyPauses } from "./obey-pauses.ts";
import { leaveUncertain, openOneMeeting, type Told } from "./open-one-meeting.ts";
import type { Host, OpenMeeting, ZoomOccurrence } from "./ports.ts";
import type { SeriesWork, Work } from "./rooms-at-work.ts";
import { placeOf, sameCase } from "./rules.ts";
import { dateOf, hasMissedItsDate } from "./series-rules.ts";
import { putSeriesDate } from "./series-store.ts";
import { endMeeting, noticeChange, settleChange } from "./store.ts";
import { changedByHand, lostForNow } from "./texts.ts";
import { writeToHost, type Written } from "./write-to-host.ts";

/**
 * Brings the dates of a lasting room to its sessions: a moved one is moved, a cancelled one deleted, by itself. A date
 * that people changed or deleted by hand is told and waits for their choice. A session whose date has gone by has a
 * meeting of its own.
 */
export async function settleDates({
  work,
  host,
  room: first,
  isReplanned: isReplannedBefore,
  replan,
  ...tools
}: Tools & {
  readonly work: SeriesWork;
  readonly host: Host;
  readonly room: OpenMeeting;
  /** All dates were told anew in this run: one that was moved stands at its weekly hour again, by our own doing. */
  readonly isReplanned: boolean;
  /** Plans all dates anew: the only way to have a deleted one back. */
  readonly replan: () => Promise<Written<OpenMeeting>>;
}): Promise<readonly Told[]> {
  let room = first;
  let isReplanned = isReplannedBefore;
  const isMissing = (one: Work) =>
    needsDate(one) && find(one, room) === undefined && !hasMissed(one, { isReplanned, now: tools.clock.now() });
  // Not known yet, or wanted again: a date that was never told to be deleted by hand.
  if (work.sessions.some((one) => isMissing(one) && one.meeting?.state !== "open")) {
    const planned = await replan();
    if (planned.kind !== "done") return [{ kind: planned.kind, failure: planned.failure }];
    room = planned.value;
    isReplanned = true;
  }
  const told: Told[] = [];
  for (const one of work.sessions) {
    const place = placeOf(one.session);
    const outcome = await settleOne({ ...tools, place }, { one, host, room, isReplanned });
    if (outcome.kind === "refused" || outcome.kind === "unreachable") await tools.log.failure(outcome.failure);
    told.push(outcome);
  }
  return told;
}

function needsDate({ session, meeting }: Work): boolean {
  return session.status !== "cancelled" && meeting?.state !== "declined";
}

function hasMissed({ session, meeting }: Work, at: { readonly isReplanned: boolean; readonly now: Instant }): boolean {
  const told = meeting?.state === "open" ? meeting.startsAt : undefined;
  return hasMissedItsDate({ movedFrom: session.movedFrom, told, ...at });
}

function find({ session, meeting }: Work, room: OpenMeeting): ZoomOccurrence | undefined {
  const { startsAt, movedFrom } = session;
  return dateOf({ startsAt, movedFrom, occurrenceId: meeting?.occurrenceId ?? null }, room.occurrences);
}

/** Somebody deleted the whole room by hand: every session of it waits for a choice. */
export async function noticeRoomGone(tools: Tools, sessions: readonly Work[]): Promise<readonly Told[]> {
  const change = deletedAt(tools.clock.now());
  const told: Told[] = [];
  for (const one of sessions.filter(needsDate)) {
    const place = placeOf(one.session);
    const outcome = await notice({ ...tools, place }, one, change);
    if (outcome.kind === "refused") await tools.log.failure(outcome.failure);
    told.push(outcome);
  }
  return told;
}

interface One {
  readonly one: Work;
  readonly host: Host;
  readonly room: OpenMeeting;
  readonly isReplanned: boolean;
}

async function settleOne(tools: Tools, { one, host, room, isReplanned }: One): Promise<Told> {
  const { db, clock, zoom, place } = tools;
  const { session, meeting, draft } = one;
  const date = find(one, room);
  if (!needsDate(one)) {
    if (date !== undefined) {
      const removed = await obeyPauses({ clock, ask: async () => await zoom.deleteMeeting(room.id, date.id) });
      if (removed.kind !== "done") return { kind: removed.kind, failure: { ...removed.failure, place } };
    }
    if (meeting === undefined || meeting.state === "deleted" || meeting.state === "declined") return unchanged;
    await endMeeting(db, session.id, clock.now());
    return { kind: "changed" };
  }
  if (date === undefined) {
    if (hasMissed(one, { isReplanned, now: clock.now() })) return await openOwn(tools, one, host);
    return await notice(tools, one, deletedAt(clock.now()));
  }

  const wished = roomPlan({ ...draft, topic: room.topic });
  const there = roomPlan({ ...date, topic: room.topic });
  const told = meeting?.state === "open" ? roomPlan({ ...meeting, topic: room.topic }) : undefined;
  if (isSamePlan(wished, there)) {
    const isKept = told !== undefined && isSamePlan(told, there) && meeting?.joinUrl === room.joinUrl;
    if (isKept && meeting?.occurrenceId === date.id && meeting.handChange === null) return unchanged;
    await putSeriesDate(db, session.id, { host, room, date }, draft, clock.now());
    return { kind: wasThere(one) ? "changed" : "created" };
  }
  // Zoom was told this very plan before, and now has another one: somebody changed it.
  const isOurs = isReplanned || told === undefined || !isSamePlan(told, wished);
  const accepted = meeting?.accepted ?? null;
  if (!isOurs && accepted !== null && isSamePlan({ ...accepted, topic: room.topic }, there)) return unchanged;
  if (!isOurs) return await notice(tools, one, changedAt(clock.now(), there));
  return await move(tools, { one, host, room, isReplanned }, date);
}

function wasThere({ meeting }: Work): boolean {
  return meeting !== undefined && meeting.zoomId !== null;
}

const unchanged: Told = { kind: "unchanged" };

async function move(tools: Tools, { one, host, room }: One, date: ZoomOccurrence): Promise<Told> {
  const { db, clock, zoom, place } = tools;
  const { session, draft } = one;
  const ask = async () => await zoom.updateMeeting(room.id, draft, date.id);
  const changed = await writeToHost({ ...tools, host, startsAt: draft.startsAt, ask });
  if (changed.kind !== "done") return { kind: changed.kind, failure: { ...changed.failure, place } };
  await putSeriesDate(db, session.id, { host, room, date }, draft, clock.now());
  return { kind: wasThere(one) ? "changed" : "created" };
}

/** A meeting of its own, on the room's host: the coach is the same, and the hour is theirs. */
async function openOwn(tools: Tools, { session, draft }: Work, host: Host): Promise<Told> {
  const coachEmail = sameCase(session.coachEmail) ?? null;
  const opened = await openOneMeeting({ ...tools, host, draft, coachEmail, mayExist: undefined });
  return opened.kind === "uncertain" ? await leaveUncertain(tools, session.id, lostForNow) : opened;
}

async function notice({ db, clock, place }: Tools, { session, meeting }: Work, change: HandChange): Promise<Told> {
  if (isToldAlready(meeting?.handChange ?? null, change)) return unchanged;
  if (meeting?.accepted) await settleChange(db, session.id, null, clock.now());
  await noticeChange(db, session.id, change, clock.now());
  return { kind: "refused", failure: { ...changedByHand(session.id, change), place } };
}
