import type { Db } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import type { Actor } from "#features/audit/rules.ts";
import { say } from "#lib/bilingual.ts";
import type { Instant } from "#lib/clock.ts";
import { failed, ok, type Result } from "#lib/failure.ts";
import { newId } from "#lib/ids.ts";

import { addHolidays, findHoliday, listHolidays, removeHolidayRow, setTaught, type HolidayRow } from "./store.ts";
import { holidayIsPublic, noSuchHoliday, severalHolidays } from "./texts.ts";

/** What a person wants of a holiday. `day` is any day of it (`YYYY-MM-DD`) or its id. */
export type HolidayWish =
  | { readonly kind: "add"; readonly from: string; readonly until: string; readonly name: string }
  /** Only what a person added can be removed; a public holiday can be taught. */
  | { readonly kind: "remove"; readonly day: string }
  | { readonly kind: "teach" | "close"; readonly day: string };

/** Adds, removes, teaches on or closes on a holiday, in the caller's transaction. */
export async function changeHoliday({
  db,
  now,
  by,
  wish,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly by: Actor;
  readonly wish: HolidayWish;
}): Promise<Result<HolidayRow>> {
  if (wish.kind === "add") {
    const { from, until, name } = wish;
    const row = { id: newId(), country: null, from, until, name: say(name, name), taught: false, createdAt: now };
    await addHolidays(db, [row]);
    await recordChange({ db, now, by, action: "holiday.added", subject: row.id, after: { from, until, name } });
    return ok(row);
  }
  const found = await holidayOf(db, wish.day);
  if (!found.ok) return found;
  const row = found.value;
  const shown = { from: row.from, until: row.until, name: row.name, taught: row.taught };
  if (wish.kind === "remove") {
    if (row.country !== null) return failed(holidayIsPublic(row.name));
    await removeHolidayRow(db, row.id);
    await recordChange({ db, now, by, action: "holiday.removed", subject: row.id, before: shown });
    return ok(row);
  }
  const taught = wish.kind === "teach";
  await setTaught(db, row.id, taught);
  const after = { ...shown, taught };
  await recordChange({ db, now, by, action: `holiday.${wish.kind}`, subject: row.id, before: shown, after });
  return ok({ ...row, taught });
}

async function holidayOf(db: Db, day: string): Promise<Result<HolidayRow>> {
  const byId = await findHoliday(db, day);
  if (byId !== undefined) return ok(byId);
  const [row, other] = await listHolidays(db, day, day);
  if (row === undefined) return failed(noSuchHoliday(day));
  return other === undefined ? ok(row) : failed(severalHolidays(day, [row, other]));
}
