import { inTransaction, type Db } from "#database/open.ts";
import type { RunLog } from "#lib/run-log.ts";
import { isBefore, type Clock, type Instant } from "#lib/clock.ts";
import type { Answer, Failure } from "#lib/failure.ts";

import { spendHostDay, takeHostWrite } from "./host-store.ts";
import { obeyPauses } from "./obey-pauses.ts";
import type { Host, MeetingDraft, OpenMeeting, ZoomPort } from "./ports.ts";
import { nextUtcDay, utcDay } from "./rules.ts";
import { beginMeeting, failMeeting, openMeeting, type MeetingRow } from "./store.ts";
import { adopted, budgetSpent, lost, pastStart } from "./texts.ts";

/** What came of one meeting. */
export type Told =
  | { readonly kind: "created" | "changed" | "unchanged" }
  | { readonly kind: "refused"; readonly failure: Failure }
  | { readonly kind: "unreachable"; readonly failure: Failure };

/** A creation whose answer was lost: Zoom may still carry it out until then. */
export interface Uncertain {
  readonly kind: "uncertain";
  readonly until: Instant;
}

/** What every step works with. */
export interface Tools {
  readonly db: Db;
  readonly clock: Clock;
  readonly zoom: ZoomPort;
  readonly log: RunLog;
  /** Which session, for the log. */
  readonly place: string;
}

/**
 * How long after a lost answer Zoom is given to carry the creation out, in milliseconds: twice the time that we wait
 * for an answer. What comes later still is found by the next look and removed.
 */
const settleMs = 30_000;

/**
 * Opens the one meeting of a session.
 *
 * The intent is committed first. When an earlier try may have reached Zoom, the host's list is searched for our key
 * before anything is created, and while Zoom may still be at it nothing is created at all: `uncertain` says until when.
 */
export async function openOneMeeting({
  host,
  draft,
  coachEmail,
  mayExist,
  ...tools
}: Tools & {
  readonly host: Host;
  readonly draft: MeetingDraft;
  readonly coachEmail: string | null;
  /** The row of an earlier try, when there was one. */
  readonly mayExist: Pick<MeetingRow, "askedAt"> | undefined;
}): Promise<Told | Uncertain> {
  const { db, clock, zoom, log, place } = tools;
  if (mayExist !== undefined) {
    const earlier = await search(tools, host, draft);
    if (earlier !== undefined) return earlier;
    const until = mayExist.askedAt?.add({ milliseconds: settleMs });
    // A moment far ahead comes from a clock that was set back.
    const isOpen = until !== undefined && isBefore(clock.now(), until);
    if (isOpen && clock.now().until(until).total("milliseconds") <= settleMs) return { kind: "uncertain", until };
  }
  const now = clock.now();
  if (!isBefore(now, draft.startsAt)) return await giveUp(tools, draft.key, "failed", refusedBy(pastStart));
  // Counted and intended in one commit, before Zoom is asked.
  const isBegun = await inTransaction(db, async (tx) => {
    if (!(await takeHostWrite(tx, host.id, utcDay(now)))) return false;
    await beginMeeting(tx, draft.key, { host, draft, coachEmail }, now);
    return true;
  });
  if (!isBegun) {
    const spent = budgetSpent({
      hostEmail: host.email,
      proposal: { kind: "another day", from: nextUtcDay(now), host },
    });
    return await giveUp(tools, draft.key, "failed", refusedBy(spent));
  }
  const answer = await obeyPauses({
    clock,
    // A pause may last until the class has begun.
    ask: async () =>
      isBefore(clock.now(), draft.startsAt) ? await zoom.createMeeting(host.id, draft) : refusedBy(pastStart),
  });
  if (answer.kind === "done") {
    await openMeeting(db, draft.key, answer.value, draft, clock.now());
    return { kind: "created" };
  }
  if (answer.kind === "refused" && answer.failure.code === "zoom.daily-limit") {
    await spendHostDay(db, host.id, utcDay(clock.now()));
  }
  if (answer.kind === "refused" || !answer.sent) return await giveUp(tools, draft.key, "failed", answer);
  await log.info(lost, place);
  return (await search(tools, host, draft)) ?? { kind: "uncertain", until: now.add({ milliseconds: settleMs }) };
}

/** The creation is left for the next run, which searches before it does anything else. */
export async function leaveUncertain(tools: Tools, sessionId: string, failure: Failure): Promise<Told> {
  return await giveUp(tools, sessionId, "creating", { kind: "unreachable", failure });
}

/** Looks for our key at the host; `undefined` when it is not there. */
async function search(tools: Tools, host: Host, draft: MeetingDraft): Promise<Told | undefined> {
  const found = await findByKey(tools.zoom, host, draft.key);
  if (found.kind !== "done") {
    // An account that is gone has no meeting of ours any more.
    if (found.kind === "refused" && found.failure.code === "zoom.host-unknown") {
      return await giveUp(tools, draft.key, "failed", found);
    }
    return await giveUp(tools, draft.key, "creating", found);
  }
  if (found.value === undefined) return undefined;
  await tools.log.info(adopted, tools.place);
  return await settleFound(tools, found.value, draft);
}

/** A meeting found by its key may be older than the session's present time: then it is changed at once. */
async function settleFound(tools: Tools, found: OpenMeeting, draft: MeetingDraft): Promise<Told> {
  const { db, clock, zoom } = tools;
  if (!found.startsAt.equals(draft.startsAt) || found.durationMinutes !== draft.durationMinutes) {
    const updated = await obeyPauses({ clock, ask: async () => await zoom.updateMeeting(found.id, draft) });
    if (updated.kind !== "done") return await giveUp(tools, draft.key, "creating", updated);
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

function refusedBy(failure: Failure) {
  return { kind: "refused" as const, failure };
}

/** Keeps the reason with the meeting. `state` is what is true at Zoom. */
export async function giveUp(
  { db, clock, place }: Tools,
  sessionId: string,
  state: MeetingRow["state"],
  answer: { readonly kind: "refused" | "unreachable"; readonly failure: Failure },
): Promise<Told> {
  const failure = { ...answer.failure, place };
  await failMeeting(db, sessionId, state, failure, clock.now());
  return { kind: answer.kind, failure };
}
