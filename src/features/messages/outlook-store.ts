import {
  and,
  countDistinct,
  eq,
  gt,
  gte,
  inArray,
  isNotNull,
  isNull,
  lt,
  lte,
  ne,
  notExists,
  or,
  sql,
  type SQL,
} from "drizzle-orm";
import { alias, type PgColumn } from "drizzle-orm/pg-core";

import { isOneOf } from "#database/many.ts";
import type { Db } from "#database/open.ts";
import { meetings } from "#features/meetings/tables.ts";
import { startsIn, type Stretch } from "#features/sessions/store.ts";
import { sessions } from "#features/sessions/tables.ts";
import type { HeldSession } from "#features/sessions/week-rules.ts";
import type { Instant } from "#lib/clock.ts";
import type { TimeZone } from "#lib/ids.ts";

import { messages } from "./tables.ts";
import { isReminder } from "./week-store.ts";

const held = {
  id: sessions.id,
  entryId: sessions.entryId,
  coachId: sessions.coachId,
  groupId: sessions.groupId,
  start: milliseconds(sessions.startsAt),
  end: milliseconds(sessions.endsAt),
};
const takesPlace = ne(sessions.status, "cancelled");
const countedAll = sql<number>`count(*) over ()`.mapWith(Number);

/** Since 1970, UTC: quicker to read than an instant, which counts where there are ten thousand. */
function milliseconds(column: PgColumn): SQL<number> {
  return sql<number>`(extract(epoch from ${column}) * 1000)::float8`;
}

/** Whether a session begins while an earlier one with the same owner still goes on. */
function meetsEarlier(owner: PgColumn): SQL<boolean> {
  return sql<boolean>`coalesce(max(${sessions.endsAt}) over (
    partition by ${owner} order by ${sessions.startsAt}, ${sessions.id} rows between unbounded preceding and 1 preceding
  ) > ${sessions.startsAt} and ${owner} is not null, false)`;
}

/**
 * The first `most` sessions of a span that begin while another of their coach or group goes on, by start, and the sessions
 * around them in which those others are; `all` counts the first. Only these leave the database, of ten thousand.
 */
export async function listMeeting(
  db: Db,
  { most, ...span }: Stretch & { readonly most: number },
): Promise<{ readonly ids: ReadonlySet<string>; readonly around: readonly HeldSession[]; readonly all: number }> {
  const marked = db.$with("marked").as(
    db
      .select({
        id: sessions.id,
        coachId: sessions.coachId,
        groupId: sessions.groupId,
        startsAt: sessions.startsAt,
        byCoach: meetsEarlier(sessions.coachId).as("by_coach"),
        byGroup: meetsEarlier(sessions.groupId).as("by_group"),
      })
      .from(sessions)
      .where(and(startsIn(span), takesPlace)),
  );
  const meeting = await db
    .with(marked)
    .select({ id: marked.id, coachId: marked.coachId, groupId: marked.groupId, at: marked.startsAt, all: countedAll })
    .from(marked)
    .where(or(marked.byCoach, marked.byGroup))
    .orderBy(marked.startsAt, marked.id)
    .limit(most);
  const [first, last] = [meeting[0], meeting.at(-1)];
  if (first === undefined || last === undefined) return { ids: new Set(), around: [], all: 0 };
  const owners = or(
    isOneOf(
      sessions.coachId,
      meeting.map((one) => one.coachId),
    ),
    isOneOf(
      sessions.groupId,
      meeting.flatMap((one) => one.groupId ?? []),
    ),
  );
  const around = await db
    .select(held)
    .from(sessions)
    .where(and(startsIn(span), lte(sessions.startsAt, last.at), gt(sessions.endsAt, first.at), takesPlace, owners));
  return { ids: new Set(meeting.map((one) => one.id)), around, all: first.all };
}

/**
 * Sessions of a span that have no twin `days` away, by start: one of the same line of the timetable at the same local time
 * of the school, as long, with the same coach and group.
 */
