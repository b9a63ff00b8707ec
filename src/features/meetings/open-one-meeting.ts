import type { Db } from "#database/open.ts";
import type { RunLog } from "#lib/run-log.ts";
import type { Clock } from "#lib/clock.ts";
import type { Answer, Failure } from "#lib/failure.ts";

import type { Host, MeetingDraft, OpenMeeting, ZoomPort } from "./ports.ts";
import { beginMeeting, endMeeting, failMeeting, markMeeting, openMeeting, type MeetingRow } from "./store.ts";
import { adopted, goneByHand, lost } from "./texts.ts";

/** What came of one meeting. */
export type Told =
  | { readonly kind: "created" | "changed" }
  | { readonly kind: "refused"; readonly failure: Failure }
  | { readonly kind: "unreachable"; readonly failure: Failure };

interface Tools {
  readonly db: Db;
  readonly clock: Clock;
  readonly zoom: ZoomPort;
  readonly log: RunLog;
  /** Which session, for the log. */
  readonly place: string;
}

/** Longest pause that Zoom may ask for in the middle of a run, in milliseconds. */
const longestPause = 60_000;
/** How often a pause is obeyed before the session is left for the next run. */
const mostPauses = 5;

/**
 * Opens the one meeting of a session.
 *
 * The intent is committed first. When an earlier try may have reached Zoom, the host's list is searched for
 * our key before anything is created, so a lost answer never makes a second meeting.
 */
export async function openOneMeeting({
  db,
  clock,
  zoom,
  log,
  place,
  host,
  draft,
  mayExist,
}: Tools & { readonly host: Host; readonly draft: MeetingDraft; readonly mayExist: boolean }): Promise<Told> {
  if (!mayExist) await beginMeeting(db, draft.key, host, draft, clock.now());
  let search = mayExist;
  for (let lostAnswers = 0; lostAnswers < 2; lostAnswers += 1) {
    if (search) {
      const found = await findByKey(zoom, host, draft.key);
      if (found.kind !== "done") return await giveUp(db, clock, draft.key, "creating", found, place);
      if (found.value !== undefined) {
        await log.info(adopted, place);
        return await settleFound({ db, clock, zoom, log, place }, found.value, draft);
      }
    }
    const answer = await obeyingPauses(clock, async () => await zoom.createMeeting(host.id, draft));
    if (answer.kind === "done") {
      await openMeeting(db, draft.key, answer.value, draft, clock.now());
      return { kind: "created" };
    }
    const mayBeThere = answer.kind === "unreachable" && answer.sent;
    if (!mayBeThere) return await giveUp(db, clock, draft.key, "failed", answer, place);
    search = true;
  }
  const found = await findByKey(zoom, host, draft.key);
  if (found.kind === "done" && found.value !== undefined) {
    return await settleFound({ db, clock, zoom, log, place }, found.value, draft);
  }
  const failure = found.kind === "done" ? undefined : found;
  return await giveUp(db, clock, draft.key, "creating", failure ?? { kind: "unreachable", ...lost(place) }, place);
}

/** Brings a meeting to what the session says now: changed when still wanted, deleted when not. */
export async function reviseOneMeeting({
  db,
  clock,
  zoom,
  log,
  place,
  meeting,
  draft,
  wanted,
}: Tools & { readonly meeting: MeetingRow; readonly draft: MeetingDraft; readonly wanted: boolean }): Promise<Told> {
  const zoomId = meeting.zoomId;
  if (zoomId === null) {
    await endMeeting(db, meeting.sessionId, clock.now());
    return { kind: "changed" };
  }
  const state = wanted ? "updating" : "deleting";
  await markMeeting(db, meeting.sessionId, state, clock.now());
  const answer = await obeyingPauses(clock, async () =>
    wanted ? await zoom.updateMeeting(zoomId, draft) : await zoom.deleteMeeting(zoomId),
  );
  if (answer.kind !== "done") {
    if (answer.kind === "refused" && answer.failure.code === "zoom.meeting-gone") {
      await log.warning(goneByHand, place);
      await endMeeting(db, meeting.sessionId, clock.now());
      return { kind: "refused", failure: { ...answer.failure, place } };
    }
    return await giveUp(db, clock, meeting.sessionId, state, answer, place);
  }
  if (!wanted) {
    await endMeeting(db, meeting.sessionId, clock.now());
    return { kind: "changed" };
  }
  const read = await zoom.readMeeting(zoomId);
  if (read.kind !== "done") return await giveUp(db, clock, meeting.sessionId, state, read, place);
  if (read.value === undefined) {
    await endMeeting(db, meeting.sessionId, clock.now());
    return { kind: "changed" };
  }
  await openMeeting(db, meeting.sessionId, read.value, draft, clock.now());
  return { kind: "changed" };
}

/** A meeting found by its key may be older than the session's present time: then it is changed at once. */
async function settleFound(tools: Tools, found: OpenMeeting, draft: MeetingDraft): Promise<Told> {
  const { db, clock, zoom, place } = tools;
  if (!found.startsAt.equals(draft.startsAt) || found.durationMinutes !== draft.durationMinutes) {
    const updated = await obeyingPauses(clock, async () => await zoom.updateMeeting(found.id, draft));
    if (updated.kind !== "done") return await giveUp(db, clock, draft.key, "creating", updated, place);
  }
  await openMeeting(db, draft.key, found, draft, clock.now());
  return { kind: "created" };
}

async function findByKey(zoom: ZoomPort, host: Host, key: string): Promise<Answer<OpenMeeting | undefined>> {
  const list = await zoom.listMeetings(host.id);
  if (list.kind !== "done") return list;
  const found = list.value.find((meeting) => meeting.key === key);
  if (found === undefined) return { kind: "done", value: undefined };
  return await zoom.readMeeting(found.id);
}

/** Waits as long as Zoom asks, within reason, and asks again: a refusal for pace created nothing. */
async function obeyingPauses<T>(clock: Clock, ask: () => Promise<Answer<T>>): Promise<Answer<T>> {
  let answer = await ask();
  for (let pauses = 0; pauses < mostPauses; pauses += 1) {
    if (answer.kind !== "refused" || answer.retryAfterMs === undefined || answer.retryAfterMs > longestPause) break;
    await clock.sleep(answer.retryAfterMs);
    answer = await ask();
  }
  return answer;
}

async function giveUp(
  db: Db,
  clock: Clock,
  sessionId: string,
  state: MeetingRow["state"],
  answer: { readonly kind: "refused" | "unreachable"; readonly failure: Failure },
  place: string,
): Promise<Told> {
  const failure = { ...answer.failure, place };
  await failMeeting(db, sessionId, state, failure, clock.now());
  return { kind: answer.kind, failure };
}
