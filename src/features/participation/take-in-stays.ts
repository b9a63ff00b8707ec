import type { Db } from "#database/open.ts";
import type { ParticipantStay } from "#features/meetings/ports.ts";
import { findMeetings } from "#features/meetings/store.ts";
import { aliasKey } from "#features/roster/name-rules.ts";
import type { SessionDetails } from "#features/sessions/store.ts";
import type { Instant } from "#lib/clock.ts";

import { addCollections, listStays, putStays, removeStays, type StayRow } from "./attendance-store.ts";
import { matchParticipant, type Directory } from "./match-rules.ts";
import { recountAttendance } from "./recount-attendance.ts";
import { isStaff } from "./report-rules.ts";
import type { AttendanceRules } from "./rules.ts";

/** What Zoom says now about who was in a session. */
export interface StaysReport {
  readonly session: SessionDetails;
  readonly stays: readonly ParticipantStay[];
  /** Whether Zoom's report says so, as it does when absent. */
  readonly byReport?: boolean;
  /** The students of the session's group. */
  readonly directory: Directory;
}

/** What came of a report: names that nobody knows, and verdicts that changed. */
export interface TakenIn {
  readonly strangers: number;
  readonly changed: number;
}

/**
 * Keeps who was in some sessions, each of them told once, as Zoom says it now, and counts their attendance again.
 *
 * Said twice, nothing changes; said otherwise (Zoom's report was not finished), what it says now holds: new stays
 * come, changed ones change, those it no longer has go. Who somebody was found to be stays so: a classmate of the same
 * name who comes later makes no earlier match doubtful. Gives what came of each, in their order. Run it in a transaction.
 */
export async function takeInStays({
  db,
  rules,
  now,
  reports,
}: {
  readonly db: Db;
  readonly rules: AttendanceRules;
  readonly now: Instant;
  readonly reports: readonly StaysReport[];
}): Promise<readonly TakenIn[]> {
  if (reports.length === 0) return [];
  const sessionIds = reports.map(({ session }) => session.id);
  const before = Map.groupBy(await listStays(db, sessionIds), (row) => row.sessionId);
  const meetings = await findMeetings(db, sessionIds);
  const told = reports.map((report) => {
    const known = before.get(report.session.id) ?? [];
    const rows = rowsOf(report, known, meetings.get(report.session.id)?.hostEmail);
    const kept = new Set(rows.map((row) => row.stayId));
    const byReport = report.byReport ?? true;
    return { sessionId: report.session.id, byReport, rows, gone: known.filter(({ stayId }) => !kept.has(stayId)) };
  });
  for (const { sessionId, gone } of told) {
    await removeStays(
      db,
      sessionId,
      gone.map((row) => row.stayId),
    );
  }
  await putStays(
    db,
    told.flatMap(({ rows }) => rows),
  );
  await addCollections(
    db,
    told.map(({ sessionId, byReport }) => ({ sessionId, byReport })),
    now,
  );
  const changed = await recountAttendance({ db, rules, now, sessionIds });
  return told.map(({ sessionId, rows }) => ({
    strangers: new Set(rows.filter((row) => row.studentId === null).map((row) => aliasKey(row.zoomName))).size,
    changed: changed.get(sessionId) ?? 0,
  }));
}

/** The stays of one session as they are to be kept; `before` is what was kept until now. */
function rowsOf(
  { session, stays, directory }: StaysReport,
  before: readonly StayRow[],
  host: string | undefined,
): readonly StayRow[] {
  const knownById = new Map(before.map((row) => [row.stayId, row]));
  return stays
    .filter((stay) => !isStaff(stay, session, host))
    .map((stay) => {
      const known = knownById.get(stay.stayId);
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
}
