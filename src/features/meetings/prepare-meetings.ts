import type { Db } from "#database/open.ts";
import type { School } from "#features/school/rules.ts";
import { endOfHorizon } from "#features/sessions/rules.ts";
import { listSessionDetails, type SessionDetails } from "#features/sessions/store.ts";
import type { Instant } from "#lib/clock.ts";
import type { Answer } from "#lib/failure.ts";

import { afterLook } from "./after-look.ts";
import { draftOf } from "./draft-rules.ts";
import { findMeetingFacts, type MeetingFacts } from "./facts-store.ts";
import { listHostWrites } from "./host-store.ts";
import { lookAtZoom, type Look } from "./look-at-zoom.ts";
import { coachOverlaps, planMeetings, type Booking, type Placement, type PlanFacts, type Wish } from "./plan-rules.ts";
import type { Host, MeetingDraft, MeetingPolicy, ZoomPort } from "./ports.ts";
import { nextUtcDay, utcDay } from "./rules.ts";
import { seriesId, type WeeklySlot } from "./series-rules.ts";
import { listSeries, listSlots, type SeriesRow } from "./series-store.ts";
import { listComingMeetings, type MeetingRow } from "./store.ts";
import { deedFor, type Deed } from "./work-rules.ts";

/** One session and what is to be done about its meeting. */
export interface Work {
  readonly session: SessionDetails;
  readonly facts: MeetingFacts;
  /** As it stands after the look at Zoom. */
  readonly meeting: MeetingRow | undefined;
  readonly draft: MeetingDraft;
  readonly deed: Deed;
  /** Where a new meeting goes; absent when it fits nowhere, or when none is made. */
  readonly placement: Placement | undefined;
}

/** A lasting room, with those of its sessions that are to come. */
export interface SeriesWork {
  readonly slot: WeeklySlot;
  readonly row: SeriesRow | undefined;
  readonly topic: string;
  readonly agenda: string;
  readonly coachEmail: string | null;
  readonly sessions: readonly Work[];
  readonly placement: Placement | undefined;
}

/** Everything that is known and planned before the first request that changes anything. */
export interface Prepared {
  readonly now: Instant;
  readonly hosts: readonly Host[];
  /** What the plan rested on, to plan more onto the same hosts. */
  readonly planFacts: PlanFacts;
  readonly work: readonly Work[];
  /** Lasting rooms; their sessions' work has the deed `series`. */
  readonly series: readonly SeriesWork[];
  readonly look: Look;
  /** Rows before the look, to tell what is new. */
  readonly before: ReadonlyMap<string, MeetingRow>;
  readonly overlaps: readonly { readonly first: Lesson; readonly second: Lesson }[];
}

type Lesson = SessionDetails & { readonly sessionId: string };

/** With more accounts than this, only the lists of those in use are read. */
const mostLists = 100;

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
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly zoom: ZoomPort;
  readonly policy: MeetingPolicy;
  readonly school: School;
}): Promise<Answer<Prepared>> {
  const sessions = await listSessionDetails(db, now, endOfHorizon(now));
  const before = new Map((await listComingMeetings(db, now)).map((row) => [row.sessionId, row]));
  const ids = sessions.map((session) => session.id);
  const facts = await findMeetingFacts(db, ids);
  const answer: Answer<readonly Host[]> = sessions.length === 0 ? { kind: "done", value: [] } : await zoom.listHosts();
  if (answer.kind !== "done") return answer;
  const hosts = answer.value;

  const wanted = sessions.filter((one) => one.status !== "cancelled" && facts.get(one.id)?.given === undefined);
  const look = await lookAtZoom({
    db,
    now,
    zoom,
    hosts: hostsToLookAt(hosts, before),
    rows: before,
    wanted: new Set(wanted.map((session) => session.id)),
  });

  const rooms: KnownRooms = { slots: await listSlots(db), known: await listSeries(db) };
  const rows = afterLook({ before, look, sessions, now });
  const needs = sessions.map((session) =>
    needOf({
      session,
      facts: facts.get(session.id) ?? noFacts,
      meeting: rows.get(session.id),
      hosts,
      rooms,
      policy,
      school,
    }),
  );
  const ofRooms = Map.groupBy(
    needs.filter((need) => need.slotId !== undefined),
    (need) => need.slotId ?? "",
  );

  const planFacts: PlanFacts = {
    hosts,
    booked: bookingsOf(rows.values()),
    writesToday: await listHostWrites(db, utcDay(now)),
    hostMeetings: policy.hostMeetings,
    pool: policy.pool,
    nextDay: nextUtcDay(now),
  };
  const wishes = [...wishesOfSessions(needs), ...wishesOfRooms(ofRooms, rooms)];
  const placements = new Map(planMeetings(wishes, planFacts).map((one) => [one.wish.id, one]));
  const value: Prepared = {
    now,
    hosts,
    planFacts,
    work: needs.map((need) => ({ ...need, placement: placements.get(need.session.id) })),
    series: roomsAtWork(ofRooms, rooms, placements),
    look,
    before,
    overlaps: coachOverlaps(wanted.map((session) => ({ ...session, sessionId: session.id }))),
  };
  return { kind: "done", value };
}

