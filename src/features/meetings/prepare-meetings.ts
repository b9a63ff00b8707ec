import type { Db } from "#database/open.ts";
import type { School } from "#features/school/rules.ts";
import { endOfHorizon } from "#features/sessions/rules.ts";
import { findSessionDetails, readSessionDetails, type SessionDetails } from "#features/sessions/store.ts";
import type { Instant } from "#lib/clock.ts";
import type { Answer } from "#lib/failure.ts";

import { afterLook } from "./after-look.ts";
import { CoachBook, type Overlap } from "./coach-book-rules.ts";
import { draftOf } from "./draft-rules.ts";
import { findMeetingFacts, type MeetingFacts } from "./facts-store.ts";
import { listHostWrites } from "./host-store.ts";
import { lookAtZoom, type Look } from "./look-at-zoom.ts";
import {
  bookingsOf,
  planMeetings,
  stretchOf,
  type Booking,
  type Placement,
  type PlanFacts,
  type Wish,
} from "./plan-rules.ts";
import type { Host, MeetingPolicy, ZoomPort } from "./ports.ts";
import {
  roomsAtWork,
  slotIdOf,
  wishesOfRooms,
  type KnownRooms,
  type Need,
  type SeriesWork,
  type Work,
} from "./rooms-at-work.ts";
import { nextUtcDay, utcDay } from "./rules.ts";
import { listSeries, listSlots } from "./series-store.ts";
import { findMeetings, listHostsInUse, listMeetingsFrom, type MeetingRow } from "./store.ts";
import { deedFor, knownHosts, type KnownHosts } from "./work-rules.ts";

/** Everything that is known and planned before the first request that changes anything. */
export interface Prepared {
  readonly now: Instant;
  readonly hosts: readonly Host[];
  /** What the plan rested on, to plan more onto the same hosts. */
  readonly planFacts: PlanFacts;
  /** Where what needs a host goes, by session or room. */
  readonly placements: ReadonlyMap<string, Placement>;
  /** How many sessions are to come. */
  readonly sessions: number;
  /** What is to be done for them, soonest first, some at a time. */
  readonly work: () => AsyncIterable<readonly Work[]>;
  /** The work of the sessions of which the look found something. */
  readonly found: ReadonlyMap<string, Work>;
  /** Lasting rooms; their sessions' work has the deed `series`. */
  readonly series: readonly SeriesWork[];
  readonly look: Look;
  readonly overlaps: readonly { readonly first: SessionDetails; readonly second: SessionDetails }[];
}

/** With more accounts than this, only the lists of those in use are read. */
const mostLists = 100;

/** Few schools have more sessions a week. */
const sessionsAtOnce = 2_000;

/**
 * Reads the coming sessions, looks at Zoom, and plans: which session needs what, on which host, and what fits
 * nowhere. Changes nothing, so it is also what a person sees before.
 */
export async function prepareMeetings({
  db,
  now,
  zoom,
  policy,
  school,
  atOnce = sessionsAtOnce,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly zoom: ZoomPort;
  readonly policy: MeetingPolicy;
  readonly school: School;
  /** How many sessions are read and worked on at a time. */
  readonly atOnce?: number | undefined;
}): Promise<Answer<Prepared>> {
  const read = sessionReading(db, now, atOnce);
  const wanted = new Set<string>();
  const coaches = new CoachBook();
  const overlaps: Overlap[] = [];
  let sessions = 0;
  for await (const some of read()) {
    sessions += some.length;
    for (const { session, facts } of some) {
      if (session.status === "cancelled" || facts.given !== undefined) continue;
      wanted.add(session.id);
      const pair = coaches.add({ sessionId: session.id, coachId: session.coachId, ...stretchOf(session) });
      if (pair !== undefined) overlaps.push(pair);
    }
  }
  const answer: Answer<readonly Host[]> = sessions === 0 ? { kind: "done", value: [] } : await zoom.listHosts();
  if (answer.kind !== "done") return answer;
  const hosts = answer.value;
  const look = await lookAtZoom({ db, now, zoom, hosts: await hostsToLookAt(db, now, hosts), wanted, atOnce });
  const ofFindings = new Set(look.findings.map((finding) => finding.sessionId));
  const found = ofFindings.size === 0 ? [] : await findSessionDetails(db, [...ofFindings]);
  const after = afterLook({ look, sessions: found, now });

  const rooms: KnownRooms = { slots: await listSlots(db), known: await listSeries(db) };
  const hostsKnown = knownHosts(hosts);
  const needsOf = (some: readonly Known[]) =>
    some.map((one) =>
      needOf({ ...one, meeting: after.get(one.session.id) ?? one.meeting, hosts: hostsKnown, rooms, policy, school }),
    );
  const wishes: Wish[] = [];
  const needsOfRooms: Need[] = [];
  const foundNeeds: Need[] = [];
  const booked: Booking[] = [];
  for await (const some of read()) {
    const needs = needsOf(some);
    wishes.push(...wishesOfSessions(needs));
    needsOfRooms.push(...needs.filter((need) => need.slotId !== undefined));
    foundNeeds.push(...needs.filter((need) => ofFindings.has(need.session.id)));
    booked.push(...needs.flatMap(({ meeting }) => (meeting === undefined ? [] : bookingsOf(meeting))));
  }
  const later = await listMeetingsFrom(db, endOfHorizon(now));
  booked.push(...later.flatMap((row) => bookingsOf(after.get(row.sessionId) ?? row)));
  const ofRooms = Map.groupBy(needsOfRooms, (need) => need.slotId ?? "");
  wishes.push(...wishesOfRooms(ofRooms, rooms));

  const planFacts: PlanFacts = {
    hosts,
    booked,
    writesToday: await listHostWrites(db, utcDay(now)),
    hostMeetings: policy.hostMeetings,
    pool: policy.pool,
    nextDay: nextUtcDay(now),
  };
  const placements = new Map(planMeetings(wishes, planFacts).map((one) => [one.wish.id, one]));
  const workOf = (needs: readonly Need[]): readonly Work[] =>
    needs.map((need) => ({ ...need, placement: placements.get(need.session.id) }));
  const value: Prepared = {
    now,
    hosts,
    planFacts,
    placements,
    sessions,
    async *work() {
      for await (const some of read()) yield workOf(needsOf(some));
    },
    found: new Map(workOf(foundNeeds).map((work) => [work.session.id, work])),
    series: roomsAtWork(ofRooms, rooms, placements),
    look,
    overlaps: await detailsOf(db, overlaps),
  };
  return { kind: "done", value };
}

