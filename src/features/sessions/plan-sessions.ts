import type { Db } from "#database/open.ts";
import { listEntriesInForce } from "#features/timetable/store.ts";
import { isBefore, type Instant } from "#lib/clock.ts";
import { idFrom } from "#lib/ids.ts";

import { endOfHorizon, occurrences } from "./rules.ts";
import { addSessions, cancelSessions, changeSession, listComingSessions, type NewSession } from "./store.ts";

/** What planning did to the coming sessions. */
export interface SessionFigures {
  readonly created: number;
  readonly changed: number;
  readonly cancelled: number;
  readonly unchanged: number;
}

/**
 * Expands the timetable in force into the sessions of the next seven days.
 *
 * A session keeps its row (entry and date) when its time, coach or group changes, so its meeting and its
 * message can follow; one that the timetable no longer holds is cancelled. What has begun is never touched.
 * Run it in the transaction that changed the timetable.
 */
export async function planSessions({ db, now }: { readonly db: Db; readonly now: Instant }): Promise<SessionFigures> {
  const existing = new Map((await listComingSessions(db, now)).map((row) => [`${row.entryId} ${row.date}`, row]));
  const added: NewSession[] = [];
  let changed = 0;
  let unchanged = 0;

  for (const entry of await listEntriesInForce(db)) {
    for (const occurrence of occurrences(entry, now, endOfHorizon(now))) {
      const wanted = {
        startsAt: occurrence.startsAt,
        endsAt: occurrence.endsAt,
        coachId: entry.coachId,
        courseId: entry.courseId,
        groupId: entry.groupId,
        status: "scheduled" as const,
      };
      const place = `${entry.id} ${occurrence.date}`;
      const row = existing.get(place);
      existing.delete(place);
      if (row === undefined) {
        const id = idFrom("session", entry.id, occurrence.date);
        added.push({ id, entryId: entry.id, date: occurrence.date, createdAt: now, ...wanted });
      } else if (
        row.startsAt.equals(wanted.startsAt) &&
        row.endsAt.equals(wanted.endsAt) &&
        row.coachId === wanted.coachId &&
        row.courseId === wanted.courseId &&
        row.groupId === wanted.groupId &&
        row.status !== "cancelled"
      ) {
        unchanged += 1;
      } else {
        await changeSession(db, row.id, wanted);
        changed += 1;
      }
    }
  }

  // Beyond the horizon nothing is known: after a clock that went back, those sessions are simply not due yet.
  const gone = [...existing.values()].filter(
    (row) => row.status !== "cancelled" && isBefore(row.startsAt, endOfHorizon(now)),
  );
  await addSessions(db, added);
  await cancelSessions(
    db,
    gone.map((row) => row.id),
  );
  return { created: added.length, changed, cancelled: gone.length, unchanged };
}
