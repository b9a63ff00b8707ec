import type { Db } from "#database/open.ts";
import type { School } from "#features/school/rules.ts";
import { endOfHorizon } from "#features/sessions/rules.ts";
import { findSessionDetails, readSessionDetails, type SessionDetails } from "#features/sessions/store.ts";
import type { Instant } from "#lib/clock.ts";
import type { Answer } from "#lib/failure.ts";

import { afterLook } from "./after-look.ts";
import { draftOf } from "./draft-rules.ts";
import { findMeetingFacts, type MeetingFacts } from "./facts-store.ts";
import { listHostWrites } from "./host-store.ts";
import { lookAtZoom, type Look } from "./look-at-zoom.ts";
import { coachOverlaps, planMeetings, type Booking, type Lesson, type PlanFacts, type Wish } from "./plan-rules.ts";
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
import { listComingMeetings, type MeetingRow } from "./store.ts";
import { deedFor } from "./work-rules.ts";

/** Everything that is known and planned before the first request that changes anything. */
export interface Prepared {
  readonly now: Instant;
  readonly hosts: readonly Host[];
  /** What the plan rested on, to plan more onto the same hosts. */
  readonly planFacts: PlanFacts;
  /** How many sessions are to come. */
  readonly sessions: number;
  /** What is to be done for them, soonest first, some at a time. */
  readonly work: () => AsyncIterable<readonly Work[]>;
  /** The work of the sessions of which the look found something. */
  readonly found: ReadonlyMap<string, Work>;
  /** Lasting rooms; their sessions' work has the deed `series`. */
  readonly series: readonly SeriesWork[];
  readonly look: Look;
  /** Rows before the look, to tell what is new. */
  readonly before: ReadonlyMap<string, MeetingRow>;
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
  const lessons: Lesson[] = [];
  let sessions = 0;
  for await (const some of read()) {
    sessions += some.length;
    for (const { session, facts } of some) {
      if (session.status === "cancelled" || facts.given !== undefined) continue;
      const { id: sessionId, coachId, startsAt, endsAt } = session;
      wanted.add(sessionId);
      lessons.push({ sessionId, coachId, startsAt, endsAt });
    }
  }
  const before = new Map((await listComingMeetings(db, now)).map((row) => [row.sessionId, row]));
  const answer: Answer<readonly Host[]> = sessions === 0 ? { kind: "done", value: [] } : await zoom.listHosts();
  if (answer.kind !== "done") return answer;
  const hosts = answer.value;
  const look = await lookAtZoom({ db, now, zoom, hosts: hostsToLookAt(hosts, before), rows: before, wanted });
  const ofFindings = new Set(look.findings.map((finding) => finding.sessionId));
  const found = ofFindings.size === 0 ? [] : await findSessionDetails(db, [...ofFindings]);
  const rows = afterLook({ before, look, sessions: found, now });

  const rooms: KnownRooms = { slots: await listSlots(db), known: await listSeries(db) };
  const needsOf = (some: readonly Known[]) =>
    some.map((one) => needOf({ ...one, meeting: rows.get(one.session.id), hosts, rooms, policy, school }));
  const wishes: Wish[] = [];
  const needsOfRooms: Need[] = [];
  const foundNeeds: Need[] = [];
  for await (const some of read()) {
    const needs = needsOf(some);
    wishes.push(...wishesOfSessions(needs));
    needsOfRooms.push(...needs.filter((need) => need.slotId !== undefined));
    foundNeeds.push(...needs.filter((need) => ofFindings.has(need.session.id)));
  }
  const ofRooms = Map.groupBy(needsOfRooms, (need) => need.slotId ?? "");
  wishes.push(...wishesOfRooms(ofRooms, rooms));

  const planFacts: PlanFacts = {
    hosts,
    booked: bookingsOf(rows.values()),
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
    sessions,
    async *work() {
      for await (const some of read()) yield workOf(needsOf(some));
    },
    found: new Map(workOf(foundNeeds).map((work) => [work.session.id, work])),
    series: roomsAtWork(ofRooms, rooms, placements),
    look,
    before,
    overlaps: await detailsOf(db, coachOverlaps(lessons)),
  };
  return { kind: "done", value };
}

/** A coming session and what its meeting needs to know of it. */
interface Known {
  readonly session: SessionDetails;
  readonly facts: MeetingFacts;
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
      const some = sessions.map((session) => ({ session, facts: facts.get(session.id) ?? noFacts }));
      pages += 1;
      if (pages === 1) first = some;
      yield some;
    }
    if (pages <= 1) all = first;
  };
}

/** Pairs of sessions that one coach would hold at once, as people are told of them. */
async function detailsOf(
  db: Db,
  pairs: readonly { readonly first: Lesson; readonly second: Lesson }[],
): Promise<Prepared["overlaps"]> {
  if (pairs.length === 0) return [];
  const ids = pairs.flatMap(({ first, second }) => [first.sessionId, second.sessionId]);
  const details = new Map((await findSessionDetails(db, ids)).map((session) => [session.id, session]));
  return pairs.flatMap((pair) => {
    const [first, second] = [details.get(pair.first.sessionId), details.get(pair.second.sessionId)];
    return first === undefined || second === undefined ? [] : [{ first, second }];
  });
}

/** With many accounts, only those in use. */
function hostsToLookAt(hosts: readonly Host[], rows: ReadonlyMap<string, MeetingRow>): readonly Host[] {
  if (hosts.length <= mostLists) return hosts;
  const inUse = new Set([...rows.values()].map((row) => row.hostId));
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
  readonly hosts: readonly Host[];
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
    .map(({ session: { id, startsAt, endsAt, coachEmail } }) => ({ id, spans: [{ startsAt, endsAt }], coachEmail }));
}

const noFacts: MeetingFacts = { level: null, entry: undefined, given: undefined, badLink: undefined };

/** Where hosts are busy already: what stands at Zoom, or may. */
function bookingsOf(rows: Iterable<MeetingRow>): readonly Booking[] {
  const standing = new Set<MeetingRow["state"]>(["creating", "open", "updating", "deleting"]);
  return [...rows]
    .filter((row) => standing.has(row.state) && row.handChange?.kind !== "deleted")
    .map((row) => ({
      hostId: row.hostId,
      startsAt: row.startsAt,
      endsAt: row.startsAt.add({ minutes: row.durationMinutes }),
    }));
}
