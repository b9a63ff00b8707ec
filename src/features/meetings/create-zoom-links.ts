import type { Db } from "#database/open.ts";
import type { School } from "#features/school/rules.ts";
import type { RunLog } from "#lib/run-log.ts";
import type { Clock, Instant } from "#lib/clock.ts";
import type { Failure } from "#lib/failure.ts";
import { sideBySide } from "#lib/side-by-side.ts";

import { checkLinks } from "./check-links.ts";
import { keepFindings } from "./keep-findings.ts";
import type { Tools } from "./create-once.ts";
import type { Told } from "./open-one-meeting.ts";
import type { Host, LookAtLink, MeetingPolicy, ZoomPort } from "./ports.ts";
import { prepareMeetings, type Prepared } from "./prepare-meetings.ts";
import { obeyPauses } from "./obey-pauses.ts";
import type { SeriesWork, Work } from "./rooms-at-work.ts";
import { hostsAtOnce, placeOf } from "./rules.ts";
import { placeAgain } from "./place-again.ts";
import { serveHost, tellOutcome, type HostJob, type HostStanding, type LeftOver } from "./serve-host.ts";
import { serveSeries } from "./serve-series.ts";
import { putMeetingFailure } from "./store.ts";
import { addTallies, nothingTold, passesByItself, tallyTold, type Tally } from "./tally-told.ts";
import {
  badGivenLink,
  coachOverlap,
  proposalInWords,
  roomIsKept,
  takenElsewhere,
  unplaced,
  waitsForChoice,
} from "./texts.ts";

/** What `create_zoom_links` did. */
export interface MeetingReport {
  readonly read: number;
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly failed: number;
  /** Set when Zoom could not be used at all. */
  readonly failure?: Failure;
  /** True when trying again later may help. */
  readonly worthRetrying: boolean;
  /** When what a daily budget (a host's, the account's) left out can be taken up; absent when there is nothing. */
  readonly nextDay?: Instant;
}

/**
 * Makes sure that each coming session has exactly one meeting, and that a cancelled one has none.
 *
 * Zoom is looked at first: what people changed there by hand is told, never overwritten. The plan of hosts is made
 * before anything is asked; hosts are served side by side, each in the order of its sessions. What fails is told with
 * its reason and remedy, and the others go on. Last, the links of the coming day are looked at.
 */
export async function createZoomLinks({
  db,
  clock,
  zoom,
  lookAtLink,
  policy,
  school,
  log,
  atOnce,
}: {
  readonly db: Db;
  readonly clock: Clock;
  readonly zoom: ZoomPort;
  readonly lookAtLink?: LookAtLink | undefined;
  readonly policy: MeetingPolicy;
  readonly school: School;
  readonly log: RunLog;
  /** How many sessions are worked on at a time, when it is not as many as usual. */
  readonly atOnce?: number;
}): Promise<MeetingReport> {
  // Nothing was changed by looking, so a pause that Zoom asks for is waited for and all of it read again.
  const prepared = await obeyPauses({
    clock,
    ask: async () => await prepareMeetings({ db, now: clock.now(), zoom, policy, school, atOnce }),
  });
  const empty = { read: 0, created: 0, changed: 0, unchanged: 0, failed: 0 };
  if (prepared.kind !== "done") {
    const { failure } = prepared;
    const waitMs = prepared.kind === "refused" ? (prepared.retryAfterMs ?? 0) : 0;
    // The account's day is spent: trying every few minutes until then would only be refused.
    if (waitMs > longestRetry) {
      const nextDay = clock.now().add({ milliseconds: waitMs });
      return { ...empty, failure, worthRetrying: false, nextDay };
    }
    return { ...empty, failure, worthRetrying: prepared.kind === "unreachable" || passesByItself(failure) };
  }
  const plan = prepared.value;
  const noticed = await keepFindings({ db, clock, zoom, log, plan });
  for (const { host, failure } of plan.look.failures) await log.failure({ ...failure, place: host.email });
  for (const { first, second } of plan.overlaps) {
    await log.warning(coachOverlap(first.coachName, first, second), second.cell);
  }
  const tools = { db, clock, zoom, log };
  const [ofSessions, ofSeries] = await Promise.all([serveSessions(tools, plan), serveEverySeries(tools, plan)]);
  const sums = addTallies(ofSessions, ofSeries);
  const { created, changed, lost } = sums;
  const nothingWorked = lost !== undefined && created + changed === 0;
  const unwell = nothingWorked || plan.look.isDeaf ? 0 : await checkLinks({ db, clock, zoom, lookAtLink, log });
  return {
    read: plan.sessions,
    created,
    changed,
    unchanged: sums.unchanged,
    failed: sums.failed + noticed + unwell,
    worthRetrying:
      lost !== undefined ||
      plan.look.isDeaf ||
      sums.mayPass ||
      plan.look.failures.some(({ failure }) => passesByItself(failure)),
    ...(sums.waitsForNextDay ? { nextDay: plan.planFacts.nextDay } : {}),
    ...(nothingWorked ? { failure: lost.failure } : {}),
  };
}

/** A pause that is longer, in milliseconds, is waited for whole. */
const longestRetry = 60 * 60_000;