export async function listWithoutTwin(
  db: Db,
  { zone, days, ...span }: Stretch & { readonly zone: TimeZone; readonly days: number },
): Promise<readonly HeldSession[]> {
  const twin = alias(sessions, "twin");
  const local = (column: PgColumn) => sql`(${column} at time zone ${zone}::text)`;
  const twins = db
    .select({ id: twin.id })
    .from(twin)
    .where(
      and(
        eq(twin.entryId, sessions.entryId),
        sql`${local(twin.startsAt)} = ${local(sessions.startsAt)} + make_interval(days => ${days})`,
        sql`${twin.endsAt} - ${twin.startsAt} = ${sessions.endsAt} - ${sessions.startsAt}`,
        eq(twin.coachId, sessions.coachId),
        sql`${twin.groupId} is not distinct from ${sessions.groupId}`,
        ne(twin.status, "cancelled"),
        // Said once more as a stretch of time, so that the years before need not be looked through.
        gte(twin.startsAt, span.from.add({ hours: 24 * (days - 1) })),
        lt(twin.startsAt, span.until.add({ hours: 24 * (days + 1) })),
      ),
    );
  return await db
    .select(held)
    .from(sessions)
    .where(and(startsIn(span), takesPlace, notExists(twins)))
    .orderBy(sessions.startsAt, sessions.id);
}

const notArrived = inArray(messages.state, ["failed", "uncertain"]);
const troubles = sql`sum(
  (${meetings.failure} is not null)::int + (${meetings.handChange} is not null)::int + (${messages.id} is not null)::int
) over ()`;

/**
 * The first `most` sessions of a span of which something went wrong: Zoom refused their room, somebody changed it there, or
 * their reminder did not arrive. `all` counts what is wrong in the whole span.
 */
export async function listTroubled(db: Db, { most, ...span }: Stretch & { readonly most: number }) {
  return await db
    .select({
      id: sessions.id,
      meeting: { handChange: meetings.handChange, failure: meetings.failure },
      message: { state: messages.state, failure: messages.failure },
      all: sql<number>`${troubles}`.mapWith(Number),
    })
    .from(sessions)
    .leftJoin(meetings, eq(meetings.sessionId, sessions.id))
    .leftJoin(messages, and(isReminder(span.from, span.until), notArrived))
    .where(
      and(
        startsIn(span),
        takesPlace,
        or(isNotNull(meetings.failure), isNotNull(meetings.handChange), isNotNull(messages.id)),
      ),
    )
    .orderBy(sessions.startsAt, sessions.id)
    .limit(most);
}

/** The first `most` sessions of a span that nobody can join, for no reason but that no room was made yet; `all` counts them. */
export async function listWithoutLink(db: Db, { most, ...span }: Stretch & { readonly most: number }) {
  return await db
    .select({ id: sessions.id, all: countedAll })
    .from(sessions)
    .leftJoin(meetings, eq(meetings.sessionId, sessions.id))
    .where(
      and(
        startsIn(span),
        takesPlace,
        isNull(meetings.joinUrl),
        isNull(meetings.failure),
        sql`${meetings.state} is distinct from 'declined'`,
      ),
    )
    .orderBy(sessions.startsAt, sessions.id)
    .limit(most);
}

/** The first `most` sessions of a span whose group is not known; `all` counts them. */
export async function listWithoutGroup(db: Db, { most, ...span }: Stretch & { readonly most: number }) {
  return await db
    .select({ id: sessions.id, all: countedAll })
    .from(sessions)
    .where(and(startsIn(span), takesPlace, isNull(sessions.groupId)))
    .orderBy(sessions.startsAt, sessions.id)
    .limit(most);
}

/** How many groups had a session that ended in `(from, until]`. */
export async function countTaughtGroups(db: Db, from: Instant, until: Instant): Promise<number> {
  const [row] = await db
    .select({ groups: countDistinct(sessions.groupId) })
    .from(sessions)
    .where(and(gt(sessions.endsAt, from), lte(sessions.endsAt, until), takesPlace));
  return row?.groups ?? 0;
}
