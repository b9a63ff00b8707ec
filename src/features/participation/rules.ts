import { comparableName } from "#features/roster/rules.ts";
import { isBefore, type Instant } from "#lib/clock.ts";

/** A time somebody was in a meeting. */
export interface Interval {
  readonly joinedAt: Instant;
  readonly leftAt: Instant;
}

/** Present means at least this share of the session. Source: DESIGN section 7. */
const presentFrom = 0.5;

/** The verdict on one student in one session. */
export interface Verdict {
  /** Whole minutes inside the session's own time. */
  readonly minutes: number;
  /** 0 to 1. */
  readonly share: number;
  readonly present: boolean;
}

/** What a person's stays amount to: overlaps count once, time before the start and after the end not at all. */
export function verdictOn(
  stays: readonly Interval[],
  session: { readonly startsAt: Instant; readonly endsAt: Instant },
): Verdict {
  let covered = 0;
  let until = session.startsAt;
  for (const stay of stays.toSorted((a, b) => Temporal.Instant.compare(a.joinedAt, b.joinedAt))) {
    const from = isBefore(stay.joinedAt, until) ? until : stay.joinedAt;
    const to = isBefore(session.endsAt, stay.leftAt) ? session.endsAt : stay.leftAt;
    if (!isBefore(from, to)) continue;
    covered += from.until(to).total("seconds");
    until = to;
  }
  const length = session.startsAt.until(session.endsAt).total("seconds");
  const share = length > 0 ? covered / length : 0;
  return { minutes: Math.floor(covered / 60), share, present: share >= presentFrom };
}

/** A student as they may be recognised. */
export interface Recognisable {
  readonly studentId: string;
  readonly displayName: string;
  readonly zoomNames: readonly string[];
  readonly emails: readonly string[];
}

/**
 * Who a Zoom participant is, or nobody: by e-mail, else by a name that exactly one student of the group bears.
 *
 * Two students of one name are never guessed.
 */
export function recognise(
  participant: { readonly name: string; readonly email?: string | undefined },
  students: readonly Recognisable[],
): string | undefined {
  const email = participant.email?.toLowerCase();
  const byEmail = students.filter((student) => student.emails.some((known) => known.toLowerCase() === email));
  if (byEmail.length === 1) return byEmail[0]?.studentId;
  const name = comparableName(participant.name);
  if (name === "") return undefined;
  const byName = students.filter((student) =>
    [student.displayName, ...student.zoomNames].some((known) => comparableName(known) === name),
  );
  return byName.length === 1 ? byName[0]?.studentId : undefined;
}
