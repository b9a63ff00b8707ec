import type { Instant } from "#lib/clock.ts";

import type { Movement } from "./ports.ts";

/** A line of a ranking. */
export interface RankingLine {
  readonly studentId: string;
  readonly name: string;
  readonly points: number;
  /** 1 for the first; equal points share a rank, and the next rank is skipped: 1, 1, 3. */
  readonly rank: number;
  /** Absent in a first ranking. */
  readonly movement: Movement | undefined;
}

/** Lines in the order in which people read them: by rank, equals by name. */
export function inReadingOrder<T extends { readonly rank: number; readonly name: string; readonly studentId: string }>(
  lines: readonly T[],
): readonly T[] {
  return lines.toSorted(
    (a, b) => a.rank - b.rank || a.name.localeCompare(b.name, "fr") || (a.studentId < b.studentId ? -1 : 1),
  );
}

/** How a rank moved: places gained (positive) or lost against the ranking before; "new" for who was not in it. */
export function movementOf(rank: number, previousRank: number | null, hadPrevious: boolean): Movement | undefined {
  if (!hadPrevious) return undefined;
  return previousRank === null ? "new" : previousRank - rank;
}

/** The lines around one student: two above and two below, with their own. */
export function nearTo<T extends { readonly studentId: string }>(lines: readonly T[], studentId: string): readonly T[] {
  const place = lines.findIndex((line) => line.studentId === studentId);
  return place === -1 ? [] : lines.slice(Math.max(0, place - 2), place + 3);
}

/** The instant until which a ranking of this cut-off is still sent: midnight of its day, in the school's zone. */
export function rankingExpiresAt(cutOff: Instant, zone: string): Instant {
  return cutOff.toZonedDateTimeISO(zone).startOfDay().add({ days: 1 }).toInstant();
}

const mostSigns = 60;

/**
 * A name as rankings show it: without control and direction signs, single spaces, at most 60 signs.
 *
 * A name that nothing is left of becomes "?", so that its line is still one.
 */
export function shownName(name: string): string {
  const clean = name
    .replace(/[\p{Cc}\p{Cs}\p{Co}\p{Cn}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu, " ")
    .replace(/\s+/gu, " ")
    .trim();
  const signs = [...new Intl.Segmenter("und", { granularity: "grapheme" }).segment(clean)].map((one) => one.segment);
  if (signs.length === 0) return "?";
  if (signs.length <= mostSigns) return clean;
  return `${signs
    .slice(0, mostSigns - 1)
    .join("")
    .trimEnd()}…`;
}
