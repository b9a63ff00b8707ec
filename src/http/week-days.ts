import type { Instant } from "#lib/clock.ts";

import type { RouteContext } from "./guard.ts";

/** Some days of the school's zone, today first where none is named. */
export function daysOf(
  { app }: RouteContext,
  { from, days }: { readonly from?: string | undefined; readonly days: number },
): { readonly from: Instant; readonly until: Instant; readonly first: string; readonly last: string } {
  const zone = app.config.school.timeZone;
  const first =
    from === undefined ? app.clock.now().toZonedDateTimeISO(zone).toPlainDate() : Temporal.PlainDate.from(from);
  return {
    from: first.toZonedDateTime(zone).toInstant(),
    until: first.add({ days }).toZonedDateTime(zone).toInstant(),
    first: first.toString(),
    last: first.add({ days: days - 1 }).toString(),
  };
}
