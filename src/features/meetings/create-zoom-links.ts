import type { Db } from "#database/open.ts";
import type { School } from "#features/school/rules.ts";
import type { RunLog } from "#lib/run-log.ts";
import type { Clock, Instant } from "#lib/clock.ts";
import type { Failure } from "#lib/failure.ts";

import { checkLinks } from "./check-links.ts";
import { keepFindings } from "./keep-findings.ts";
import type { Tools } from "./create-once.ts";
import type { Told } from "./open-one-meeting.ts";
import type { Host, LookAtLink, MeetingPolicy, ZoomPort } from "./ports.ts";
import { prepareMeetings, type Prepared, type Work } from "./prepare-meetings.ts";
import { obeyPauses } from "./obey-pauses.ts";
import { placeOf } from "./rules.ts";
import { serveHost, type HostJob } from "./serve-host.ts";
import { serveSeries } from "./serve-series.ts";
import { badGivenLink, coachOverlap, unplaced, waitsForChoice } from "./texts.ts";
import { waitsForNextDay } from "./write-to-host.ts";

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
}: {
  readonly db: Db;
  readonly clock: Clock;
  readonly zoom: ZoomPort;
  readonly lookAtLink?: LookAtLink | undefined;
  readonly policy: MeetingPolicy;
  readonly school: School;
  readonly log: RunLog;
}): Promise<MeetingReport> {
  // Nothing was changed by looking, so a pause that Zoom asks for is waited for and all of it read again.
  const prepared = await obeyPauses({
    clock,
    ask: async () => await prepareMeetings({ db, now: clock.now(), zoom, policy, school }),
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
  const toldOff = await tellPlan(plan, log);

  const jobs = jobsByHost(plan);
  const told: Told[] = (
    await Promise.all([
      ...[...jobs.values()].map(async (ofHost) => await serveHost({ db, clock, zoom, log, jobs: ofHost })),
      serveEverySeries({ db, clock, zoom, log }, plan),
    ])
  ).flat();
  const lost = told.find((one) => one.kind === "unreachable");
  const failures = told.filter((one) => one.kind === "refused" || one.kind === "unreachable").length;
  const created = told.filter((one) => one.kind === "created").length;
  const changed = told.filter((one) => one.kind === "changed").length;
  const nothingWorked = lost !== undefined && created + changed === 0;
  const leftForNextDay =
    plan.work.some(({ placement }) => placement?.kind === "budget spent") ||
    told.some((one) => "failure" in one && waitsForNextDay(one.failure));
  const unwell = nothingWorked || plan.look.isDeaf ? 0 : await checkLinks({ db, clock, zoom, lookAtLink, log });
  return {
    read: plan.work.length,
    created,
    changed,
    unchanged:
      told.filter((one) => one.kind === "unchanged").length +
      plan.work.filter((work) => work.deed === "nothing" || work.deed === "wait").length,
    failed: toldOff + failures + noticed + unwell,
    worthRetrying:
      lost !== undefined ||
      plan.look.isDeaf ||
      told.some((one) => "failure" in one && passesByItself(one.failure)) ||
      plan.look.failures.some(({ failure }) => passesByItself(failure)),
    ...(leftForNextDay ? { nextDay: plan.planFacts.nextDay } : {}),
    ...(nothingWorked ? { failure: lost.failure } : {}),
  };
}

/** A pause that is longer, in milliseconds, is waited for whole. */
const longestRetry = 60 * 60_000;

/** True for too many requests at once: later there is room again. */
function passesByItself({ code }: Failure): boolean {
  return code === "zoom.limit";
}

/** The lasting rooms, one after the other: there are few of them, and they rarely change. */
async function serveEverySeries(
  tools: Omit<Tools, "place">,
  { series, hosts, look }: Prepared,
): Promise<readonly Told[]> {
  const told: Told[] = [];
  const listed = look.lists.flatMap(({ meetings }) => meetings);
  for (const work of series) {
    const { row, placement, sessions } = work;
    const own = row === undefined ? undefined : hosts.find((host) => host.id === row.hostId);
    const kept = row === undefined ? undefined : (own ?? { id: row.hostId, email: row.hostEmail, licensed: true });
    const host = kept ?? (placement?.kind === "placed" ? placement.host : undefined);
    const [first] = sessions;
    const place = first === undefined ? (row?.topic ?? "") : first.session.courseTitle;
    if (host !== undefined) told.push(...(await serveSeries({ ...tools, place, work, host, listed })));
    else if (first !== undefined && placement !== undefined && placement.kind !== "placed") {
      const { courseTitle: course, startsAt, cell } = first.session;
      const failure = unplaced(placement, { course, startsAt, cell });
      await tools.log.failure(failure);
      told.push({ kind: "refused", failure });
    }
  }
  return told;
}

/** Tells what the plan leaves out or warns of; the number of sessions that fit nowhere. */
async function tellPlan({ work, overlaps }: Prepared, log: RunLog): Promise<number> {
  for (const { first, second } of overlaps)
    await log.warning(coachOverlap(first.coachName, first, second), second.cell);
  let left = 0;
  for (const { session, facts, deed, placement } of work) {
    if (facts.badLink !== undefined) await log.failure(badGivenLink(session.cell));
    if (deed === "wait") await log.info(waitsForChoice, placeOf(session));
    if (placement === undefined || placement.kind === "placed") continue;
    left += 1;
    const { courseTitle: course, startsAt, cell } = session;
    await log.failure(unplaced(placement, { course, startsAt, cell }));
  }
  return left;
}

/** The work of each host, soonest first; hosts do not wait for one another. */
function jobsByHost({ work, hosts }: Prepared): ReadonlyMap<string, readonly HostJob[]> {
  const known = new Map(hosts.map((host) => [host.id, host]));
  const jobs = new Map<string, HostJob[]>();
  for (const item of work) {
    const host = hostOf(item, known);
    if (host === undefined) continue;
    const queue = jobs.get(host.id);
    if (queue === undefined) jobs.set(host.id, [{ work: item, host }]);
    else queue.push({ work: item, host });
  }
  return jobs;
}

function hostOf({ deed, placement, meeting }: Work, known: ReadonlyMap<string, Host>): Host | undefined {
  if (deed === "nothing" || deed === "wait" || deed === "series") return undefined;
  if (deed === "create" || deed === "replace") return placement?.kind === "placed" ? placement.host : undefined;
  const { hostId = "", hostEmail = "" } = meeting ?? {};
  return known.get(hostId) ?? { id: hostId, email: hostEmail, licensed: true };
}
