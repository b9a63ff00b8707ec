import type { Db } from "#database/open.ts";
import type { Instant } from "#lib/clock.ts";

import {
  listAttendances,
  listCorrections,
  listKnownStays,
  listSessionTimes,
  putAttendances,
  type AttendanceRow,
} from "./attendance-store.ts";
import { corrected, verdictOn, type AttendanceRules } from "./rules.ts";

/** Sessions in one go: what is held in memory stays small however long a history is counted again. */
const sessionsAtOnce = 200;

/**
 * Makes the attendance of these sessions anew from their stays and corrections: the one way in which it comes to be.
 *
 * Only rows that differ are written, with `now` as the moment of their change; a student who is found not to have
 * been there keeps a row of 0 minutes. Says how many rows changed in each session where some did. Run it in the transaction of what caused it.
 */
export async function recountAttendance({
  db,
  rules,
  now,
  sessionIds,
}: {
  readonly db: Db;
  readonly rules: AttendanceRules;
  readonly now: Instant;
  readonly sessionIds: readonly string[];
}): Promise<ReadonlyMap<string, number>> {
  const ids = [...new Set(sessionIds)];
  const changed = new Map<string, number>();
  for (let from = 0; from < ids.length; from += sessionsAtOnce) {
    for (const { sessionId } of await recountSome(db, rules, now, ids.slice(from, from + sessionsAtOnce))) {
      changed.set(sessionId, (changed.get(sessionId) ?? 0) + 1);
    }
  }
  return changed;
}

async function recountSome(
  db: Db,
  rules: AttendanceRules,
  now: Instant,
  ids: readonly string[],
): Promise<readonly AttendanceRow[]> {
  const times = new Map((await listSessionTimes(db, ids)).map((session) => [session.id, session]));
  const stays = Map.groupBy(await listKnownStays(db, ids), keyOf);
  const corrections = new Map((await listCorrections(db, ids)).map((one) => [keyOf(one), one]));
  const before = new Map((await listAttendances(db, ids)).map((row) => [keyOf(row), row]));

  const rows = new Map<string, AttendanceRow>();
  for (const one of [...[...stays.values()].flat(), ...corrections.values(), ...before.values()]) {
    const key = keyOf(one);
    const session = times.get(one.sessionId);
    if (session === undefined || rows.has(key)) continue;
    const correction = corrections.get(key);
    rows.set(key, {
      sessionId: one.sessionId,
      studentId: one.studentId,
      ...corrected(verdictOn(stays.get(key) ?? [], session, rules), correction, session),
      correctedBy: correction?.by ?? null,
      correctionReason: correction?.reason ?? null,
      changedAt: now,
    });
  }
  const changed = [...rows].filter(([key, row]) => differs(row, before.get(key))).map(([, row]) => row);
  await putAttendances(db, changed);
  return changed;
}

function keyOf(one: { readonly sessionId: string; readonly studentId: string }): string {
  return `${one.sessionId} ${one.studentId}`;
}

function differs(row: AttendanceRow, before: AttendanceRow | undefined): boolean {
  if (before === undefined) return true;
  const fields = Object.keys(row) as (keyof AttendanceRow)[];
  return fields.some((field) => field !== "changedAt" && row[field] !== before[field]);
}
