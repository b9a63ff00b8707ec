import type { SessionDetails } from "#features/sessions/store.ts";
import type { Instant } from "#lib/clock.ts";

import { withFinding } from "./look-rules.ts";
import type { Look } from "./look-at-zoom.ts";
import { minutesOf } from "./rules.ts";
import type { MeetingRow } from "./store.ts";

/** The rows of the findings' sessions as they will be once what the look found is written down. */
export function afterLook({
  look,
  sessions,
  now,
}: {
  readonly look: Look;
  readonly sessions: readonly SessionDetails[];
  readonly now: Instant;
}): ReadonlyMap<string, MeetingRow> {
  const rows = new Map(look.rows);
  const byId = new Map(sessions.map((session) => [session.id, session]));
  for (const finding of look.findings) {
    const session = byId.get(finding.sessionId);
    const row = rows.get(finding.sessionId) ?? (session === undefined ? undefined : blankRow(session, now));
    if (row !== undefined && finding.kind !== "extra") rows.set(finding.sessionId, withFinding(row, finding, now));
  }
  return rows;
}

/** A row for a session that has none, while a meeting of its key stands at Zoom. */
function blankRow(session: SessionDetails, now: Instant): MeetingRow {
  return {
    sessionId: session.id,
    key: session.id,
    state: "creating",
    hostId: "",
    hostEmail: "",
    zoomId: null,
    occurrenceId: null,
    joinUrl: null,
    passcode: null,
    topic: "",
    startsAt: session.startsAt,
    durationMinutes: minutesOf(session),
    coachEmail: session.coachEmail,
    accepted: null,
    handChange: null,
    askedAt: null,
    checkedAt: null,
    failure: null,
    createdAt: now,
    updatedAt: now,
  };
}
