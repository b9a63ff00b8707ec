import type { Db } from "#database/open.ts";
import type { Actor } from "#features/audit/rules.ts";
import { seenFields } from "#features/sessions/approval-rules.ts";
import { decideExtraSession } from "#features/sessions/decide-extra-session.ts";
import { decideSessions, type KeptDecision, type SessionDecision } from "#features/sessions/decide-sessions.ts";
import { findSessionDetails } from "#features/sessions/store.ts";
import { noSuchSession } from "#features/sessions/texts.ts";
import { listEntriesInForce } from "#features/timetable/store.ts";
import type { Instant } from "#lib/clock.ts";
import { failed, type Result } from "#lib/failure.ts";
import type { TimeZone } from "#lib/ids.ts";
import { staleEdit } from "#lib/version.ts";

/**
 * Keeps a person's decision about the very session that they look at, in the caller's transaction.
 *
 * Refused (`stale`) when the session is no longer as they saw it.
 */
export async function decideOnSession({
  db,
  now,
  by,
  zone,
  id,
  decision,
  reason,
  version,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly by: Actor;
  /** The school's. */
  readonly zone: TimeZone;
  readonly id: string;
  readonly decision: SessionDecision;
  readonly reason: string | undefined;
  /** The mark of what the person saw (`sessionVersion`). */
  readonly version: string | undefined;
}): Promise<Result<readonly KeptDecision[]>> {
  const [session] = await findSessionDetails(db, [id]);
  if (session === undefined) return failed(noSuchSession(id));
  const stale = staleEdit(
    version,
    seenFields({ ...session, coach: session.coachName, group: session.group?.title ?? null }),
  );
  if (stale !== undefined) return failed(stale);
  if (session.entryId === null) {
    return await decideExtraSession({ db, now, by, zone, session, decision, reason });
  }
  const entry = (await listEntriesInForce(db)).find((one) => one.id === session.entryId);
  const meant = { course: session.courseId, from: session.date, until: session.date, time: entry?.time };
  return await decideSessions({ db, now, by, meant, decision, reason });
}
