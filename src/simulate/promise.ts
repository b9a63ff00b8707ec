/** A promise that was not kept, with the row that shows it. */
export interface Broken {
  readonly promise: string;
  readonly row: string;
}

export type Row = Readonly<Record<string, string | null>>;

/** Asks Carillon's database; values stand for $1, $2 … */
export type Ask = (query: string, values?: readonly unknown[]) => Promise<readonly Row[]>;

/** A span of the school's time: `from` belongs to it, `until` does not. */
export interface Span {
  readonly from: Temporal.Instant;
  readonly until: Temporal.Instant;
}

/** A promise that is broken often is broken once for whoever mends it. */
const mostTold = 5;

/** These rows break the promise; the first few are told. */
export function tell(promise: string, rows: readonly object[]): readonly Broken[] {
  return rows.slice(0, mostTold).map((row) => ({ promise, row: JSON.stringify(row) }));
}

export function isIn(at: Temporal.Instant, { from, until }: Span): boolean {
  return Temporal.Instant.compare(at, from) >= 0 && Temporal.Instant.compare(at, until) < 0;
}

/** The span's ends as PostgreSQL takes them. */
export function ends({ from, until }: Span): readonly [string, string] {
  return [from.toString(), until.toString()];
}

/** As PostgreSQL writes it: `2025-09-07 08:00:00+00`. */
export function instant(text: string | null | undefined): Temporal.Instant {
  return Temporal.Instant.from((text ?? "").replace(" ", "T").replace(/\+00$/, "Z"));
}
