import type { App } from "#app/parts.ts";
import type { Instant } from "#lib/clock.ts";

/**
 * The time of some days in the school's zone, `from` included and `until` excluded: those that are named, else so many
 * days before and after today.
 */
export function daysIn(
  { clock, config }: Pick<App, "clock" | "config">,
  { from, to }: { readonly from?: string | undefined; readonly to?: string | undefined },
  { before, after }: { readonly before: number; readonly after: number },
): { readonly from: Instant; readonly until: Instant } {
  const zone = config.school.timeZone;
  const today = clock.now().toZonedDateTimeISO(zone).toPlainDate();
  const first = from === undefined ? today.subtract({ days: before }) : Temporal.PlainDate.from(from);
  const last = to === undefined ? today.add({ days: after }) : Temporal.PlainDate.from(to);
  return {
    from: first.toZonedDateTime(zone).toInstant(),
    until: last.add({ days: 1 }).toZonedDateTime(zone).toInstant(),
  };
}
