import type { Bilingual } from "#lib/bilingual.ts";
import type { Failure } from "#lib/failure.ts";

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

/** What the program knows of its settings, for whoever changes them. */
export interface SettingsRules {
  /** `fixed`: the environment gives it. `undefined`: nothing that people change. */
  kindOf(name: string): "plain" | "secret" | "fixed" | undefined;
  /** Why a value cannot be that setting's. */
  check(name: string, value: string): Failure | undefined;
  /** Why these stored settings do not go together. */
  checkAll(stored: Readonly<Record<string, string>>): Failure | undefined;
}
