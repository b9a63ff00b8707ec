import type { SessionDetails } from "#features/sessions/store.ts";

import type { MeetingFacts } from "./facts-store.ts";
import { stretchOf, type Placement, type Wish } from "./plan-rules.ts";
import type { MeetingDraft, MeetingPolicy } from "./ports.ts";
import { seriesId, type WeeklySlot } from "./series-rules.ts";
import type { SeriesRow } from "./series-store.ts";
import type { MeetingRow } from "./store.ts";
import type { Deed } from "./work-rules.ts";

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

/** What one session needs, its host left aside. */
export interface Need extends Omit<Work, "placement"> {
  /** The lasting room that it belongs to; then the deed is `series`. */
  readonly slotId: string | undefined;
}

/** The lasting rooms that the timetable holds, and those that stand at Zoom, by their ids. */
export interface KnownRooms {
  readonly slots: ReadonlyMap<string, WeeklySlot>;
  readonly known: ReadonlyMap<string, SeriesRow>;
}

/** Rooms that do not stand yet, with all their coming dates. */
export function wishesOfRooms(ofRooms: ReadonlyMap<string, readonly Need[]>, { known }: KnownRooms): readonly Wish[] {
  return [...ofRooms].flatMap(([id, needs]): readonly Wish[] => {
    const held = needs.filter(({ session }) => session.status !== "cancelled").map(({ session }) => session);
    const [first, ...rest] = held;
    if (first === undefined || known.has(id)) return [];
    return [{ id, times: [stretchOf(first), ...rest.map(stretchOf)], coachEmail: first.coachEmail }];
  });
}

/** The rooms with sessions to come, and those that no line of the timetable holds any more. */
export function roomsAtWork(
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
export function slotIdOf({
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
