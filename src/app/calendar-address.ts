import { inTransaction } from "#database/open.ts";
import type { Actor } from "#features/audit/rules.ts";
import { changeCalendar, type CalendarOwner } from "#features/sessions/change-calendar.ts";
import { addressOf } from "#lib/address.ts";
import { ok, type Result } from "#lib/failure.ts";

import type { App } from "./parts.ts";

/** Makes the address of a calendar, told this once, or takes it away (`null`). */
export async function changeCalendarAddress(
  { database, clock, config }: Pick<App, "database" | "clock" | "config">,
  wish: { readonly by: Actor; readonly owner: CalendarOwner; readonly change: "make" | "remove" },
): Promise<Result<{ readonly name: string; readonly address: string | null }>> {
  const done = await inTransaction(
    database.db,
    async (tx) => await changeCalendar({ db: tx, now: clock.now(), ...wish }),
  );
  if (!done.ok) return done;
  const { name, token } = done.value;
  const base = config.publicAddress ?? addressOf(config.http.host, config.http.port);
  return ok({ name, address: token === undefined ? null : `${base}/calendars/${token}.ics` });
}
