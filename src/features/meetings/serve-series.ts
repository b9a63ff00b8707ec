import type { Instant } from "#lib/clock.ts";
import type { Answer, Failure } from "#lib/failure.ts";

import { createOnce, type EarlierTry, type Tools } from "./create-once.ts";
import { obeyPauses } from "./obey-pauses.ts";
import type { Told } from "./open-one-meeting.ts";
import type { Host, MeetingDraft, OpenMeeting, ZoomMeeting } from "./ports.ts";
import type { SeriesWork } from "./rooms-at-work.ts";
import { placeOf, sameCase } from "./rules.ts";
import { datesAhead, endsSoon, firstDate } from "./series-rules.ts";
import { beginSeries, markSeries, openSeries, type SeriesRow } from "./series-store.ts";
import { noticeRoomGone, settleDates } from "./settle-dates.ts";
import { extraRemoved, lostForNow } from "./texts.ts";
import { countAndBegin, writeToHost, type Written } from "./write-to-host.ts";

type Refusal = { readonly kind: "refused" | "unreachable"; readonly failure: Failure };

/**
 * Makes sure that a slot has its one lasting room at Zoom, planned well ahead, and that the room's dates are the
 * sessions: moved and cancelled ones changed by themselves, never the whole.
 *
 * As with a dated meeting the intent is committed first, and the host's list is searched before any creation that
 * could double.
 */
export async function serveSeries({
  work,
  host,
  listed,
  ...tools
}: Tools & {
  readonly work: SeriesWork;
  readonly host: Host;
  /** What bears the room's key in the hosts' lists, as they were looked at. */
  readonly listed: readonly ZoomMeeting[];
}): Promise<readonly Told[]> {
  const { clock, zoom, log, place } = tools;
  const { slot, row } = work;
  const draft = draftOfSeries(work, clock.now());
  if (slot.weekdays.length === 0) return [await endSeries(tools, row)];
  for (const extra of new Set(listed.map((one) => one.id))) {
    if (row?.state !== "open" || extra === row.zoomId) continue;
    await zoom.deleteMeeting(extra);
    await log.warning(extraRemoved(host.email), place);
  }
  const isStanding = row?.state === "open" || row?.state === "updating";
  const room = isStanding ? await readRoom(tools, work) : undefined;
  // Deleted by hand as a whole: somebody chooses, and the first session that is restored brings the room back.
  if (isStanding && room === undefined) return await noticeRoomGone(tools, work.sessions);
  if (!isStanding && work.sessions.every(waitsOrRests)) return work.sessions.map(() => ({ kind: "unchanged" }));
  const opened = room ?? (await openRoom(tools, { work, host, draft }));
  if (opened.kind !== "done") return await tellAll(tools, work, opened);
  const planned = await keepPlanned(tools, { work, host, draft, room: opened.value });
  if (planned.kind !== "done") return await tellAll(tools, work, planned);
  return await settleDates({
    ...tools,
    work,
    host,
    room: planned.value,
    isReplanned: planned.value !== opened.value,
    replan: async () => await plan(tools, { work, host, draft }, planned.value),
  });
}

function waitsOrRests({ session, meeting }: SeriesWork["sessions"][number]): boolean {
  return session.status === "cancelled" || meeting?.state === "declined" || meeting?.handChange?.kind === "deleted";
}

interface Room {
  readonly work: SeriesWork;
  readonly host: Host;
  readonly draft: MeetingDraft;
}

/** The first coming date, and as many as are planned ahead. */
function draftOfSeries({ slot, topic, agenda }: SeriesWork, now: Instant): MeetingDraft {
  return {
    key: slot.id,
    topic,
    agenda,
    startsAt: slot.weekdays.length === 0 ? now : firstDate(slot, now),
    durationMinutes: slot.durationMinutes,
    timeZone: slot.timeZone,
    weekly: { weekdays: slot.weekdays, dates: datesAhead },
  };
}

/** The room as it is; `undefined` when somebody deleted the whole of it. */
async function readRoom({ db, clock, zoom }: Tools, { row }: SeriesWork): Promise<Answer<OpenMeeting> | undefined> {
  const read = await zoom.readMeeting(row?.zoomId ?? "");
  if (read.kind !== "done") return read;
  if (read.value !== undefined) return { kind: "done", value: read.value };
  if (row !== undefined) await markSeries(db, row.id, "deleted", clock.now());
  return undefined;
}

