import { inTransaction, type Db } from "#database/open.ts";
import type { Actor } from "#features/audit/rules.ts";
import { planSessions, type SessionFigures } from "#features/sessions/plan-sessions.ts";
import type { Instant } from "#lib/clock.ts";
import { ok, type Result } from "#lib/failure.ts";
import { alertGroups } from "./alert-groups.ts";
import type { App } from "./parts.ts";

/**
 * Makes a change by a person that concerns the coming sessions: the change, the sessions that follow from it and
 * the run that brings meetings and messages after them are one transaction.
 */
export async function changeWeek<T>(
  app: App,
  by: Actor,
  work: (tx: Db, now: Instant) => Promise<Result<T>>,
): Promise<Result<{ readonly value: T; readonly sessions: SessionFigures }>> {
  const now = app.clock.now();
  return await inTransaction(app.database.db, async (tx) => {
    const done = await work(tx, now);
    return done.ok ? ok({ value: done.value, sessions: await planAgain(app, tx, now, by) }) : done;
  });
}

/** Plans the sessions and, when any changed, asks for the run that meetings and messages follow. */
export async function planAgain(app: App, tx: Db, now: Instant, by: Actor): Promise<SessionFigures> {
  const sessions = await planSessions({ db: tx, now, zone: app.config.school.timeZone });
  if (sessions.changes.length > 0) {
    const scenario = "create_zoom_links";
    await app.engine.send(tx, scenario, { scenario, cause: "manual", by });
    // The groups are told at once, whatever Zoom answers.
    await alertGroups(app, { db: tx });
  }
  return sessions;
}
