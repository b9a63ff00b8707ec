import { isBefore, type Instant } from "#lib/clock.ts";
import type { Answer, Failure } from "#lib/failure.ts";

import { takeHostWrite } from "./host-store.ts";
import { obeyPauses } from "./obey-pauses.ts";
import type { Told, Tools } from "./open-one-meeting.ts";
import type { Host, MeetingDraft, OpenMeeting, ZoomMeeting } from "./ports.ts";
import type { SeriesWork } from "./prepare-meetings.ts";
import { nextUtcDay, placeOf, sameCase, utcDay } from "./rules.ts";
import { datesAhead, endsSoon, firstDate } from "./series-rules.ts";
import { beginSeries, markSeries, openSeries, type SeriesRow } from "./series-store.ts";
import { noticeRoomGone, settleDates } from "./settle-dates.ts";
import { adopted, budgetSpent, extraRemoved, lost, lostForNow } from "./texts.ts";

/** How long Zoom is given to carry out a creation whose answer was lost, in milliseconds. */
const settleMs = 30_000;

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
  /** The hosts' lists as they were looked at. */
  readonly listed: readonly ZoomMeeting[];
}): Promise<readonly Told[]> {
  const { clock, zoom, log, place } = tools;
  const { slot, row } = work;
  const draft = draftOfSeries(work, clock.now());
  if (slot.weekdays.length === 0) return [await endSeries(tools, row)];
  for (const extra of new Set(listed.filter((one) => one.key === slot.id).map((one) => one.id))) {
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
  const { db, clock, zoom, log, place } = tools;
  let earlier: Pick<SeriesRow, "askedAt"> | undefined = work.row?.state === "creating" ? work.row : undefined;
  for (let turn = 0; turn < 2; turn += 1) {
    if (earlier !== undefined) {
      const found = await search(tools, { work, host, draft }, earlier.askedAt);
      if (found !== undefined) return found;
    }
    const now = clock.now();
    if (!(await takeHostWrite(db, host.id, utcDay(now)))) return spent(host, now);
    await beginSeries(db, work.slot, { host, draft, coachEmail: sameCase(work.coachEmail) ?? null }, now);
    const made = await obeyPauses({ clock, ask: async () => await zoom.createMeeting(host.id, draft) });
    if (made.kind === "done") {
      await openSeries(db, work.slot, made.value, draft.topic, clock.now());
      return made;
    }
    if (made.kind === "refused" || !made.sent) {
      await markSeries(db, work.slot.id, "failed", clock.now(), made.failure);
      return made;
    }
    await log.info(lost, place);
    earlier = { askedAt: now };
  }
  // Zoom may still be at the last one: the next run searches before it does anything else.
  const found = await search(tools, { work, host, draft }, earlier?.askedAt ?? null);
  return found ?? { kind: "unreachable", failure: lostForNow };
}

/** Looks for the room at the host; when it is not there, once more after Zoom has had its time. */
async function search(
  { db, clock, zoom, log, place }: Tools,
  { work, host, draft }: Room,
  askedAt: Instant | null,
): Promise<Answer<OpenMeeting> | undefined> {
  for (const isLast of [false, true]) {
    const list = await zoom.listMeetings(host.id);
    if (list.kind !== "done") return list;
    const there = list.value.find((meeting) => meeting.key === work.slot.id);
    const read = there === undefined ? undefined : await zoom.readMeeting(there.id);
    if (read !== undefined && read.kind !== "done") return read;
    if (read?.value !== undefined) {
      await log.info(adopted, place);
      await openSeries(db, work.slot, read.value, draft.topic, clock.now());
      return { kind: "done", value: read.value };
    }
    const until = askedAt?.add({ milliseconds: settleMs });
    if (isLast || until === undefined || !isBefore(clock.now(), until)) return undefined;
    await clock.sleep(Math.min(settleMs, clock.now().until(until).total("milliseconds")));
  }
  return undefined;
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
async function plan(
  { db, clock, zoom }: Tools,
  { work, host, draft }: Room,
  room: OpenMeeting,
): Promise<Answer<OpenMeeting> | Refusal> {
  if (!(await takeHostWrite(db, host.id, utcDay(clock.now())))) return spent(host, clock.now());
  await markSeries(db, work.slot.id, "updating", clock.now());
  const changed = await obeyPauses({ clock, ask: async () => await zoom.updateMeeting(room.id, draft) });
  if (changed.kind !== "done") return changed;
  const read = await zoom.readMeeting(room.id);
  if (read.kind !== "done") return read;
  if (read.value === undefined) return { kind: "unreachable", failure: lostForNow };
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

function spent(host: Host, now: Instant): Refusal {
  const proposal = { kind: "another day" as const, from: nextUtcDay(now), host };
  return { kind: "refused", failure: budgetSpent({ hostEmail: host.email, proposal }) };
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
