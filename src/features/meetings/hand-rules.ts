import type { Instant } from "#lib/clock.ts";

/** What a room looks like from outside. Times are ISO instants, so that it can be kept as JSON. */
export interface RoomPlan {
  readonly topic: string;
  readonly startsAt: string;
  readonly durationMinutes: number;
}

/** What somebody did by hand in Zoom, as it was noticed. */
export type HandChange =
  | { readonly kind: "changed"; readonly noticedAt: string; readonly now: RoomPlan }
  | { readonly kind: "deleted"; readonly noticedAt: string };

/** A deletion by hand, noticed at `at`. */
export function deletedAt(at: Instant): HandChange {
  return { kind: "deleted", noticedAt: writtenOut(at) };
}

/** A change by hand to what is there now, noticed at `at`. */
export function changedAt(at: Instant, now: RoomPlan): HandChange {
  return { kind: "changed", noticedAt: writtenOut(at), now };
}

/** An instant as plans keep it: ISO, to the second. */
export function writtenOut(instant: Instant): string {
  return instant.toString({ smallestUnit: "second" });
}

/** A room's plan, comparable. */
export function roomPlan(room: {
  readonly topic: string;
  readonly startsAt: Instant;
  readonly durationMinutes: number;
}): RoomPlan {
  return {
    topic: room.topic,
    startsAt: writtenOut(room.startsAt),
    durationMinutes: room.durationMinutes,
  };
}

/** Two plans of the same room. */
export function isSamePlan(a: RoomPlan, b: RoomPlan): boolean {
  return a.topic === b.topic && a.startsAt === b.startsAt && a.durationMinutes === b.durationMinutes;
}
