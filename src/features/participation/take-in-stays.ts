import type { Db } from "#database/open.ts";
import type { ParticipantStay } from "#features/meetings/ports.ts";
import { findMeetings } from "#features/meetings/store.ts";
import { aliasKey } from "#features/roster/name-rules.ts";
import type { SessionDetails } from "#features/sessions/store.ts";
import type { Instant } from "#lib/clock.ts";

import { addCollection, listStays, putStays, removeStays } from "./attendance-store.ts";
import { matchParticipant, type Directory } from "./match-rules.ts";
import { recountAttendance } from "./recount-attendance.ts";
import { isStaff } from "./report-rules.ts";
import type { AttendanceRules } from "./rules.ts";

/**
 * Keeps who was in a session as Zoom says it now, and counts its attendance again.
 *
 * Said twice, nothing changes; said otherwise (Zoom's report was not finished), what it says now holds: new stays
 * come, changed ones change, those it no longer has go. Who somebody was found to be stays so: a classmate of the same
 * name who comes later makes no earlier match doubtful. Says how many names nobody knows, and how many verdicts
 * changed. Run it in a transaction.
 */
export async function takeInStays({
  db,
  rules,
  now,
  session,
  stays,
  byReport = true,
  directory,
}: {
  readonly db: Db;
  readonly rules: AttendanceRules;
  readonly now: Instant;
  readonly session: SessionDetails;
  readonly stays: readonly ParticipantStay[];
  /** Whether Zoom's report says so. */
  readonly byReport?: boolean;
  /** The students of the session's group. */
  readonly directory: Directory;
}): Promise<{ readonly strangers: number; readonly changed: number }> {
  const before = new Map((await listStays(db, [session.id])).map((row) => [row.stayId, row]));
  const host = (await findMeetings(db, [session.id])).get(session.id)?.hostEmail;
  const rows = stays
    .filter((stay) => !isStaff(stay, session, host))
    .map((stay) => {
      const known = before.get(stay.stayId);
      // Of who was erased, or is older than the school keeps names, Zoom's names do not come back.
      if (known?.zoomName === "" && stay.name !== "") return { ...known, joinedAt: stay.joinedAt, leftAt: stay.leftAt };
      const same = known?.zoomName === stay.name && known.email === (stay.email ?? null);
      // A person's decision holds whatever name Zoom shows now; a match of ours only for the name it was made for.
      const isKept = known !== undefined && (known.decisionId !== null || (same && known.studentId !== null));
      const match = isKept ? undefined : matchParticipant(stay, directory);
      const found = match?.kind === "matched" ? match : undefined;
      return {
        sessionId: session.id,
        stayId: stay.stayId,
        zoomName: stay.name,
        email: stay.email ?? null,
        registrantId: stay.registrantId ?? null,
        studentId: isKept ? known.studentId : (found?.studentId ?? null),
        recognisedBy: isKept ? known.recognisedBy : (found?.by ?? null),
        decisionId: isKept ? known.decisionId : null,
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
  await addCollection(db, session.id, now, byReport);
  const changed = await recountAttendance({ db, rules, now, sessionIds: [session.id] });
  const strangers = new Set(rows.filter((row) => row.studentId === null).map((row) => aliasKey(row.zoomName))).size;
  return { strangers, changed };
}
