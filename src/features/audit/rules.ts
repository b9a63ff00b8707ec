import type { Instant } from "#lib/clock.ts";

/** Who makes a change: `cli`, `telegram:5000000001`, `user:…`. */
export type Actor = string;

/** A thing before or after a change: plain JSON, the changed fields are enough. Never holds a secret. */
export type Snapshot = Readonly<Record<string, unknown>>;

/** A change that a person made. */
export interface Change {
  readonly by: Actor;
  readonly now: Instant;
  /** `area.verb`: `group.set`, `message.held`. */
  readonly action: string;
  /** An id, or a name that a person knows again. */
  readonly subject: string;
  readonly before?: Snapshot | undefined;
  readonly after?: Snapshot | undefined;
}
