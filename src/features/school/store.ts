import { and, asc, eq, gte, isNotNull, lte, not } from "drizzle-orm";

import { insertMany, isOneOf } from "#database/many.ts";
import type { Db } from "#database/open.ts";

import { holidays } from "./tables.ts";

export type HolidayRow = typeof holidays.$inferSelect;

/** Holidays that touch the days from `from` to `until` (`YYYY-MM-DD`, both included), by day. */
export async function listHolidays(db: Db, from: string, until: string): Promise<readonly HolidayRow[]> {
  return await db
    .select()
    .from(holidays)
    .where(and(gte(holidays.until, from), lte(holidays.from, until)))
    .orderBy(asc(holidays.from), asc(holidays.id));
}

export async function findHoliday(db: Db, id: string): Promise<HolidayRow | undefined> {
  const [row] = await db.select().from(holidays).where(eq(holidays.id, id));
  return row;
}

/** Adds holidays; one that is known already stays as people left it. */
export async function addHolidays(db: Db, rows: readonly HolidayRow[]): Promise<number> {
  return await insertMany(db, holidays, rows, { orLeave: true });
}

/** Public holidays from `from` on that are none of `ids` go: the country is no longer set, or its law changed. */
export async function dropPublicHolidays(db: Db, from: string, ids: readonly string[]): Promise<void> {
  await db
    .delete(holidays)
    .where(and(isNotNull(holidays.country), gte(holidays.from, from), not(isOneOf(holidays.id, ids))));
}

export async function removeHolidayRow(db: Db, id: string): Promise<void> {
  await db.delete(holidays).where(eq(holidays.id, id));
}

export async function setTaught(db: Db, id: string, taught: boolean): Promise<void> {
  await db.update(holidays).set({ taught }).where(eq(holidays.id, id));
}
