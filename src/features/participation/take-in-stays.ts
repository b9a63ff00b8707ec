import type { Db } from "#database/open.ts";
import type { ParticipantStay } from "#features/meetings/ports.ts";
import { comparableName } from "#features/roster/rules.ts";
import type { Member } from "#features/roster/store.ts";
import type { SessionDetails } from "#features/sessions/store.ts";
import type { Instant } from "#lib/clock.ts";

import { addCollection, listStays, putStays, removeStays } from "./attendance-store.ts";
import { recountAttendance } from "./recount-attendance.ts";
import { recognise, type AttendanceRules } from "./rules.ts";

/**
 * Keeps who was in a session as Zoom says it now, and counts its attendance again.
 *
 * Said twice, nothing changes; said otherwise (Zoom's report was not finished), what it says now holds: new stays
 * come, changed ones change, those it no longer has go. Who a person decided somebody was stays decided. Gives the
 * names of those whom nobody knows. Run it in a transaction.
 */
export async function takeInStays({
  db,
  rules,
  now,
  session,
  stays,
  members,
}: {
  readonly db: Db;
  readonly rules: AttendanceRules;
  readonly now: Instant;
  readonly session: SessionDetails;
  readonly stays: readonly ParticipantStay[];
  /** The students of the session's group. */
  readonly members: readonly Member[];
}): Promise<readonly string[]> {
  const before = new Map((await listStays(db, [session.id])).map((row) => [row.stayId, row]));
  const rows = stays
    .filter((stay) => !isStaff(stay, session))
    .map((stay) => {
      const known = before.get(stay.stayId);
      const decided = known !== undefined && known.decisionId !== null;
      return {
        sessionId: session.id,
        stayId: stay.stayId,
        zoomName: stay.name,
        email: stay.email ?? null,
        studentId: decided ? known.studentId : (recognise(stay, members) ?? null),
        decisionId: decided ? known.decisionId : null,
        joinedAt: stay.joinedAt,
        leftAt: stay.leftAt,
      };
    });
  const kept = new Set(rows.map((row) => row.stayId));
  await removeStays(
    db,
    session.id,
    [...before.keys()].filter((id) => !kept.has(id)),
  );
  await putStays(db, rows);
  await addCollection(db, session.id, now);
  await recountAttendance({ db, rules, now, sessionIds: [session.id] });
  return [...new Set(rows.filter((row) => row.studentId === null).map((row) => row.zoomName))];
}

/** The coach and the assistant are in the meeting too, and are no students. */
function isStaff(stay: ParticipantStay, session: SessionDetails): boolean {
  if (stay.email !== undefined && stay.email.toLowerCase() === session.coachEmail?.toLowerCase()) return true;
  const name = comparableName(stay.name);
  return name !== "" && [session.coachName, session.assistant ?? ""].some((staff) => comparableName(staff) === name);
}
