import type { Bilingual } from "#lib/bilingual.ts";

/** A public holiday. */
export interface PublicHoliday {
  /** First and last day in its country (`YYYY-MM-DD`), both included. */
  readonly from: string;
  readonly until: string;
  readonly name: Bilingual;
}

/** The public holidays of a country (`CI`) or a region of it (`FR-67`) in the given years; `undefined` for one not known. */
export type ListPublicHolidays = (
  country: string,
  years: readonly number[],
) => Promise<readonly PublicHoliday[] | undefined>;