/** A coming session, what its meeting needs to know of it, and the meeting as it stands. */
interface Known {
  readonly session: SessionDetails;
  readonly facts: MeetingFacts;
  readonly meeting: MeetingRow | undefined;
}

/**
 * Reads the coming sessions as often as it is asked, some at a time, so that the memory taken does not grow with the
 * school. Where they are few they are read once.
 */
function sessionReading(db: Db, now: Instant, atOnce: number): () => AsyncGenerator<readonly Known[]> {
  let all: readonly Known[] | undefined;
  return async function* read() {
    if (all !== undefined) {
      yield all;
      return;
    }
    let pages = 0;
    let first: readonly Known[] = [];
    for await (const sessions of readSessionDetails(db, now, endOfHorizon(now), atOnce)) {
      const ids = sessions.map((session) => session.id);
      const facts = await findMeetingFacts(db, ids);
      const meetings = await findMeetings(db, ids);
      const some = sessions.map((session) => ({
        session,
        facts: facts.get(session.id) ?? noFacts,
        meeting: meetings.get(session.id),
      }));
      pages += 1;
      if (pages === 1) first = some;
      yield some;
    }
    if (pages <= 1) all = first;
  };
}

/** Pairs of sessions that one coach would hold at once, as people are told of them. */
async function detailsOf(db: Db, pairs: readonly Overlap[]): Promise<Prepared["overlaps"]> {
  if (pairs.length === 0) return [];
  const ids = pairs.flatMap(({ first, second }) => [first.sessionId, second.sessionId]);
  const details = new Map((await findSessionDetails(db, ids)).map((session) => [session.id, session]));
  return pairs.flatMap((pair) => {
    const [first, second] = [details.get(pair.first.sessionId), details.get(pair.second.sessionId)];
    return first === undefined || second === undefined ? [] : [{ first, second }];
  });
}

/** With many accounts, only those in use. */
async function hostsToLookAt(db: Db, now: Instant, hosts: readonly Host[]): Promise<readonly Host[]> {
  if (hosts.length <= mostLists) return hosts;
  const inUse = await listHostsInUse(db, now);
  return hosts.filter((host) => inUse.has(host.id));
}

function needOf({
  session,
  facts,
  meeting,
  hosts,
  rooms,
  policy,
  school,
}: {
  readonly session: SessionDetails;
  readonly facts: MeetingFacts;
  readonly meeting: MeetingRow | undefined;
  readonly hosts: KnownHosts;
  readonly rooms: KnownRooms;
  readonly policy: MeetingPolicy;
  readonly school: School;
}): Need {
  const draft = draftOf({ ...session, level: facts.level, groupTitle: session.group?.title ?? null }, policy, school);
  const isWanted = session.status !== "cancelled";
  const { coachEmail } = session;
  const deed = deedFor({ isWanted, meeting, given: facts.given, draft, hosts, coachEmail });
  const slotId = slotIdOf({ session, facts, meeting, deed, policy, ...rooms });
  return { session, facts, meeting, draft, deed: slotId === undefined ? deed : "series", slotId };
}

/** Sessions that need a host for a meeting of their own. */
function wishesOfSessions(needs: readonly Need[]): readonly Wish[] {
  return needs
    .filter(({ deed }) => deed === "create" || deed === "replace")
    .map(({ session }) => ({ id: session.id, times: [stretchOf(session)], coachEmail: session.coachEmail }));
}

const noFacts: MeetingFacts = { level: null, entry: undefined, given: undefined, badLink: undefined };
