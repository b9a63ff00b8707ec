import { instantOf, type Instant } from "#lib/clock.ts";

import { HostBook, type Stretch } from "./host-book-rules.ts";
import type { Host } from "./ports.ts";
import { basicMinutes, sameCase, writesPerHostAndDay, type Span } from "./rules.ts";
import type { KnownMeeting } from "./work-rules.ts";

/** Something that needs a host: a session, or all the coming dates of a series. */
export interface Wish {
  readonly id: string;
  /** One for a session; every coming date for a series, by start. Never empty. */
  readonly times: readonly [Stretch, ...Stretch[]];
  /** The coach's e-mail: their own account is taken first. */
  readonly coachEmail: string | null;
}

/** A time in which a host is busy already. */
export interface Booking extends Stretch {
  readonly hostId: string;
}

/** How else it could be held. */
export type Proposal =
  /** On this account, at this nearest hour of the same day. */
  | { readonly kind: "another time"; readonly host: Host; readonly startsAt: Instant }
  /** By itself, once the hosts' budgets are whole again. */
  | { readonly kind: "another day"; readonly from: Instant; readonly host: Host }
  /** Only with one more licensed account. */
  | { readonly kind: "another account" };

/** Where a meeting goes, or why it fits nowhere and what could be done. */
export type Placement =
  | { readonly kind: "placed"; readonly wish: Wish; readonly host: Host }
  /** Every account that could hold it is busy then. */
  | { readonly kind: "no free host"; readonly wish: Wish; readonly proposal: Proposal }
  /** There is no account to place it on. */
  | { readonly kind: "no host"; readonly wish: Wish; readonly proposal: Proposal }
  /** Only Basic accounts, which end at 40 minutes. */
  | { readonly kind: "too long"; readonly wish: Wish; readonly minutes: number; readonly proposal: Proposal }
  | { readonly kind: "budget spent"; readonly wish: Wish; readonly host: Host; readonly proposal: Proposal };

/** What the plan rests on. */
export interface PlanFacts {
  readonly hosts: readonly Host[];
  readonly booked: readonly Booking[];
  /** Create and update requests of this UTC day, by host id; `Infinity` when Zoom said that the day is spent. */
  readonly writesToday: ReadonlyMap<string, number>;
  /** Meetings that a host holds at once, by e-mail in lower case, where it is not one. */
  readonly hostMeetings: ReadonlyMap<string, number>;
  /** Accounts for coaches without one, in lower case; all when absent. */
  readonly pool: readonly string[] | undefined;
  /** When the budgets are whole again. */
  readonly nextDay: Instant;
}

const standing = new Set<KnownMeeting["state"]>(["creating", "open", "updating", "deleting"]);

/** When a host is busy with what stands at Zoom, or may. */
export function bookingsOf({
  state,
  handChange,
  hostId,
  startsAt,
  durationMinutes,
}: Pick<KnownMeeting, "state" | "handChange" | "hostId" | "startsAt" | "durationMinutes">): readonly Booking[] {
  if (!standing.has(state) || handChange?.kind === "deleted") return [];
  const from = startsAt.epochMilliseconds;
  return [{ hostId, from, to: from + durationMinutes * 60_000 }];
}

interface Seat {
  readonly host: Host;
  readonly email: string;
  readonly book: HostBook;
  writes: number;
  /** Some coach's own account: others get it last. */
  readonly isOwn: boolean;
  readonly isPool: boolean;
}

/**
 * Gives each wish a host before Zoom is asked anything.
 *
 * By start: first every coach's own account; then, for those whose account is missing, taken or too small, the free
 * account of the pool with the fewest meetings. No host holds more meetings at once than it can, a Basic host none
 * over 40 minutes, and none gets more requests a day than Zoom takes. What fits nowhere is not placed, and says how
 * else it could be held. The order of the wishes does not matter.
 */
export function planMeetings(wishes: readonly Wish[], facts: PlanFacts): readonly Placement[] {
  const seats = seatsOf(wishes, facts);
  const byEmail = new Map(seats.map((seat) => [seat.email, seat]));
  const sorted = wishes.toSorted(byStart);
  const placed = new Map<Wish, Placement>();
  for (const wish of sorted) {
    const own = byEmail.get(sameCase(wish.coachEmail) ?? "");
    if (own === undefined || own.writes >= writesPerHostAndDay) continue;
    const need = needOf(wish);
    if (canHold(own, need) && own.book.isFree(need.times)) placed.set(wish, take(own, need));
  }
  return sorted.map((wish) => placed.get(wish) ?? placeElsewhere(needOf(wish), seats, facts));
}

