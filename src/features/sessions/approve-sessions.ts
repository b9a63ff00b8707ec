import { inTransaction, type Db } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import type { Actor } from "#features/audit/rules.ts";
import type { Instant } from "#lib/clock.ts";

import { sessionVersion } from "./approval-rules.ts";
import { dropApprovals, putApprovals } from "./approval-store.ts";
import { findSessionDetails } from "./store.ts";

/**
 * Notes that a person looked at sessions and says that they are right, or takes that back. It stops and starts nothing:
 * what nobody approves happens all the same.
 *
 * A session that is no longer as the person saw it is left out and counted in `changed`.
 */
export async function approveSessions({
  db,
  now,
  by,
  lines,
  approved,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly by: Actor;
  /** Sessions with the mark of what was seen (`sessionVersion`). */
  readonly lines: readonly { readonly id: string; readonly version: string }[];
  readonly approved: boolean;
}): Promise<{ readonly done: number; readonly changed: number }> {
  return await inTransaction(db, async (tx) => {
    const seen = new Map(lines.map((line) => [line.id, line.version]));
    const rows = (await findSessionDetails(tx, [...seen.keys()])).map((row) => ({
      id: row.id,
      version: sessionVersion({ ...row, coach: row.coachName, group: row.group?.title ?? null }),
    }));
    const meant = rows.filter((row) => !approved || row.version === seen.get(row.id));
    const ids = meant.map((row) => row.id);
    if (approved) {
      const kept = meant.map((row) => ({ sessionId: row.id, version: row.version }));
      await putApprovals(tx, kept, { by, at: now });
    } else await dropApprovals(tx, ids);
    if (ids.length > 0) {
      const action = approved ? "session.approved" : "session.approval-taken-back";
      const subject = ids.length === 1 ? (ids[0] ?? "") : `${ids.length} sessions`;
      await recordChange({ db: tx, now, by, action, subject, after: { sessions: ids } });
    }
    return { done: ids.length, changed: seen.size - ids.length };
  });
}
