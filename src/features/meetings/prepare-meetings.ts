import type { Db } from "#database/open.ts";
import type { School } from "#features/school/rules.ts";
import { endOfHorizon } from "#features/sessions/rules.ts";
import { listSessionDetails, type SessionDetails } from "#features/sessions/store.ts";
import type { Instant } from "#lib/clock.ts";
import type { Answer } from "#lib/failure.ts";

import { draftOf } from "./draft-rules.ts";
import { findMeetingFacts, type MeetingFacts } from "./facts-store.ts";
import { listHostWrites } from "./host-store.ts";
import { withFinding } from "./look-rules.ts";
import { lookAtZoom, type Look } from "./look-at-zoom.ts";
import { coachOverlaps, planMeetings, type Booking, type Placement, type PlanFacts, type Wish } from "./plan-rules.ts";
import type { Host, MeetingDraft, MeetingPolicy, ZoomPort } from "./ports.ts";
import { minutesOf, nextUtcDay, utcDay } from "./rules.ts";
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
  const facts = await findMeetingFacts(
    db,
    sessions.map((session) => session.id),
  );
  const answer: Answer<readonly Host[]> = sessions.length === 0 ? { kind: "done", value: [] } : await zoom.listHosts();
  if (answer.kind !== "done") return answer;
  const hosts = answer.value;

  const inUse = new Set([...before.values()].map((row) => row.hostId));
  const wanted = sessions.filter((one) => one.status !== "cancelled" && facts.get(one.id)?.given === undefined);
  const look = await lookAtZoom({
    db,
    now,
    zoom,
    hosts: hosts.length > mostLists ? hosts.filter((host) => inUse.has(host.id)) : hosts,
    rows: before,
    wanted: new Set(wanted.map((session) => session.id)),
  });
  const [slots, seriesRows] = await Promise.all([listSlots(db), listSeries(db)]);
  const rows = afterLook({ before, look, sessions, now });
  const deeds = sessions.map((session) => {
    const ofSession = facts.get(session.id) ?? noFacts;
    const draft = draftOf(
      { ...session, level: ofSession.level, groupTitle: session.group?.title ?? null },
      policy,
      school,
    );
    const meeting = rows.get(session.id);
    const isWanted = session.status !== "cancelled";
    const { coachEmail } = session;
    const deed = deedFor({ isWanted, meeting, given: ofSession.given, draft, hosts, coachEmail });
    const slotId = slotIdOf({ session, facts: ofSession, meeting, deed, policy, known: seriesRows, slots });
    const inSeries = slotId === undefined ? {} : { deed: "series" as const, slotId };
    return { session, facts: ofSession, meeting, draft, deed, ...inSeries };
  });
  const planFacts: PlanFacts = {
    hosts,
    booked: bookingsOf(rows.values()),
    writesToday: await listHostWrites(db, utcDay(now)),
    hostMeetings: policy.hostMeetings,
    pool: policy.pool,
    nextDay: nextUtcDay(now),
  };
  const wishes = deeds.flatMap(({ session, deed }) =>
    deed === "create" || deed === "replace"
      ? [{ id: session.id, spans: [session] as const, coachEmail: session.coachEmail }]
      : [],
  );
  const groups = Map.groupBy(
    deeds.filter((one) => "slotId" in one),
    (one) => one.slotId ?? "",
  );
  const rooms = new Set([...groups.keys(), ...[...seriesRows.keys()].filter((id) => !slots.has(id))]);
  const seriesWishes = [...groups].flatMap(([id, ofSlot]): readonly Wish[] => {
    const spans = ofSlot.filter(({ session }) => session.status !== "cancelled").map(({ session }) => session);
    const [first, ...rest] = spans;
    return first === undefined || seriesRows.has(id)
      ? []
      : [{ id, spans: [first, ...rest], coachEmail: first.coachEmail }];
  });
  const placements = new Map(planMeetings([...wishes, ...seriesWishes], planFacts).map((one) => [one.wish.id, one]));
  const lessons = wanted.map((session) => ({ ...session, sessionId: session.id }));
  return {
    kind: "done",
    value: {
      now,
      hosts,
      planFacts,
      work: deeds.map((one) => ({ ...one, placement: placements.get(one.session.id) })),
      series: [...rooms].map((id): SeriesWork => {
        const sessionsOf = (groups.get(id) ?? []).map((one) => ({ ...one, placement: undefined }));
        const [first] = sessionsOf;
        const row = seriesRows.get(id);
        return {
          slot: slots.get(id) ?? { ...emptySlot, id },
          row,
          topic: first?.draft.topic ?? row?.topic ?? "",
          agenda: first?.draft.agenda ?? "",
          coachEmail: first?.session.coachEmail ?? null,
          sessions: sessionsOf,
          placement: placements.get(id),
        };
      }),
      look,
      before,
      overlaps: coachOverlaps(lessons),
    },
  };
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

/** The rows as they will be once what the look found is written down. */
function afterLook({
  before,
  look,
  sessions,
  now,
}: {
  readonly before: ReadonlyMap<string, MeetingRow>;
  readonly look: Look;
  readonly sessions: readonly SessionDetails[];
  readonly now: Instant;
}): ReadonlyMap<string, MeetingRow> {
  const rows = new Map(before);
  for (const finding of look.findings) {
    const session = sessions.find((one) => one.id === finding.sessionId);
    const row = rows.get(finding.sessionId) ?? (session === undefined ? undefined : blankRow(session, now));
    if (row !== undefined && finding.kind !== "extra") rows.set(finding.sessionId, withFinding(row, finding, now));
  }
  return rows;
}

/** A row for a session that has none, while a meeting of its key stands at Zoom. */
function blankRow(session: SessionDetails, now: Instant): MeetingRow {
  return {
    sessionId: session.id,
    key: session.id,
    state: "creating",
    hostId: "",
    hostEmail: "",
    zoomId: null,
    occurrenceId: null,
    joinUrl: null,
    passcode: null,
    topic: "",
    startsAt: session.startsAt,
    durationMinutes: minutesOf(session),
    coachEmail: session.coachEmail,
    accepted: null,
    handChange: null,
    askedAt: null,
    checkedAt: null,
    failure: null,
    createdAt: now,
    updatedAt: now,
  };
}

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
