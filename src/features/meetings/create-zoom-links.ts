import type { Db } from "#database/open.ts";
import type { RunLog } from "#lib/run-log.ts";
import { endOfHorizon } from "#features/sessions/rules.ts";
import { listSessionDetails, type SessionDetails } from "#features/sessions/store.ts";
import type { Clock } from "#lib/clock.ts";
import type { Failure } from "#lib/failure.ts";

import { openOneMeeting, reviseOneMeeting, type Told } from "./open-one-meeting.ts";
import type { Host, MeetingDraft, ZoomPort } from "./ports.ts";
import { minutesOf, placeMeetings, utcDayStart, type Placement } from "./rules.ts";
import { countWrites, failMeeting, listComingMeetings, type MeetingRow } from "./store.ts";
import { budgetSpent, noFreeHost, zoomKeepsFailing } from "./texts.ts";

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
}

/** After so many calls in a row without an answer, the others are not tried. */
const mostUnreachable = 3;

/**
 * Makes sure that each coming session has exactly one meeting, and that a cancelled one has none.
 *
 * The plan of hosts is made before Zoom is asked; hosts are served side by side, each in the order of its
 * sessions. What fails is told with its reason and remedy, and the others go on.
 */
export async function createZoomLinks({
  db,
  clock,
  zoom,
  log,
}: {
  readonly db: Db;
  readonly clock: Clock;
  readonly zoom: ZoomPort;
  readonly log: RunLog;
}): Promise<MeetingReport> {
  const now = clock.now();
  const sessions = await listSessionDetails(db, now, endOfHorizon(now));
  const meetings = new Map((await listComingMeetings(db, now)).map((row) => [row.sessionId, row]));
  const work = sessions.map((session) => workFor(session, meetings.get(session.id)));
  const unchanged = work.filter((item) => item.kind === "nothing").length;
  const nothing = { read: sessions.length, created: 0, changed: 0, unchanged, failed: 0, worthRetrying: false };
  if (unchanged === work.length) return nothing;

  const hosts = await zoom.listHosts();
  if (hosts.kind !== "done") {
    return { ...nothing, failure: hosts.failure, worthRetrying: hosts.kind === "unreachable" };
  }
  const placements = placeMeetings({
    wishes: work.flatMap((item) => (item.kind === "create" ? [wishOf(item.session)] : [])),
    hosts: hosts.value,
    booked: bookingsOf(meetings),
    writesToday: await countWrites(db, utcDayStart(now)),
  });
  const toldOff = await tellUnplaced(placements, sessions, log);

  const jobs = jobsByHost(work, placements, hosts.value);
  const told: Told[] = (
    await Promise.all(
      [...jobs.values()].map(async (jobsOfHost) => await serveHost({ db, clock, zoom, log, jobsOfHost })),
    )
  ).flat();
  const lost = told.find((one) => one.kind === "unreachable");
  const failed = toldOff + told.filter((one) => one.kind === "refused" || one.kind === "unreachable").length;
  const created = told.filter((one) => one.kind === "created").length;
  const changed = told.filter((one) => one.kind === "changed").length;
  const nothingWorked = lost !== undefined && created + changed === 0;
  return {
    ...nothing,
    created,
    changed,
    failed,
    worthRetrying: lost !== undefined,
    ...(nothingWorked ? { failure: lost.failure } : {}),
  };
}

type Work =
  | { readonly kind: "nothing"; readonly session: SessionDetails }
  | { readonly kind: "create"; readonly session: SessionDetails }
  /** A crash or a lost answer left the fate of a create, an update or a deletion open. */
  | { readonly kind: "find"; readonly session: SessionDetails; readonly meeting: MeetingRow }
  | { readonly kind: "update"; readonly session: SessionDetails; readonly meeting: MeetingRow }
  | { readonly kind: "delete"; readonly session: SessionDetails; readonly meeting: MeetingRow };

function workFor(session: SessionDetails, meeting: MeetingRow | undefined): Work {
  const wanted = session.status !== "cancelled";
  if (meeting === undefined || meeting.state === "deleted" || (meeting.state === "failed" && meeting.zoomId === null)) {
    return wanted ? { kind: "create", session } : { kind: "nothing", session };
  }
  if (meeting.state === "creating") return { kind: "find", session, meeting };
  if (!wanted) return { kind: "delete", session, meeting };
  const draft = draftFor(session);
  const same =
    meeting.state === "open" &&
    meeting.topic === draft.topic &&
    meeting.startsAt.equals(draft.startsAt) &&
    meeting.durationMinutes === draft.durationMinutes;
  return same ? { kind: "nothing", session } : { kind: "update", session, meeting };
}

