import { and, asc, desc, eq, isNull, sql, type SQL } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";

import type { Db } from "#database/open.ts";
import { plainly, saysPlainly } from "#database/plainly.ts";
import { coaches, groups } from "#features/roster/tables.ts";

import { courses, entries } from "./tables.ts";

/** What the lines in force can be put in order by. */
export const lineOrders = ["course", "when", "minutes", "level", "coach", "group"] as const;

/** A line in force as people read it. */
export interface ShownLine {
  /** Where the workbook has it: `Fix Schedule!G31`. */
  readonly cell: string;
  readonly course: string;
  readonly level: string | null;
  readonly coach: string;
  /** ISO: 1 Monday … 7 Sunday. */
  readonly weekday: number;
  readonly time: string;
  readonly timeZone: string;
  readonly durationMinutes: number;
  /** The chat id of its group; until that is known, the link that the workbook gives. */
  readonly group: string;
  /** Absent until its group is known. */
  readonly groupTitle: string | null;
}

/** Some lines in force, and how many there are of those words. Without an order: as the week goes. */
export async function findLines(
  db: Db,
  {
    words,
    order = "when",
    skip,
    limit,
  }: {
    /** Of course, coach, level and group, without accents and case; absent: every line. */
    readonly words?: string | undefined;
    /** A column, the least first; the most first with `-` before it. */
    readonly order?: (typeof lineOrders)[number] | `-${(typeof lineOrders)[number]}` | undefined;
    readonly skip: number;
    readonly limit: number;
  },
): Promise<{ readonly count: number; readonly lines: readonly ShownLine[] }> {
  const column = order.replace("-", "") as (typeof lineOrders)[number];
  const said = sql`concat_ws(' ', ${courses.title}, ${coaches.name}, ${courses.level}, ${groups.title})`;
  const isMeant = and(
    isNull(entries.endedAt),
    words === undefined || words === "" ? undefined : saysPlainly(said, words),
  );
  const turned = order.startsWith("-") ? desc : asc;
  const rows = await db
    .select({
      cell: entries.cell,
      course: courses.title,
      level: courses.level,
      coach: coaches.name,
      weekday: entries.weekday,
      time: entries.time,
      timeZone: entries.timeZone,
      durationMinutes: entries.durationMinutes,
      group: sql<string>`coalesce(${groups.chatId}, ${entries.groupLink}, '')`,
      groupTitle: groups.title,
      count: sql<number>`(count(*) over ())::int`.mapWith(Number),
    })
    .from(entries)
    .innerJoin(courses, eq(courses.id, entries.courseId))
    .innerJoin(coaches, eq(coaches.id, entries.coachId))
    .leftJoin(groups, eq(groups.id, courses.groupId))
    .where(isMeant)
    .orderBy(...columnsOf[column].map((one) => turned(one)), ...columnsOf.when.map((one) => asc(one)), asc(entries.id))
    .limit(limit)
    .offset(skip);
  // Behind the last line nothing says how many there are.
  const isBehind = rows.length === 0 && skip > 0;
  const count = isBehind ? (await findLines(db, { words, skip: 0, limit: 1 })).count : (rows[0]?.count ?? 0);
  return { count, lines: rows.map(({ count: _count, ...line }) => line) };
}

const columnsOf: Readonly<Record<(typeof lineOrders)[number], readonly (PgColumn | SQL)[]>> = {
  course: [plainly(courses.title)],
  when: [entries.weekday, entries.time],
  minutes: [entries.durationMinutes],
  level: [sql`coalesce(${courses.level}, '')`],
  coach: [plainly(coaches.name)],
  group: [plainly(sql`coalesce(${groups.title}, ${entries.groupLink}, '')`)],
};