/** A wish as it is weighed. */
interface Need {
  readonly wish: Wish;
  readonly times: readonly Stretch[];
  readonly longestMinutes: number;
}

function needOf(wish: Wish): Need {
  const { times } = wish;
  const longestMs = Math.max(...times.map((time) => time.to - time.from));
  return { wish, times, longestMinutes: Math.round(longestMs / 60_000) };
}

/** A time in plain numbers: an instant takes fifty times the room of a number. */
export function stretchOf(span: Span): Stretch {
  return { from: span.startsAt.epochMilliseconds, to: span.endsAt.epochMilliseconds };
}

function seatsOf(
  wishes: readonly Wish[],
  { hosts, booked, writesToday, hostMeetings, pool }: PlanFacts,
): readonly Seat[] {
  const coaches = new Set(wishes.map((wish) => sameCase(wish.coachEmail)));
  const seats = hosts.map((host): Seat => {
    const email = sameCase(host.email) ?? "";
    return {
      host,
      email,
      book: new HostBook(hostMeetings.get(email) ?? 1),
      writes: writesToday.get(host.id) ?? 0,
      isOwn: coaches.has(email),
      isPool: pool?.includes(email) ?? true,
    };
  });
  const byId = new Map(seats.map((seat) => [seat.host.id, seat]));
  for (const booking of booked) byId.get(booking.hostId)?.book.add([booking]);
  return seats;
}

function placeElsewhere(need: Need, seats: readonly Seat[], facts: PlanFacts): Placement {
  const { wish } = need;
  const own = sameCase(wish.coachEmail);
  const isOpen = (seat: Seat) => seat.isPool || seat.email === own;
  let best: Seat | undefined;
  for (const seat of seats) {
    // What is compared comes before what is searched: most accounts are not worth a search.
    if (seat.writes >= writesPerHostAndDay || (best !== undefined && !goesBefore(seat, best))) continue;
    if (isOpen(seat) && canHold(seat, need) && seat.book.isFree(need.times)) best = seat;
  }
  if (best !== undefined) return take(best, need);
  const open = seats.filter(isOpen);
  if (open.length === 0) return { kind: "no host", wish, proposal: { kind: "another account" } };
  const able = open.filter((seat) => canHold(seat, need));
  if (able.length === 0) {
    return { kind: "too long", wish, minutes: need.longestMinutes, proposal: { kind: "another account" } };
  }
  const waiting = able.find((seat) => seat.book.isFree(need.times));
  if (waiting === undefined) return { kind: "no free host", wish, proposal: otherTime(need, able) };
  const { host } = waiting;
  return { kind: "budget spent", wish, host, proposal: whenSpent(host, facts.nextDay, instantOf(wish.times[0].from)) };
}

/** What to do when the host's writes of the day are used up: wait for the next, unless the class comes before it. */
export function whenSpent(host: Host, nextDay: Instant, startsAt: Instant): Proposal {
  const waits = Temporal.Instant.compare(nextDay, startsAt) < 0;
  return waits ? { kind: "another day", from: nextDay, host } : { kind: "another account" };
}

function take(seat: Seat, { wish, times }: Need): Placement {
  seat.book.add(times);
  seat.writes += 1;
  return { kind: "placed", wish, host: seat.host };
}

function canHold(seat: Seat, need: Need): boolean {
  return seat.host.licensed || need.longestMinutes <= basicMinutes;
}

/** Accounts of nobody first, then the one with the fewest meetings; the id decides, so that order does not. */
function goesBefore(a: Seat, b: Seat): boolean {
  if (a.isOwn !== b.isOwn) return b.isOwn;
  if (a.book.load !== b.book.load) return a.book.load < b.book.load;
  return a.host.id < b.host.id;
}

/** Steps and reach of the search for another hour, in minutes. */
const stepMinutes = 15;
const reachMinutes = 4 * 60;

function otherTime({ wish, times }: Need, seats: readonly Seat[]): Proposal {
  for (let away = stepMinutes; away <= reachMinutes; away += stepMinutes) {
    for (const minutes of [away, -away]) {
      const moved = times.map(({ from, to }) => ({ from: from + minutes * 60_000, to: to + minutes * 60_000 }));
      const seat = seats.find((one) => one.book.isFree(moved));
      if (seat === undefined) continue;
      return { kind: "another time", host: seat.host, startsAt: instantOf(wish.times[0].from).add({ minutes }) };
    }
  }
  return { kind: "another account" };
}

function byStart(a: Wish, b: Wish): number {
  return a.times[0].from - b.times[0].from || (a.id < b.id ? -1 : 1);
}