async function openRoom(tools: Tools, { work, host, draft }: Room): Promise<Answer<OpenMeeting> | Refusal> {
  const { db, clock } = tools;
  const { slot, row } = work;
  const coachEmail = sameCase(work.coachEmail) ?? null;
  const begin = async (now: Instant) =>
    await countAndBegin(db, host, now, async (tx) => await beginSeries(tx, slot, { host, draft, coachEmail }, now));
  const create = async (earlier: EarlierTry | undefined) => await createOnce({ ...tools, host, draft, earlier, begin });
  let made = await create(row?.state === "creating" ? row : undefined);
  if (made.kind === "uncertain") {
    await clock.sleep(Math.max(0, clock.now().until(made.until).total("milliseconds")));
    made = await create({ askedAt: null });
  }
  switch (made.kind) {
    case "created":
    case "found":
      await openSeries(db, slot, made.meeting, draft.topic, clock.now());
      return { kind: "done", value: made.meeting };
    case "uncertain":
      // Zoom may still be at it: the next run searches before it does anything else.
      return { kind: "unreachable", failure: lostForNow };
    case "refused":
    case "unreachable":
      await markSeries(db, slot.id, made.mayExist ? "creating" : "failed", clock.now(), made.failure);
      return made;
  }
}

/** Plans the room anew when its dates come to an end, or when the slot's weekdays or its title changed. */
async function keepPlanned(
  tools: Tools,
  { work, host, draft, room }: Room & { readonly room: OpenMeeting },
): Promise<Answer<OpenMeeting> | Refusal> {
  const { row, slot } = work;
  const last = room.occurrences.at(-1)?.startsAt;
  const isSame = row === undefined || (row.weekdays === slot.weekdays.join(",") && row.topic === draft.topic);
  if (isSame && row?.state !== "updating" && !endsSoon(last, tools.clock.now())) return { kind: "done", value: room };
  return await plan(tools, { work, host, draft }, room);
}

/** Tells Zoom the dates anew, from the next one on; what was done to single dates is forgotten and settled again. */
async function plan(tools: Tools, { work, host, draft }: Room, room: OpenMeeting): Promise<Written<OpenMeeting>> {
  const { db, clock, zoom } = tools;
  const changed = await writeToHost({
    ...tools,
    host,
    startsAt: draft.startsAt,
    begin: async (now) =>
      await countAndBegin(db, host, now, async (tx) => await markSeries(tx, work.slot.id, "updating", now)),
    ask: async () => await zoom.updateMeeting(room.id, draft),
  });
  if (changed.kind !== "done") return changed;
  const read = await zoom.readMeeting(room.id);
  if (read.kind !== "done") return read;
  if (read.value === undefined) return { kind: "unreachable", failure: lostForNow, sent: true };
  await openSeries(db, work.slot, read.value, draft.topic, clock.now());
  return { kind: "done", value: read.value };
}

/** No line of the timetable needs the room any more: the whole of it goes. */
async function endSeries({ db, clock, zoom, place }: Tools, row: SeriesRow | undefined): Promise<Told> {
  if (row === undefined || row.zoomId === null) return { kind: "unchanged" };
  const { zoomId } = row;
  await markSeries(db, row.id, "deleting", clock.now());
  const removed = await obeyPauses({ clock, ask: async () => await zoom.deleteMeeting(zoomId) });
  if (removed.kind !== "done") return { kind: removed.kind, failure: { ...removed.failure, place } };
  await markSeries(db, row.id, "deleted", clock.now());
  return { kind: "changed" };
}

/** Every session of the room has the room's trouble. */
async function tellAll({ log }: Tools, { sessions }: SeriesWork, { kind, failure }: Refusal): Promise<readonly Told[]> {
  const told: Told[] = [];
  for (const { session } of sessions) {
    if (session.status === "cancelled") continue;
    const own = { ...failure, place: placeOf(session) };
    await log.failure(own);
    told.push({ kind, failure: own });
  }
  return told;
}
