import type { Db } from "#database/open.ts";
import { isBefore, type Instant } from "#lib/clock.ts";

import { addZoomEvent, findMeetingsAtZoom } from "./event-store.ts";
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
import type { ZoomTold } from "./ports.ts";
import { noticeChange, settleChange, type MeetingRow } from "./store.ts";

/** What an event was worth. */
export type Heard =
  | { readonly kind: "kept" }
  /** Known already, ours, old, or about a meeting that is none of ours. */
  | { readonly kind: "nothing new" }
  /** Somebody changed or deleted a meeting by hand: a person should be told. */
  | { readonly kind: "news"; readonly sessionId: string; readonly change: HandChange };

/**
 * Takes in what Zoom told by webhook, in the caller's transaction. An event may come late, twice, out of order or
 * never: each is kept once, and what it means is worked out when a session's stays are read.
 */
export async function hearZoom({
  db,
  now,
  told,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly told: ZoomTold;
}): Promise<Heard> {
  const rows = await findMeetingsAtZoom(db, told.zoomId);
  if (rows.length === 0) return { kind: "nothing new" };
  if (told.kind !== "updated" && told.kind !== "deleted") {
    return { kind: (await addZoomEvent(db, told, now)) ? "kept" : "nothing new" };
  }
  const [row] = rows;
  // What we are changing ourselves is no change by hand; the dates of a series are compared by the next look.
  if (row === undefined || row.state !== "open" || row.occurrenceId !== null) return { kind: "nothing new" };
  // Zoom's clock is not ours, and an old event may come last: the look before the week decides then.
  if (isBefore(told.at, row.updatedAt)) return { kind: "nothing new" };
  const change = told.kind === "deleted" ? deletedAt(now) : changeIn(row, told, now);
  if (isToldAlready(row.handChange, change)) return { kind: "nothing new" };
  if (change === null) {
    await settleChange(db, row.sessionId, row.accepted, now);
    return { kind: "kept" };
  }
  await noticeChange(db, row.sessionId, change, now);
  return { kind: "news", sessionId: row.sessionId, change };
}

function changeIn(row: MeetingRow, told: Extract<ZoomTold, { kind: "updated" }>, at: Instant): HandChange | null {
  const known = row.accepted ?? roomPlan(row);
  const before = row.handChange?.kind === "changed" ? row.handChange.now : known;
  const now: RoomPlan = {
    topic: told.topic ?? before.topic,
    startsAt: told.startsAt === undefined ? before.startsAt : writtenOut(told.startsAt),
    durationMinutes: told.durationMinutes ?? before.durationMinutes,
  };
  return isSamePlan(known, now) ? null : changedAt(at, now);
}
