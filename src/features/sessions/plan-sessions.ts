import type { Db } from "#database/open.ts";
import { listHolidays } from "#features/school/store.ts";
import { listEntriesInForce, readEntriesInForce } from "#features/timetable/store.ts";
import { isBefore, type Instant } from "#lib/clock.ts";
import type { TimeZone } from "#lib/ids.ts";

import { listExceptionsInForce } from "./exception-store.ts";
import { isAsWanted, wantedSessions, type WantedSession } from "./plan-rules.ts";
import { endOfHorizon } from "./rules.ts";
import {
  addSessions,
  cancelSessions,
  changeSessions,
  listComingSessionsOf,
  listComingSessionsWithoutEntry,
  type SessionRow,
} from "./store.ts";
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

/** As far as a person may put an extra session. */
const farAhead = { hours: 24 * 400 };

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
  const until = endOfHorizon(now);
  const facts = await readPlanFacts(db, zone, now, until);
  const done: Done = { changes: [], gone: [], unchanged: 0 };
  // Some entries at a time, each with its own sessions: what is held does not grow with the timetable.
  for await (const entries of readEntriesInForce(db)) {
    const existing = await listComingSessionsOf(
      db,
      now,
      entries.map((entry) => entry.id),
    );
    const wanted = wantedSessions({ ...facts, exceptions: facts.ofEntries, entries, from: now, until });
    await settle({ db, now, existing, wanted, done });
  }
  const existing = await listComingSessionsWithoutEntry(db, now);
  const known = new Set(existing.map((row) => row.id));
  const extra = wantedSessions({ ...facts, exceptions: facts.extra, entries: [], from: now, until: now.add(farAhead) });
  // One that was moved beyond the horizon keeps its row, so that those who knew it are told of the move.
  const wanted = extra.filter((session) => isBefore(session.startsAt, until) || known.has(session.id));
  await settle({ db, now, existing, wanted, done });
  await cancelSessions(db, done.gone, noLongerPlanned);
  const changes = [...done.changes, ...done.gone.map((id) => ({ id, kind: "cancelled" as const }))];
  const of = (kind: SessionChange["kind"]) => changes.filter((change) => change.kind === kind).length;
  const { unchanged } = done;
  return { created: of("created"), changed: of("changed"), cancelled: of("cancelled"), unchanged, changes };
}

/** What planning did so far, and the sessions that nothing wants any more. */
interface Done {
  readonly changes: SessionChange[];
  readonly gone: string[];
  unchanged: number;
}

/** Brings some sessions to what is wanted of them. */
async function settle({
  db,
  now,
  existing,
  wanted: all,
  done,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly existing: readonly SessionRow[];
  readonly wanted: readonly WantedSession[];
  readonly done: Done;
}): Promise<void> {
  const rows = new Map(existing.map((row) => [row.id, row]));
  const added: WantedSession[] = [];
  const changed: WantedSession[] = [];
  for (const wanted of all) {
    const row = rows.get(wanted.id);
    rows.delete(wanted.id);
    if (row !== undefined && isAsWanted(row, wanted)) {
      done.unchanged += 1;
      continue;
    }
    if (row === undefined) added.push(wanted);
    else changed.push(wanted);
    if (wanted.status !== "cancelled") {
      done.changes.push({ id: wanted.id, kind: row === undefined ? "created" : "changed" });
    } else if (row !== undefined && row.status !== "cancelled") done.changes.push({ id: wanted.id, kind: "cancelled" });
  }
  // Beyond the horizon nothing is known: after a clock that went back, those sessions are simply not due yet.
  for (const row of rows.values()) {
    if (row.status !== "cancelled" && isBefore(row.startsAt, endOfHorizon(now))) done.gone.push(row.id);
  }
  await addSessions(
    db,
    added.map((session) => ({ ...session, createdAt: now })),
  );
  await changeSessions(db, changed);
}

/** What planning rests on besides the entries. */
async function readPlanFacts(db: Db, zone: TimeZone, from: Instant, until: Instant) {
  const dayOf = (at: Instant) => at.toZonedDateTimeISO(zone).toPlainDate();
  const holidays = await listHolidays(db, dayOf(from).toString(), dayOf(until).add({ days: 1 }).toString());
  const exceptions = await listExceptionsInForce(db);
  return {
    daysOff: holidays.filter((holiday) => !holiday.taught),
    schoolZone: zone,
    exceptions,
    ofEntries: exceptions.filter((exception) => exception.entryId !== null),
    extra: exceptions.filter((exception) => exception.entryId === null),
  };
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
  const facts = await readPlanFacts(db, zone, from, until);
  const substitutes = Map.groupBy(
    facts.ofEntries.filter((exception) => exception.kind === "substitute"),
    (exception) => exception.entryId,
  );
  const substitutesOf = (entryId: string) =>
    (substitutes.get(entryId) ?? []).flatMap(({ coachId }) => (coachId === null ? [] : [coachId]));
  return wantedSessions({
    ...facts,
    entries: (await listEntriesInForce(db)).filter((entry) => ofEntry(entry, substitutesOf(entry.id))),
    from,
    until,
  });
}
