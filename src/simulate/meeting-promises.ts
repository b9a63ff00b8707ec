import type { LedgerMeeting } from "#simulators/zoom/ledger.ts";

import { ends, instant, isIn, tell, type Ask, type Broken, type Row, type Span } from "./promise.ts";

/** A UTC day on which Zoom took no change any more for an account, by its e-mail. */
export interface SpentDay {
  readonly host: string;
  readonly day: string;
}

interface Zoom extends Span {
  readonly meetings: readonly LedgerMeeting[];
  readonly spent: readonly SpentDay[];
}

/** Two meetings of one key: holds at every moment. */
export function doubledMeetings(meetings: readonly LedgerMeeting[]): readonly Broken[] {
  const byKey = Map.groupBy(standing(meetings), (meeting) => meeting.key ?? "");
  return tell(
    "one meeting a session, never two of one key",
    [...byKey].filter(([, some]) => some.length > 1).map(([key, some]) => ({ key, ids: some.map((one) => one.id) })),
  );
}

/**
 * Sessions that have begun: each had its meeting by then, and at its time.
 *
 * One thing nobody could do: tell Zoom a new hour for a class of a day on which Zoom takes no change for its account. Such a
 * class has the meeting that it had, its link works, and Carillon says that Zoom shows another hour.
 */
export async function brokenMeetings(ask: Ask, { meetings, spent, ...span }: Zoom): Promise<readonly Broken[]> {
  const known = await ask(
    `select s.id, m.state, m.zoom_id, m.host_email, m.failure ->> 'code' as code, s.starts_at::text as starts_at
       from sessions s left join meetings m on m.session_id = s.id
      where s.status <> 'cancelled' and s.starts_at between $1 and $2`,
    ends(span),
  );
  const atZoom = new Map(standing(meetings).map((meeting) => [meeting.id, meeting]));
  const waitsForZoom = (row: Row) =>
    ["open", "updating"].includes(row["state"] ?? "") &&
    ["zoom.daily-limit", "meeting.budget-spent"].includes(row["code"] ?? "") &&
    spent.some(({ host, day }) => host === row["host_email"] && row["starts_at"]?.startsWith(day) === true);
  return [
    ...tell(
      "each past session had its meeting",
      known.filter((row) => row["state"] !== "open" && !waitsForZoom(row)),
    ),
    ...tell(
      "the meeting that is known is at Zoom, at its session's time",
      known.filter((row) => {
        if (row["state"] !== "open" && !waitsForZoom(row)) return false;
        const meeting = atZoom.get(row["zoom_id"] ?? "");
        const isAtItsTime = meeting?.startsAt.equals(instant(row["starts_at"])) === true;
        return meeting === undefined || (!isAtItsTime && !waitsForZoom(row));
      }),
    ),
  ];
}

/** What stands at Zoom belongs to a session; what a fault left behind may take until the next look. */
export async function meetingsOfNobody(ask: Ask, { meetings, ...span }: Zoom): Promise<readonly Broken[]> {
  const held = standing(meetings).filter(({ startsAt }) => isIn(startsAt, span));
  const rows = await ask(
    `select m.key from meetings m join sessions s on s.id = m.session_id
      where s.status <> 'cancelled' and s.starts_at between $1 and $2`,
    ends(span),
  );
  const keys = new Set(rows.map((row) => row["key"]));
  return tell(
    "no meeting without a session",
    held.filter(({ key = "" }) => !keys.has(key)).map((one) => ({ ...one, startsAt: one.startsAt.toString() })),
  );
}

function standing(meetings: readonly LedgerMeeting[]): readonly LedgerMeeting[] {
  return meetings.filter((meeting) => meeting.state !== "deleted" && meeting.key !== undefined);
}
