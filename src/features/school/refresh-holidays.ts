import { inTransaction, type Db } from "#database/open.ts";
import type { Instant } from "#lib/clock.ts";
import type { Failure } from "#lib/failure.ts";
import { idFrom, type TimeZone } from "#lib/ids.ts";

import type { ListPublicHolidays } from "./ports.ts";
import { addHolidays, dropPublicHolidays, type HolidayRow } from "./store.ts";
import { unknownCountry } from "./texts.ts";

/**
 * Brings the public holidays of the school's countries up to date, for this year and the next.
 *
 * What people decided about a holiday stays. When a country is not known nothing is dropped; its failure is given.
 */
export async function refreshHolidays({
  db,
  countries,
  zone,
  now,
  listPublicHolidays,
}: {
  readonly db: Db;
  readonly countries: readonly string[];
  /** The school's. */
  readonly zone: TimeZone;
  readonly now: Instant;
  readonly listPublicHolidays: ListPublicHolidays;
}): Promise<readonly Failure[]> {
  const today = now.toZonedDateTimeISO(zone).toPlainDate();
  const failures: Failure[] = [];
  const rows: HolidayRow[] = [];
  for (const country of countries) {
    const found = await listPublicHolidays(country, [today.year, today.year + 1]);
    if (found === undefined) {
      failures.push(unknownCountry(country));
      continue;
    }
    rows.push(
      ...found.map(({ from, until, name }) => ({
        id: idFrom("holiday", country, from, name.en),
        country,
        from,
        until,
        name,
        taught: false,
        createdAt: now,
      })),
    );
  }
  await inTransaction(db, async (tx) => {
    if (failures.length === 0) {
      await dropPublicHolidays(
        tx,
        today.toString(),
        rows.map((row) => row.id),
      );
    }
    await addHolidays(tx, rows);
  });
  return failures;
}
