import type { Db } from "#database/open.ts";
import { isBefore, type Instant } from "#lib/clock.ts";

import { listHostWrites } from "./host-store.ts";
import { bookingsOf, planMeetings, stretchOf, type Booking, type Placement, type Wish } from "./plan-rules.ts";
import type { Prepared } from "./prepare-meetings.ts";
import { utcDay } from "./rules.ts";
import type { LeftOver } from "./serve-host.ts";
import { listMeetingsFrom } from "./store.ts";

/**
 * Plans anew the sessions whose host turned out to be spent for the day while they were served; gives where each goes, or
 * why it fits nowhere, by session. A class without a room is the worst that can happen, so none waits for a day that may come after it.
 *
 * A session whose meeting stands is left out and keeps it: its link leads to the class whatever hour Zoom shows, and the hour is told
 * to Zoom the next day. Nobody gets a host of which Zoom or our count has said that its day is spent, so asking again
 * and again comes to an end.
 */
export async function placeAgain({
  db,
  now,
  plan: { planFacts, placements },
  leftOver,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly plan: Pick<Prepared, "planFacts" | "placements">;
  readonly leftOver: readonly LeftOver[];
}): Promise<ReadonlyMap<string, Placement>> {
  const rows = await listMeetingsFrom(db, now);
  const known = new Map(rows.map((row) => [row.sessionId, row]));
  const hasRoom = (id: string) => {
    const state = known.get(id)?.state;
    return state === "open" || state === "updating" || state === "given";
  };
  const homeless = leftOver
    .map(({ job }) => job.work.session)
    .filter(({ id, startsAt }) => !hasRoom(id) && isBefore(now, startsAt));
  const wishes = homeless.map((session): Wish => {
    const { id, coachEmail } = session;
    return { id, times: [stretchOf(session)], coachEmail };
  });
  // What was given a host and is still to be served holds its place as well.
  const promised = [...placements.values()].flatMap((one): readonly Booking[] =>
    one.kind === "placed" && !known.has(one.wish.id)
      ? one.wish.times.map((time) => ({ ...time, hostId: one.host.id }))
      : [],
  );
  const again = planMeetings(wishes, {
    ...planFacts,
    booked: [...rows.flatMap(bookingsOf), ...promised],
    writesToday: await listHostWrites(db, utcDay(now)),
  });
  return new Map(again.map((one) => [one.wish.id, one]));
}