/** What Zoom is asked for one session. The key is the session's id: one session, one meeting. */
function draftFor(session: SessionDetails): MeetingDraft {
  return {
    key: session.id,
    topic: session.courseTitle,
    agenda: session.coachName,
    startsAt: session.startsAt,
    durationMinutes: minutesOf(session),
  };
}

function wishOf(session: SessionDetails) {
  return {
    sessionId: session.id,
    startsAt: session.startsAt,
    endsAt: session.endsAt,
    coachEmail: session.coachEmail,
  };
}

function bookingsOf(meetings: ReadonlyMap<string, MeetingRow>) {
  return [...meetings.values()]
    .filter((meeting) => meeting.state !== "deleted" && !(meeting.state === "failed" && meeting.zoomId === null))
    .map((meeting) => ({
      hostId: meeting.hostId,
      startsAt: meeting.startsAt,
      endsAt: meeting.startsAt.add({ minutes: meeting.durationMinutes }),
    }));
}

async function tellUnplaced(
  placements: readonly Placement[],
  sessions: readonly SessionDetails[],
  log: RunLog,
): Promise<number> {
  const byId = new Map(sessions.map((session) => [session.id, session]));
  let unplaced = 0;
  for (const placement of placements) {
    const session = byId.get(placement.wish.sessionId);
    if (placement.kind === "placed" || session === undefined) continue;
    unplaced += 1;
    const told = { course: session.courseTitle, startsAt: session.startsAt, cell: session.cell };
    await log.failure(
      placement.kind === "no free host" ? noFreeHost(told) : budgetSpent({ ...told, hostEmail: placement.hostEmail }),
    );
  }
  return unplaced;
}

type HostJob = { readonly work: Exclude<Work, { kind: "nothing" }>; readonly host: Host };

function jobsByHost(
  work: readonly Work[],
  placements: readonly Placement[],
  hosts: readonly Host[],
): ReadonlyMap<string, readonly HostJob[]> {
  const placed = new Map(placements.flatMap((one) => (one.kind === "placed" ? [[one.wish.sessionId, one.host]] : [])));
  const known = new Map(hosts.map((host) => [host.id, host]));
  const jobs = new Map<string, HostJob[]>();
  for (const item of work) {
    if (item.kind === "nothing") continue;
    const host =
      item.kind === "create"
        ? placed.get(item.session.id)
        : (known.get(item.meeting.hostId) ?? {
            id: item.meeting.hostId,
            email: item.meeting.hostEmail,
            licensed: true,
          });
    if (host === undefined) continue;
    jobs.set(host.id, [...(jobs.get(host.id) ?? []), { work: item, host }]);
  }
  return jobs;
}

async function serveHost({
  db,
  clock,
  zoom,
  log,
  jobsOfHost,
}: {
  readonly db: Db;
  readonly clock: Clock;
  readonly zoom: ZoomPort;
  readonly log: RunLog;
  readonly jobsOfHost: readonly HostJob[];
}): Promise<readonly Told[]> {
  const told: Told[] = [];
  let unreachable = 0;
  for (const { work, host } of jobsOfHost) {
    const draft = draftFor(work.session);
    const place = `${work.session.courseTitle} ${work.session.date}`;
    const tools = { db, clock, zoom, log, place };
    if (unreachable >= mostUnreachable) {
      const failure = zoomKeepsFailing(place);
      if (work.kind !== "create") await failMeeting(db, work.session.id, work.meeting.state, failure, clock.now());
      told.push({ kind: "unreachable", failure });
      continue;
    }
    const outcome =
      work.kind === "create" || work.kind === "find"
        ? await openOneMeeting({ ...tools, host, draft, mayExist: work.kind === "find" })
        : await reviseOneMeeting({ ...tools, meeting: work.meeting, draft, wanted: work.kind === "update" });
    unreachable = outcome.kind === "unreachable" ? unreachable + 1 : 0;
    if (outcome.kind === "refused" || outcome.kind === "unreachable") await log.failure(outcome.failure);
    told.push(outcome);
  }
  return told;
}
