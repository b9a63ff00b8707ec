import { isBefore, type Instant } from "#lib/clock.ts";

import type { Host } from "./ports.ts";

/** A session that needs a meeting. */
export interface Wish {
  readonly sessionId: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  /** The coach's e-mail: their own account is taken first. */
  readonly coachEmail: string | null;
}

/** A time in which a host is busy already. */
export interface Booking {
  readonly hostId: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
}

/** Where a session's meeting goes, or why it fits nowhere. */
export type Placement =
  | { readonly kind: "placed"; readonly wish: Wish; readonly host: Host }
  | { readonly kind: "no free host"; readonly wish: Wish }
  | { readonly kind: "budget spent"; readonly wish: Wish; readonly hostEmail: string };

/** Basic accounts end every meeting after this many minutes (facts: Zoom, Hosts). */
const basicMinutes = 40;

/** Zoom takes this many create and update requests per host and UTC day (facts: Zoom, Limits). */
export const writesPerHostAndDay = 100;

/**
 * Gives each session a host before Zoom is asked anything.
 *
 * Sessions are placed by start. A coach's own account comes first; when it is taken, missing or too small,
 * the free account with the fewest meetings is taken. One host holds one meeting at a time, a Basic host none
 * over 40 minutes, and no host more requests a day than Zoom takes.
 */
export function placeMeetings({
  wishes,
  hosts,
  booked,
  writesToday,
}: {
  readonly wishes: readonly Wish[];
  readonly hosts: readonly Host[];
  readonly booked: readonly Booking[];
  /** Create and update requests of this UTC day, by host id. */
  readonly writesToday: ReadonlyMap<string, number>;
}): readonly Placement[] {
  const bookings = new Map<string, Booking[]>(hosts.map((host) => [host.id, []]));
  for (const booking of booked) bookings.get(booking.hostId)?.push(booking);
  const writes = new Map(writesToday);

  return wishes.toSorted(byStart).map((wish): Placement => {
    const able = hosts.filter((host) => host.licensed || minutesOf(wish) <= basicMinutes);
    const free = able.filter((host) => !(bookings.get(host.id) ?? []).some((booking) => overlaps(booking, wish)));
    const own = free.find((host) => host.email.toLowerCase() === wish.coachEmail?.toLowerCase());
    const candidates = own === undefined ? free : [own, ...free.filter((host) => host !== own)];
    const least = (host: Host) => (host === own ? -1 : (bookings.get(host.id) ?? []).length);
    const affordable = candidates
      .filter((host) => (writes.get(host.id) ?? 0) < writesPerHostAndDay)
      .toSorted((a, b) => least(a) - least(b) || (a.id < b.id ? -1 : 1));
    const [host] = affordable;
    if (host === undefined) {
      const [spent] = candidates;
      return spent === undefined
        ? { kind: "no free host", wish }
        : { kind: "budget spent", wish, hostEmail: spent.email };
    }
    bookings.get(host.id)?.push({ hostId: host.id, startsAt: wish.startsAt, endsAt: wish.endsAt });
    writes.set(host.id, (writes.get(host.id) ?? 0) + 1);
    return { kind: "placed", wish, host };
  });
}

/** The length of a session in whole minutes. */
export function minutesOf(span: { readonly startsAt: Instant; readonly endsAt: Instant }): number {
  return Math.round(span.startsAt.until(span.endsAt).total("minutes"));
}

/** Two spans that share more than an end point. */
export function overlaps(
  a: { readonly startsAt: Instant; readonly endsAt: Instant },
  b: { readonly startsAt: Instant; readonly endsAt: Instant },
): boolean {
  return isBefore(a.startsAt, b.endsAt) && isBefore(b.startsAt, a.endsAt);
}

/** The UTC day that Zoom's daily budget counts by. */
export function utcDayStart(now: Instant): Instant {
  return now.toZonedDateTimeISO("UTC").startOfDay().toInstant();
}

function byStart(a: Wish, b: Wish): number {
  return Temporal.Instant.compare(a.startsAt, b.startsAt) || (a.sessionId < b.sessionId ? -1 : 1);
}
