import { isBefore } from "#lib/clock.ts";

import type { Tools, Uncertain } from "./create-once.ts";
import { leaveUncertain, openOneMeeting, type Told } from "./open-one-meeting.ts";
import type { Host } from "./ports.ts";
import { removeOneMeeting, reviseOneMeeting } from "./revise-one-meeting.ts";
import { placeOf, sameCase } from "./rules.ts";
import { failMeeting, putGivenMeeting, putMeetingCoach } from "./store.ts";
import { hostFollows, lostForNow, zoomKeepsFailing } from "./texts.ts";
import type { Work } from "./rooms-at-work.ts";
import { waitsForNextDay } from "./write-to-host.ts";

/** One session's work on the host that does it. */
export interface HostJob {
  readonly work: Work;
  readonly host: Host;
}

/** A session that its host could not take: what the day took of it by itself or others was used up. */
export interface LeftOver {
  readonly job: HostJob;
  /** What is told when no other host takes it either. */
  readonly outcome: Extract<Told, { readonly kind: "refused" }>;
}

/** How a host has answered so far in a run. */
export interface HostStanding {
  /** Calls in a row without an answer. */
  unreachable: number;
  /** What every other session of the host would hear as well. */
  refusal: Told | undefined;
}

/** How many of a host's sessions are at Zoom at once: answers take longer than turns. */
const lanes = 3;

/** After so many calls in a row without an answer, the others are not tried. */
const mostUnreachable = 3;

/** Refusals that every other session of the account, or of this host, would get as well: nobody asks again. */
const hopeless = new Set([
  "zoom.scope",
  "zoom.token",
  "zoom.credentials",
  "zoom.account",
  "zoom.host-unknown",
  "zoom.host-cannot-schedule",
]);

/**
 * Does a host's work, soonest first, a few sessions at once.
 *
 * Creations whose answer was lost come again at the end, when Zoom has had its time; nothing else waits for them. What
 * found the host's day spent is left over, untold: another host may take it.
 */
export async function serveHost({
  jobs,
  standing,
  ...tools
}: Omit<Tools, "place"> & { readonly jobs: readonly HostJob[]; readonly standing: HostStanding }): Promise<{
  readonly told: readonly Told[];
  readonly leftOver: readonly LeftOver[];
}> {
  const told: Told[] = [];
  const leftOver: LeftOver[] = [];
  async function settle(job: HostJob, outcome: Told): Promise<void> {
    if (outcome.kind === "refused" && waitsForNextDay(outcome.failure)) leftOver.push({ job, outcome });
    else told.push(await tellOutcome(tools, job, outcome));
  }
  const later: { readonly job: HostJob; readonly uncertain: Uncertain }[] = [];
  const queue = [...jobs];
  async function serveLane(): Promise<void> {
    for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
      const place = placeOf(job.work.session);
      const outcome =
        standing.refusal ??
        (standing.unreachable >= mostUnreachable
          ? ({ kind: "unreachable", failure: zoomKeepsFailing(place) } as const)
          : await doJob({ ...tools, place }, job, "first"));
      if (outcome.kind === "uncertain") {
        later.push({ job, uncertain: outcome });
        // One that an earlier run left open says nothing about how Zoom answers now.
        if (job.work.deed !== "find") standing.unreachable += 1;
        continue;
      }
      standing.unreachable = outcome.kind === "unreachable" ? standing.unreachable + 1 : 0;
      if (outcome.kind === "refused" && hopeless.has(outcome.failure.code)) standing.refusal = outcome;
      await settle(job, outcome);
    }
  }
  await Promise.all(Array.from({ length: lanes }, serveLane));
  for (const { job, uncertain } of later) {
    const place = placeOf(job.work.session);
    const wait = tools.clock.now().until(uncertain.until).total("milliseconds");
    if (isBefore(tools.clock.now(), uncertain.until)) await tools.clock.sleep(wait);
    const again = await doJob({ ...tools, place }, job, "again");
    const outcome =
      again.kind === "uncertain" ? await leaveUncertain({ ...tools, place }, job.work.session.id, lostForNow) : again;
    await settle(job, outcome);
  }
  return { told, leftOver };
}

/** Logs what failed, with its place, and keeps it with the meeting. */
export async function tellOutcome(
  { db, clock, log }: Omit<Tools, "place">,
  { work }: HostJob,
  outcome: Told,
): Promise<Told> {
  if (outcome.kind !== "refused" && outcome.kind !== "unreachable") return outcome;
  const place = placeOf(work.session);
  const failure = { ...outcome.failure, place };
  await log.failure(failure);
  // What was not tried keeps its state and learns the reason.
  if (work.meeting !== undefined && outcome.failure.place !== place) {
    await failMeeting(db, work.session.id, work.meeting.state, failure, clock.now());
  }
  return { ...outcome, failure };
}

async function doJob(tools: Tools, { work, host }: HostJob, turn: "first" | "again"): Promise<Told | Uncertain> {
  const { session, meeting, draft, deed } = work;
  const coachEmail = sameCase(session.coachEmail) ?? null;
  const open = { ...tools, host, draft, coachEmail };
  // The second time the patience is over: `askedAt` no longer holds anybody back.
  if (turn === "again") return await openOneMeeting({ ...open, mayExist: { askedAt: null } });
  switch (deed) {
    case "create":
      return await openOneMeeting({ ...open, mayExist: undefined });
    case "find":
      return await openOneMeeting({ ...open, mayExist: meeting ?? { askedAt: null } });
    case "update":
      return meeting === undefined ? { kind: "unchanged" } : await reviseOneMeeting({ ...tools, meeting, draft });
    case "delete":
      return meeting === undefined ? { kind: "unchanged" } : await removeOneMeeting({ ...tools, meeting });
    case "replace":
      return await replace(tools, work, host, coachEmail);
    case "give":
      return await give(tools, work);
    case "nothing":
    case "series":
    case "wait":
      return { kind: "unchanged" };
  }
}

/** The host changes: the old meeting goes first, so that a session never has two. */
async function replace(
  tools: Tools,
  { meeting, draft }: Work,
  host: Host,
  coachEmail: string | null,
): Promise<Told | Uncertain> {
  const { db, log, place } = tools;
  if (meeting !== undefined && meeting.hostId === host.id && meeting.state !== "deleting") {
    await putMeetingCoach(db, meeting.sessionId, coachEmail);
    return await reviseOneMeeting({ ...tools, meeting, draft });
  }
  if (meeting !== undefined) {
    const removed = await removeOneMeeting({ ...tools, meeting });
    if (removed.kind !== "changed") return removed;
  }
  await log.info(hostFollows(host.email), place);
  const opened = await openOneMeeting({ ...tools, host, draft, coachEmail, mayExist: undefined });
  return opened.kind === "created" ? { kind: "changed" } : opened;
}

async function give(tools: Tools, { session, facts, meeting, draft }: Work): Promise<Told> {
  const { db, clock } = tools;
  if (facts.given === undefined) return { kind: "unchanged" };
  if (meeting !== undefined) {
    const removed = await removeOneMeeting({ ...tools, meeting });
    if (removed.kind !== "changed") return removed;
  }
  await putGivenMeeting(db, session.id, facts.given, draft, clock.now());
  return { kind: meeting === undefined ? "created" : "changed" };
}
