import { isBefore, type Instant } from "#lib/clock.ts";

/** A time somebody was in a meeting. */
export interface Interval {
  readonly joinedAt: Instant;
  readonly leftAt: Instant;
}

/** What a school calls present, late and gone early. */
export interface AttendanceRules {
  /** Present means at least this share of the session, 0 to 1. */
  readonly presentShare: number;
  /** Late means entering more than so many minutes after the start. */
  readonly lateMinutes: number;
  /** Leaving early means the last departure is more than so many minutes before the end. */
  readonly leftEarlyMinutes: number;
}

/** The verdict on one student in one session. */
export interface Verdict {
  /** Whole minutes inside the session's own time. */
  readonly minutes: number;
  /** 0 to 1. */
  readonly share: number;
  readonly present: boolean;
  /** Whole minutes from the start to the first entry; 0 for who never came. */
  readonly lateBy: number;
  readonly late: boolean;
  /** Whole minutes from the last departure to the end; 0 for who never came. */
  readonly leftEarlyBy: number;
  readonly leftEarly: boolean;
}

/** When a session takes place; its end may be on the next day, and the clock may change in between. */
export interface SessionTime {
  readonly startsAt: Instant;
  readonly endsAt: Instant;
}

/** What a person's stays amount to: overlaps count once, time before the start and after the end not at all. */
export function verdictOn(stays: readonly Interval[], session: SessionTime, rules: AttendanceRules): Verdict {
  let covered = 0;
  let entered: Instant | undefined;
  let until = session.startsAt;
  for (const stay of stays.toSorted((a, b) => Temporal.Instant.compare(a.joinedAt, b.joinedAt))) {
    const from = isBefore(stay.joinedAt, until) ? until : stay.joinedAt;
    const to = isBefore(session.endsAt, stay.leftAt) ? session.endsAt : stay.leftAt;
    if (!isBefore(from, to)) continue;
    entered ??= from;
    covered += from.until(to).total("seconds");
    until = to;
  }
  const length = session.startsAt.until(session.endsAt).total("seconds");
  const lateBy = entered === undefined ? 0 : wholeMinutes(session.startsAt, entered);
  const leftEarlyBy = entered === undefined ? 0 : wholeMinutes(until, session.endsAt);
  return {
    minutes: Math.floor(covered / 60),
    share: length > 0 ? covered / length : 0,
    present: length > 0 && covered > 0 && covered >= length * rules.presentShare,
    lateBy,
    late: lateBy > rules.lateMinutes,
    leftEarlyBy,
    leftEarly: leftEarlyBy > rules.leftEarlyMinutes,
  };
}

function wholeMinutes(from: Instant, to: Instant): number {
  return Math.floor(from.until(to).total("minutes"));
}

/** What a person decided about one student in one session, against what the stays say. */
export interface Correction {
  readonly present: boolean;
  /** Minutes to count instead of those measured; `null` leaves them. */
  readonly minutes: number | null;
}

/** A verdict with a person's correction on top: the measured minutes stay unless other ones were given. */
export function corrected(verdict: Verdict, correction: Correction | undefined, session: SessionTime): Verdict {
  if (correction === undefined) return verdict;
  const minutes = correction.minutes ?? verdict.minutes;
  const length = session.startsAt.until(session.endsAt).total("minutes");
  const share = correction.minutes === null ? verdict.share : length > 0 ? Math.min(1, minutes / length) : 0;
  return { ...verdict, minutes, share, present: correction.present };
}
