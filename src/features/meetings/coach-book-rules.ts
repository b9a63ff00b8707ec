import type { Stretch } from "./host-book-rules.ts";

/** A session as the check of coaches sees it. */
export interface Lesson extends Stretch {
  readonly sessionId: string;
  readonly coachId: string;
}

/** Two sessions that one coach would hold at the same time. */
export interface Overlap {
  readonly first: Lesson;
  readonly second: Lesson;
}

/**
 * Finds what a coach would hold at once. Sessions come by their start; of each coach only those under way are kept, so a
 * week of a large school takes no more room than an hour of it.
 */
export class CoachBook {
  readonly #underWay = new Map<string, readonly Lesson[]>();

  /** The session under way that a coach's next one would overlap: the last to begin. */
  add(second: Lesson): Overlap | undefined {
    const still = (this.#underWay.get(second.coachId) ?? []).filter((before) => second.from < before.to);
    this.#underWay.set(second.coachId, [...still, second]);
    const first = still.at(-1);
    return first === undefined ? undefined : { first, second };
  }
}
