import { inTransaction, type Db } from "#database/open.ts";
import type { School } from "#features/school/rules.ts";
import { findSessionDetails, type SessionDetails } from "#features/sessions/store.ts";
import { isBefore, type Clock, type Instant } from "#lib/clock.ts";

import { changeOf } from "./alert-rules.ts";
import { planMessage } from "./plan-message.ts";
import type { WakeSender } from "./ports.ts";
import { renderAlert } from "./reminder-rules.ts";
import { zonesOf, type Told } from "./rules.ts";
import { cancelMessage } from "./store.ts";
import { readTemplates, type Templates } from "./template-store.ts";
import { listTold, type ToldSession } from "./told-store.ts";

/**
 * Tells the groups whose told sessions are not any more as they were told: moved, cancelled, held by another, or
 * taking place after all.
 *
 * Told is what arrived last, so what nobody was told yet needs no alert, a change of mind before the alert left
 * takes it off again, and running it twice tells once. Gives how many alerts were planned.
 */
export async function alertChanges({
  db,
  clock,
  school,
  wake,
}: {
  readonly db: Db;
  readonly clock: Clock;
  readonly school: School;
  readonly wake: WakeSender;
}): Promise<number> {
  const now = clock.now();
  const told = await listTold(db, now);
  if (told.length === 0) return 0;
  const templates = await readTemplates(db);
  const details = new Map(
    (
      await findSessionDetails(
        db,
        told.map((one) => one.sessionId),
      )
    ).map((session) => [session.id, session]),
  );
  let planned = 0;
  for (const one of told) {
    const session = details.get(one.sessionId);
    if (session !== undefined && (await alertOne({ db, now, school, wake, templates, told: one, session }))) {
      planned += 1;
    }
  }
  return planned;
}

async function alertOne({
  db,
  now,
  school,
  wake,
  templates,
  told,
  session,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly school: School;
  readonly wake: WakeSender;
  readonly templates: Templates;
  readonly told: ToldSession;
  readonly session: SessionDetails;
}): Promise<boolean> {
  const { group } = session;
  if (group === null) return false;
  const facts: Told = {
    startsAt: session.startsAt.toString(),
    coach: session.coachName,
    isCancelled: session.status === "cancelled",
  };
  const change = changeOf(told.last, facts);
  const oldStartsAt = Temporal.Instant.from(told.last.startsAt);
  const isUseful = isBefore(now, oldStartsAt) || isBefore(now, session.startsAt);
  if (change === undefined || !isUseful) {
    if (told.waitingId !== null) await cancelMessage(db, told.waitingId, now);
    return false;
  }
  const { language } = group;
  const html = renderAlert(
    templates(change, language),
    language,
    {
      school: school.name,
      course: session.courseTitle,
      coach: session.coachName,
      oldCoach: told.last.coach,
      // A class that does not take place was told for its old hour.
      startsAt: change === "cancelled" ? oldStartsAt : session.startsAt,
      oldStartsAt,
      reason: session.reason?.[language] ?? "",
    },
    zonesOf(group.audienceZones, school.audienceZones),
  );
  const expiresAt = change !== "cancelled" && isBefore(oldStartsAt, session.startsAt) ? session.startsAt : oldStartsAt;
  const outcome = await inTransaction(
    db,
    async (tx) =>
      await planMessage({
        db: tx,
        now,
        wake,
        message: {
          kind: "change",
          key: `${session.id} ${told.alerts}`,
          to: { group },
          language,
          content: { form: "text", html },
          session: { id: session.id, told: facts },
          dueAt: told.waitingDueAt ?? now,
          expiresAt,
        },
      }),
  );
  return outcome === "added" || outcome === "changed";
}
