import type { Db } from "#database/open.ts";
import { isBefore, type Instant } from "#lib/clock.ts";

import { findMeetingsAtZoom } from "./event-store.ts";
import {
  changedAt,
  deletedAt,
  isSamePlan,
  roomPlan,
  writtenOut,
  type HandChange,
  type RoomPlan,
} from "./hand-rules.ts";
import { isToldAlready } from "./look-rules.ts";
import type { ZoomChange } from "./ports.ts";
import { noticeChange, settleChange, type MeetingRow } from "./store.ts";

/** A change that nobody knew of yet. */
export interface News {
  readonly sessionId: string;
  readonly change: HandChange;
}

/**
 * Takes in that a meeting was changed or deleted, in the caller's transaction. Gives what a person should be told:
 * nothing when it was known already, was ours, is old, or is about a meeting that is none of ours.
 */
export async function hearChange({
  db,
  now,
  told,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly told: ZoomChange;
}): Promise<News | undefined> {
  const [row] = await findMeetingsAtZoom(db, told.zoomId);
  // What we are changing ourselves is no change by hand; the dates of a series are compared by the next look.
  if (row === undefined || row.state !== "open" || row.occurrenceId !== null) return undefined;
  // Zoom's clock is not ours, and an old event may come last: the look before the week decides then.
  if (isBefore(told.at, row.updatedAt)) return undefined;
  const change = told.kind === "deleted" ? deletedAt(now) : changeIn(row, told, now);
  if (isToldAlready(row.handChange, change)) return undefined;
  if (change === null) {
    await settleChange(db, row.sessionId, row.accepted, now);
    return undefined;
  }
  await noticeChange(db, row.sessionId, change, now);
  return { sessionId: row.sessionId, change };
}

function changeIn(row: MeetingRow, told: Extract<ZoomChange, { kind: "updated" }>, at: Instant): HandChange | null {
  const known = row.accepted ?? roomPlan(row);
  const before = row.handChange?.kind === "changed" ? row.handChange.now : known;
  const now: RoomPlan = {
    topic: told.topic ?? before.topic,
    startsAt: told.startsAt === undefined ? before.startsAt : writtenOut(told.startsAt),
    durationMinutes: told.durationMinutes ?? before.durationMinutes,
  };
  return isSamePlan(known, now) ? null : changedAt(at, now);
}
