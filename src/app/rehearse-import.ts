import { rehearse, type Db } from "#database/open.ts";
import { findMeetings } from "#features/meetings/store.ts";
import { findMessages } from "#features/messages/store.ts";
import type { School } from "#features/school/rules.ts";
import { planSessions, type SessionChange } from "#features/sessions/plan-sessions.ts";
import { findSessionDetails, type SessionDetails } from "#features/sessions/store.ts";
import { applyDifference } from "#features/timetable/apply-difference.ts";
import type { ImportPreview } from "#features/timetable/preview-import.ts";
import type { LineInForce } from "#features/timetable/store.ts";
import type { Instant } from "#lib/clock.ts";

/** What an import would do beyond the timetable, in the coming seven days. */
export interface ImportTouches {
  readonly sessions: readonly {
    readonly kind: SessionChange["kind"];
    /** As it is now; absent for a new one. */
    readonly before: SessionDetails | undefined;
    readonly after: SessionDetails;
  }[];
  /** Meetings that Zoom would be asked to open, change or delete. */
  readonly meetings: { readonly opened: number; readonly changed: number; readonly deleted: number };
  /** Reminders that would be written anew, rewritten, withdrawn, or followed by a change alert as the group was told. */
  readonly messages: {
    readonly written: number;
    readonly rewritten: number;
    readonly withdrawn: number;
    readonly alerted: number;
  };
}

/**
 * Says which coming sessions, meetings and messages an import would touch: it is done and taken back.
 *
 * Nothing is asked of Zoom or Telegram.
 */
export async function rehearseImport({
  db,
  preview,
  school,
  now,
}: {
  readonly db: Db;
  readonly preview: ImportPreview<LineInForce>;
  readonly school: School;
  readonly now: Instant;
}): Promise<ImportTouches> {
  const { changes, after } = await rehearse(db, async (tx) => {
    await applyDifference({ db: tx, preview, school, now });
    const planned = await planSessions({ db: tx, now, zone: school.timeZone });
    const ids = planned.changes.map((change) => change.id);
    return { changes: planned.changes, after: await findSessionDetails(tx, ids) };
  });
  const ids = changes.map((change) => change.id);
  const before = new Map((await findSessionDetails(db, ids)).map((session) => [session.id, session]));
  const meetings = await findMeetings(db, ids);
  const kinds = new Map(changes.map((change) => [change.id, change.kind]));
  const kindOf = (id: string) => kinds.get(id) ?? "changed";
  const open = ids.filter((id) => !["deleted", "failed", undefined].includes(meetings.get(id)?.state));
  const reminders = await findMessages(db, "reminder", ids);
  const waiting = reminders.filter((message) => ["planned", "held"].includes(message.state));
  return {
    sessions: after.map((session) => ({
      kind: kindOf(session.id),
      before: before.get(session.id),
      after: session,
    })),
    meetings: {
      opened: changes.filter(({ id, kind }) => kind === "created" && !open.includes(id)).length,
      changed: open.filter((id) => kindOf(id) !== "cancelled").length,
      deleted: open.filter((id) => kindOf(id) === "cancelled").length,
    },
    messages: {
      written: changes.filter(({ kind }) => kind === "created").length,
      rewritten: waiting.filter((message) => kindOf(message.subject) !== "cancelled").length,
      withdrawn: waiting.filter((message) => kindOf(message.subject) === "cancelled").length,
      alerted: reminders.filter((message) => message.state === "sent").length,
    },
  };
}
