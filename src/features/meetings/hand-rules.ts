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
