import type { Db } from "#database/open.ts";
import type { Actor } from "#features/audit/rules.ts";
import { seenFields } from "#features/sessions/approval-rules.ts";
import { decideSessions, type KeptDecision, type SessionDecision } from "#features/sessions/decide-sessions.ts";
import { listExceptions } from "#features/sessions/exception-store.ts";
import { extraSessionId } from "#features/sessions/plan-rules.ts";
import { removeException } from "#features/sessions/remove-exception.ts";
import { findSessionDetails, type SessionDetails } from "#features/sessions/store.ts";
import { extraOnlyCancelled, noSuchSession } from "#features/sessions/texts.ts";
import { listEntriesInForce } from "#features/timetable/store.ts";
import type { Instant } from "#lib/clock.ts";
import { failed, ok, type Result } from "#lib/failure.ts";
import { staleEdit } from "#lib/version.ts";

/**
 * Keeps a person's decision about the very session that they look at, in the caller's transaction.
 *
 * Refused (`stale`) when the session is no longer as they saw it. An extra session is taken off by taking its decision
 * back, so nothing of it is kept.
 */
export async function decideOnSession({
  db,
  now,
  by,
  id,
  decision,
  reason,
  version,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly by: Actor;
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
  if (session.entryId === null) return await cancelExtra({ db, now, by, session, decision });
  const entry = (await listEntriesInForce(db)).find((one) => one.id === session.entryId);
  const meant = { course: session.courseId, from: session.date, until: session.date, time: entry?.time };
  return await decideSessions({ db, now, by, meant, decision, reason });
}

async function cancelExtra({
  db,
  now,
  by,
  session,
  decision,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly by: Actor;
  readonly session: SessionDetails;
  readonly decision: SessionDecision;
}): Promise<Result<readonly KeptDecision[]>> {
  if (decision.kind !== "cancelled") return failed(extraOnlyCancelled);
  const extras = (await listExceptions(db, session.date)).filter((one) => one.kind === "extra");
  const exception = extras.find((one) => extraSessionId(one.id) === session.id);
  if (exception === undefined) return failed(noSuchSession(session.id));
  const removed = await removeException({ db, now, by, number: exception.number });
  return removed.ok ? ok([]) : removed;
}
