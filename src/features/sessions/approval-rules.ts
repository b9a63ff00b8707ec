import type { Instant } from "#lib/clock.ts";
import { versionOf, type Editable } from "#lib/version.ts";

/** What a person looks at in a session before they change it, or say that it is right. */
export interface Seen {
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly coach: string;
  readonly group: string | null;
  readonly status: string;
}

/** What a person sees of a session, as plain fields. */
export function seenFields({ startsAt, endsAt, coach, group, status }: Seen): Editable {
  return { startsAt: startsAt.toString(), endsAt: endsAt.toString(), coach, group, status };
}

/** The mark of a session as a person sees it. */
export function sessionVersion(session: Seen): string {
  return versionOf(seenFields(session));
}