/** The lasting rooms: each host's one after the other, hosts side by side. */
async function serveEverySeries(tools: Omit<Tools, "place">, { series, hosts, look }: Prepared): Promise<Tally> {
  const listed = Map.groupBy(look.others, ({ key }) => key);
  const known = new Map(hosts.map((host) => [host.id, host]));
  const placed = series.map((work) => ({ work, host: hostOfSeries(work, known) }));
  const byHost = Map.groupBy(placed, ({ host }) => host?.id);
  const told = await sideBySide([...byHost.values()], hostsAtOnce, async (ofHost) => {
    const ofThis: Told[] = [];
    for (const { work, host } of ofHost) {
      const [first] = work.sessions;
      const place = first === undefined ? (work.row?.topic ?? "") : first.session.courseTitle;
      const ofKey = listed.get(work.slot.id) ?? [];
      if (host !== undefined) ofThis.push(...(await serveSeries({ ...tools, place, work, host, listed: ofKey })));
      else ofThis.push(...(await tellUnplaced(tools.log, work)));
    }
    return ofThis;
  });
  return tallyTold(told.flat());
}

/** Where a room stands, or will. */
function hostOfSeries({ row, placement }: SeriesWork, known: ReadonlyMap<string, Host>): Host | undefined {
  if (row !== undefined) return known.get(row.hostId) ?? { id: row.hostId, email: row.hostEmail, licensed: true };
  return placement?.kind === "placed" ? placement.host : undefined;
}

async function tellUnplaced(log: RunLog, { placement, sessions }: SeriesWork): Promise<readonly Told[]> {
  const [first] = sessions;
  if (first === undefined || placement === undefined || placement.kind === "placed") return [];
  const { courseTitle: course, startsAt, cell } = first.session;
  const failure = unplaced(placement, { course, startsAt, cell });
  await log.failure(failure);
  return [{ kind: "refused", failure }];
}

/**
 * The sessions' own meetings, soonest first, some at a time: of each some the hosts are served side by side. What finds
 * its host's day spent goes to another host in the same run, while there is one.
 */
async function serveSessions(tools: Omit<Tools, "place">, plan: Prepared): Promise<Tally> {
  const known = new Map(plan.hosts.map((host) => [host.id, host]));
  const standings = new Map<string, HostStanding>();
  let sums = nothingTold;
  for await (const work of plan.work()) {
    sums = addTallies(sums, await tellPlan(work, tools.log));
    let jobs = jobsByHost(work, known);
    while (jobs.size > 0) {
      const served = await sideBySide([...jobs], hostsAtOnce, async ([hostId, ofHost]) => {
        const standing = standings.getOrInsertComputed(hostId, () => ({ unreachable: 0, refusal: undefined }));
        return await serveHost({ ...tools, jobs: ofHost, standing });
      });
      sums = addTallies(sums, tallyTold(served.flatMap(({ told }) => told)));
      const leftOver = served.flatMap((one) => one.leftOver);
      const again = await takeElsewhere(tools, plan, leftOver);
      sums = addTallies(sums, tallyTold(again.told));
      jobs = again.jobs;
    }
  }
  return sums;
}

/** Gives what was left over to other hosts, and tells what none of them can take today. */
async function takeElsewhere(
  tools: Omit<Tools, "place">,
  plan: Prepared,
  leftOver: readonly LeftOver[],
): Promise<{ readonly told: readonly Told[]; readonly jobs: ReadonlyMap<string, readonly HostJob[]> }> {
  const jobs = new Map<string, HostJob[]>();
  if (leftOver.length === 0) return { told: [], jobs };
  const { db, clock, log } = tools;
  const places = await placeAgain({ db, now: clock.now(), plan, leftOver });
  const told: Told[] = [];
  for (const { job, outcome } of leftOver) {
    const { session } = job.work;
    const place = places.get(session.id);
    if (place?.kind === "placed") {
      const { host } = place;
      await log.info(takenElsewhere(job.host.email, host.email), placeOf(session));
      jobs.getOrInsertComputed(host.id, () => []).push({ work: { ...job.work, deed: "create" }, host });
      continue;
    }
    const remedy = place === undefined ? roomIsKept : proposalInWords(place.proposal);
    const failure = { ...outcome.failure, remedy };
    await putMeetingFailure(db, session.id, failure, clock.now());
    told.push(await tellOutcome(tools, job, { ...outcome, failure }));
  }
  return { told, jobs };
}

/** Tells what the plan leaves out or warns of. */
async function tellPlan(work: readonly Work[], log: RunLog): Promise<Tally> {
  const sums = { ...nothingTold };
  for (const { session, facts, deed, placement } of work) {
    if (facts.badLink !== undefined) await log.failure(badGivenLink(session.cell));
    if (deed === "wait") await log.info(waitsForChoice, placeOf(session));
    if (deed === "nothing" || deed === "wait") sums.unchanged += 1;
    if (placement === undefined || placement.kind === "placed") continue;
    if (placement.kind === "budget spent") sums.waitsForNextDay = true;
    sums.failed += 1;
    const { courseTitle: course, startsAt, cell } = session;
    await log.failure(unplaced(placement, { course, startsAt, cell }));
  }
  return sums;
}

/** The work of each host, soonest first; hosts do not wait for one another. */
function jobsByHost(work: readonly Work[], known: ReadonlyMap<string, Host>): ReadonlyMap<string, readonly HostJob[]> {
  const jobs = new Map<string, HostJob[]>();
  for (const item of work) {
    const host = hostOf(item, known);
    if (host !== undefined) jobs.getOrInsertComputed(host.id, () => []).push({ work: item, host });
  }
  return jobs;
}

function hostOf({ deed, placement, meeting }: Work, known: ReadonlyMap<string, Host>): Host | undefined {
  if (deed === "nothing" || deed === "wait" || deed === "series") return undefined;
  if (deed === "create" || deed === "replace") return placement?.kind === "placed" ? placement.host : undefined;
  const { hostId = "", hostEmail = "" } = meeting ?? {};
  return known.get(hostId) ?? { id: hostId, email: hostEmail, licensed: true };
}
