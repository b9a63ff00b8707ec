import { inTransaction, type Db } from "#database/open.ts";
import { listHeardMessages, listPresences } from "#features/participation/facts-store.ts";
import type { School } from "#features/school/rules.ts";
import type { Instant } from "#lib/clock.ts";

import { messagesWithPoints, type PointsRules } from "./rules.ts";
import { appendPoints } from "./store.ts";

/** Facts older than this were counted by an earlier ranking; generous, because sources are unique anyway. */
const daysBack = 35;

/**
 * Turns participation into points, up to a cut-off.
 *
 * Every fact has one source, and a source is in the ledger once, so this can be done again at any time. What
 * becomes known late is recorded at the cut-off that first sees it: nothing falls between two rankings.
 */
export async function fillLedger({
  db,
  school,
  rules,
  cutOff,
  knownAt,
}: {
  readonly db: Db;
  readonly school: School;
  readonly rules: PointsRules;
  readonly cutOff: Instant;
  /** When attendance was last read: what was read after the cut-off for it still counts in it. */
  readonly knownAt: Instant;
}): Promise<number> {
  const from = cutOff.subtract({ hours: 24 * daysBack });
  const messages = await listHeardMessages(db, from, cutOff);
  const presences = (await listPresences(db, from, knownAt)).filter(
    (presence) => Temporal.Instant.compare(presence.endsAt, cutOff) <= 0,
  );
  const entries = [
    ...messagesWithPoints(messages, rules, school.timeZone).map((message) => ({
      studentId: message.studentId,
      groupId: message.groupId,
      points: rules.perMessage,
      reason: "message" as const,
      source: `message:${message.id}`,
      recordedAt: cutOff,
    })),
    ...presences.map((presence) => ({
      studentId: presence.studentId,
      groupId: presence.groupId,
      points: rules.perAttendance,
      reason: "attendance" as const,
      source: `attendance:${presence.sessionId}:${presence.studentId}`,
      recordedAt: cutOff,
    })),
  ];
  return await inTransaction(db, async (tx) => await appendPoints(tx, entries));
}
