import type { Db } from "#database/open.ts";
import { listHolidays } from "#features/school/store.ts";
import { listEntriesInForce } from "#features/timetable/store.ts";
import { isBefore, type Instant } from "#lib/clock.ts";
import type { TimeZone } from "#lib/ids.ts";

import { listExceptionsInForce } from "./exception-store.ts";
import { isAsWanted, wantedSessions, type WantedSession } from "./plan-rules.ts";
import { endOfHorizon } from "./rules.ts";
import { addSessions, cancelSessions, changeSessions, listComingSessions } from "./store.ts";
import { noLongerPlanned } from "./texts.ts";

/** What planning did to a session. */
export interface SessionChange {
  readonly id: string;
  readonly kind: "created" | "changed" | "cancelled";
}

/** What planning did to the coming sessions. */
export interface SessionFigures {
  readonly created: number;
  readonly changed: number;
  readonly cancelled: number;
  readonly unchanged: number;
  readonly changes: readonly SessionChange[];
}

/**
 * Expands the timetable in force into the sessions of the next seven days, holidays and exceptions respected.
 *
 * A session keeps its row (entry and date) when its time, coach or group changes, so its meeting and its
 * message can follow; one that the timetable no longer holds is cancelled. What has begun is never touched.
 * Run it in the transaction that changed the timetable, the exceptions or the holidays.
 */
export async function planSessions({
  db,
  now,
  zone,
}: {
  readonly db: Db;
  readonly now: Instant;
  /** The school's. */
  readonly zone: TimeZone;
}): Promise<SessionFigures> {
  const existing = new Map((await listComingSessions(db, now)).map((row) => [row.id, row]));
  const added: WantedSession[] = [];
  const changed: WantedSession[] = [];
  const changes: SessionChange[] = [];
  let unchanged = 0;

  for (const wanted of await listWantedSessions({ db, zone, from: now, until: endOfHorizon(now) })) {
    const row = existing.get(wanted.id);
    existing.delete(wanted.id);
    if (row !== undefined && isAsWanted(row, wanted)) {
      unchanged += 1;
      continue;
    }
    if (row === undefined) added.push(wanted);
    else changed.push(wanted);
    if (wanted.status !== "cancelled") {
      changes.push({ id: wanted.id, kind: row === undefined ? "created" : "changed" });
    } else if (row !== undefined && row.status !== "cancelled") changes.push({ id: wanted.id, kind: "cancelled" });
  }

  // Beyond the horizon nothing is known: after a clock that went back, those sessions are simply not due yet.
  const gone = [...existing.values()].filter(
    (row) => row.status !== "cancelled" && isBefore(row.startsAt, endOfHorizon(now)),
  );
  await addSessions(
    db,
    added.map((session) => ({ ...session, createdAt: now })),
  );
  await changeSessions(db, changed);
  await cancelSessions(
    db,
    gone.map((row) => row.id),
    noLongerPlanned,
  );
  changes.push(...gone.map(({ id }) => ({ id, kind: "cancelled" as const })));
  const of = (kind: SessionChange["kind"]) => changes.filter((change) => change.kind === kind).length;
  return { created: of("created"), changed: of("changed"), cancelled: of("cancelled"), unchanged, changes };
}

/** Does an entry count? `substitutes`: the coaches who stand in for its own on some day. */
export type EntryTest = (
  entry: { readonly coachId: string; readonly groupId: string | null },
  substitutes: readonly string[],
) => boolean;

/** The sessions that the timetable, the holidays and the exceptions want in a stretch of time. */
export async function listWantedSessions({
  db,
  zone,
  from,
  until,
  ofEntry = () => true,
}: {
  readonly db: Db;
  readonly zone: TimeZone;
  readonly from: Instant;
  readonly until: Instant;
  /** Entries that do not pass are left out; extra sessions never are. */
  readonly ofEntry?: EntryTest;
}): Promise<readonly WantedSession[]> {
  const dayOf = (at: Instant) => at.toZonedDateTimeISO(zone).toPlainDate();
  const holidays = await listHolidays(db, dayOf(from).toString(), dayOf(until).add({ days: 1 }).toString());
  const exceptions = await listExceptionsInForce(db);
  const substitutes = Map.groupBy(
    exceptions.filter((exception) => exception.kind === "substitute"),
    (exception) => exception.entryId,
  );
  const substitutesOf = (entryId: string) =>
    (substitutes.get(entryId) ?? []).flatMap(({ coachId }) => (coachId === null ? [] : [coachId]));
  return wantedSessions({
    entries: (await listEntriesInForce(db)).filter((entry) => ofEntry(entry, substitutesOf(entry.id))),
    exceptions,
    daysOff: holidays.filter((holiday) => !holiday.taught),
    schoolZone: zone,
    from,
    until,
  });
}
