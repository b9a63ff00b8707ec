import type { Instant } from "#lib/clock.ts";

/** Points rules of the school. Source: DESIGN section 7, the defaults. */
export interface PointsRules {
  readonly perMessage: number;
  /** Messages that give points, at most, per student, group and school day. */
  readonly messagesPerDay: number;
  readonly perAttendance: number;
}

/** The rules of a school that set none of its own. */
export const defaultPoints: PointsRules = { perMessage: 1, messagesPerDay: 10, perAttendance: 10 };

/** A line of a ranking. */
export interface RankingLine {
  readonly studentId: string;
  readonly name: string;
  readonly points: number;
  /** 1 for the first; equal points share a rank, and the next rank is skipped: 1, 1, 3. */
  readonly rank: number;
}

/**
 * Ranks students by points, most first. Equal points share a rank and are listed by name.
 *
 * The order of the input does not matter. Students without points are not ranked.
 */
export function rank(
  scores: readonly { readonly studentId: string; readonly name: string; readonly points: number }[],
): readonly RankingLine[] {
  const sorted = scores
    .filter((score) => score.points > 0)
    .toSorted(
      (a, b) => b.points - a.points || a.name.localeCompare(b.name, "fr") || (a.studentId < b.studentId ? -1 : 1),
    );
  const lines: RankingLine[] = [];
  for (const [index, score] of sorted.entries()) {
    const before = lines.at(-1);
    const shared = before !== undefined && before.points === score.points;
    lines.push({
      studentId: score.studentId,
      name: score.name,
      points: score.points,
      rank: shared ? before.rank : index + 1,
    });
  }
  return lines;
}

/** How many ranks the group reads. Source: issue "rankings", top N (5). */
export const topRanks = 5;

/** The instant until which a ranking of this cut-off is still sent: midnight of its day, in the school's zone. */
export function rankingExpiresAt(cutOff: Instant, zone: string): Instant {
  return cutOff.toZonedDateTimeISO(zone).startOfDay().add({ days: 1 }).toInstant();
}

/** A message that was heard, as far as points care. */
export interface CountedMessage {
  readonly id: number;
  readonly studentId: string;
  readonly groupId: string;
  readonly at: Instant;
}

/**
 * The messages that give points: the first ones of each student, group and day in the school's zone.
 *
 * `messages` holds whole days, oldest first.
 */
export function messagesWithPoints(
  messages: readonly CountedMessage[],
  rules: PointsRules,
  zone: string,
): readonly CountedMessage[] {
  const soFar = new Map<string, number>();
  return messages.filter((message) => {
    const day = message.at.toZonedDateTimeISO(zone).toPlainDate().toString();
    const key = `${message.studentId} ${message.groupId} ${day}`;
    const before = soFar.get(key) ?? 0;
    soFar.set(key, before + 1);
    return before < rules.messagesPerDay;
  });
}