/** With many accounts, only those in use. */
function hostsToLookAt(hosts: readonly Host[], rows: ReadonlyMap<string, MeetingRow>): readonly Host[] {
  if (hosts.length <= mostLists) return hosts;
  const inUse = new Set([...rows.values()].map((row) => row.hostId));
  return hosts.filter((host) => inUse.has(host.id));
}

/** What one session needs, its host left aside. */
interface Need extends Omit<Work, "placement"> {
  /** The lasting room that it belongs to; then the deed is `series`. */
  readonly slotId: string | undefined;
}

/** The lasting rooms that the timetable holds, and those that stand at Zoom, by their ids. */
interface KnownRooms {
  readonly slots: ReadonlyMap<string, WeeklySlot>;
  readonly known: ReadonlyMap<string, SeriesRow>;
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
    .map(({ session }) => ({ id: session.id, spans: [session], coachEmail: session.coachEmail }));
}

/** Rooms that do not stand yet, with all their coming dates. */
function wishesOfRooms(ofRooms: ReadonlyMap<string, readonly Need[]>, { known }: KnownRooms): readonly Wish[] {
  return [...ofRooms].flatMap(([id, needs]): readonly Wish[] => {
    const spans = needs.filter(({ session }) => session.status !== "cancelled").map(({ session }) => session);
    const [first, ...rest] = spans;
    if (first === undefined || known.has(id)) return [];
    return [{ id, spans: [first, ...rest], coachEmail: first.coachEmail }];
  });
}

/** The rooms with sessions to come, and those that no line of the timetable holds any more. */
function roomsAtWork(
  ofRooms: ReadonlyMap<string, readonly Need[]>,
  { slots, known }: KnownRooms,
  placements: ReadonlyMap<string, Placement>,
): readonly SeriesWork[] {
  const ids = new Set([...ofRooms.keys(), ...[...known.keys()].filter((id) => !slots.has(id))]);
  return [...ids].map((id) => {
    const sessions = (ofRooms.get(id) ?? []).map((one) => ({ ...one, placement: undefined }));
    const [first] = sessions;
    const row = known.get(id);
    return {
      slot: slots.get(id) ?? { ...emptySlot, id },
      row,
      topic: first?.draft.topic ?? row?.topic ?? "",
      agenda: first?.draft.agenda ?? "",
      coachEmail: first?.session.coachEmail ?? null,
      sessions,
      placement: placements.get(id),
    };
  });
}

/** A slot that no line holds any more: its room goes. */
const emptySlot = { courseId: "", time: "00:00", timeZone: "UTC", durationMinutes: 1, weekdays: [] } as const;

/**
 * The lasting room that a session belongs to; `undefined` for one with a meeting or a link of its own. A date of a room
 * stays one, whatever the setting says meanwhile; a session with its own meeting keeps it.
 */
function slotIdOf({
  session,
  facts,
  meeting,
  deed,
  policy,
  known,
  slots,
}: {
  readonly session: SessionDetails;
  readonly facts: MeetingFacts;
  readonly meeting: MeetingRow | undefined;
  readonly deed: Deed;
  readonly policy: MeetingPolicy;
  readonly known: ReadonlyMap<string, SeriesRow>;
  readonly slots: ReadonlyMap<string, WeeklySlot>;
}): string | undefined {
  if (facts.entry === undefined || deed === "give") return undefined;
  const id = seriesId({ ...facts.entry, courseId: session.courseId });
  if (meeting !== undefined && meeting.occurrenceId !== null) return known.has(id) || slots.has(id) ? id : undefined;
  const isNew = meeting === undefined || ["deleted", "failed", "declined"].includes(meeting.state);
  const isDeletedByHand = meeting?.handChange?.kind === "deleted";
  if (policy.links !== "course" || !slots.has(id) || isDeletedByHand || !isNew) return undefined;
  return session.status === "cancelled" && !known.has(id) ? undefined : id;
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
