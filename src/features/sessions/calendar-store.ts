import { asc, eq } from "drizzle-orm";

import type { Db } from "#database/open.ts";
import { coaches, groups } from "#features/roster/tables.ts";

import { calendars } from "./tables.ts";

export type CalendarRow = typeof calendars.$inferSelect;

/** A calendar with the name of whose it is. */
export interface NamedCalendar extends CalendarRow {
  readonly name: string;
  /** The group's; absent for a coach's. */
  readonly language: "fr" | "en" | null;
}

/** Keeps a calendar; the one of the same coach or group gives way, and its address stops. */
export async function putCalendar(db: Db, row: CalendarRow): Promise<void> {
  const { tokenHash, by, createdAt } = row;
  await db
    .insert(calendars)
    .values(row)
    .onConflictDoUpdate({
      target: row.coachId === null ? calendars.groupId : calendars.coachId,
      set: { tokenHash, by, createdAt },
    });
}

export async function findCalendar(db: Db, tokenHash: string): Promise<NamedCalendar | undefined> {
  const [row] = await selectNamed(db).where(eq(calendars.tokenHash, tokenHash));
  return row === undefined ? undefined : named(row);
}

export async function listCalendars(db: Db): Promise<readonly NamedCalendar[]> {
  return (await selectNamed(db).orderBy(asc(coaches.name), asc(groups.title))).map(named);
}

/** Takes the calendar of a coach or a group away; false when there is none. */
export async function removeCalendarOf(db: Db, owner: Pick<CalendarRow, "coachId" | "groupId">): Promise<boolean> {
  const where =
    owner.coachId === null ? eq(calendars.groupId, owner.groupId ?? "") : eq(calendars.coachId, owner.coachId);
  return (await db.delete(calendars).where(where).returning({ id: calendars.id })).length > 0;
}

function selectNamed(db: Db) {
  return db
    .select({ calendar: calendars, coach: coaches.name, group: groups.title, language: groups.language })
    .from(calendars)
    .leftJoin(coaches, eq(coaches.id, calendars.coachId))
    .leftJoin(groups, eq(groups.id, calendars.groupId))
    .$dynamic();
}

function named(row: {
  readonly calendar: CalendarRow;
  readonly coach: string | null;
  readonly group: string | null;
  readonly language: "fr" | "en" | null;
}): NamedCalendar {
  return { ...row.calendar, name: row.coach ?? row.group ?? "", language: row.language };
}
