import { approveSessions } from "#features/sessions/approve-sessions.ts";
import { sessionVersion } from "#features/sessions/approval-rules.ts";
import { changeMessage } from "#features/messages/change-message.ts";
import { noSuchMessage } from "#features/messages/change-rules.ts";
import type { HandChange } from "#features/meetings/hand-rules.ts";
import { findMessageHistory } from "#features/messages/reading-store.ts";
import { listWeek, type WeekLine } from "#features/messages/week-store.ts";
import type { Failure } from "#lib/failure.ts";
import { versionOf } from "#lib/version.ts";

import { actorOf, guarded, toldOf } from "./guard.ts";
import { toldOnPage } from "./page-words.ts";
import { daysOf } from "./week-days.ts";
import { whoDid } from "#app/who-did.ts";

/** The routes of the coming week. */
export const weekRoutes = {
  week: guarded.sessions.week.handler(async ({ context, input }) => {
    const { db } = context.app.database;
    const { from, until, first, last } = daysOf(context, input);
    const [rows, nameOf] = await Promise.all([listWeek(db, from, until), whoDid(db)]);
    const now = context.app.clock.now().toString();
    return { from: first, until: last, now, sessions: rows.map((row) => shown(row, nameOf)) };
  }),
  approve: guarded.sessions.approve.handler(async ({ context, input }) => {
    const { app } = context;
    return await approveSessions({ db: app.database.db, now: app.clock.now(), by: actorOf(context), ...input });
  }),
  message: guarded.sessions.message.handler(async ({ context, input, errors }) => {
    const found = await findMessageHistory(context.app.database.db, input.number);
    if (found === undefined) throw errors.REFUSED(toldOf(noSuchMessage(input.number)));
    const { number, state, html, dueAt } = found.message;
    return { number, state, html, dueAt: dueAt.toString(), version: versionOf({ html }) };
  }),
  changeMessage: guarded.sessions.changeMessage.handler(async ({ context, input, errors }) => {
    const { app } = context;
    const { db } = app.database;
    const { number, version } = input;
    const change = input.change.verb === "reword" ? { ...input.change, version } : input.change;
    const by = actorOf(context);
    const changed = await changeMessage({ db, now: app.clock.now(), wake: app.wakeSender, by, number, change });
    if (!changed.ok) {
      const failure = change.verb === "reword" ? { ...changed.failure, place: "html" } : changed.failure;
      throw errors.REFUSED(toldOf(failure));
    }
    return { state: changed.value.state };
  }),
};

function shown(row: WeekLine, nameOf: (actor: string) => string) {
  const version = sessionVersion(row);
  const { meeting, message, approval } = row;
  return {
    id: row.id,
    courseId: row.courseId,
    course: row.course,
    level: row.level,
    coach: row.coach,
    usualCoach: row.usualCoach,
    groupId: row.groupId,
    group: row.group,
    startsAt: row.startsAt.toString(),
    endsAt: row.endsAt.toString(),
    movedFrom: row.movedFrom?.toString() ?? null,
    status: row.status,
    reason: row.reason,
    isExtra: row.entryId === null,
    meeting:
      meeting === null
        ? null
        : {
            state: meeting.state,
            host: meeting.host,
            joinUrl: meeting.joinUrl,
            byHand: byHand(meeting.handChange),
            failure: toldShortly(meeting.failure),
          },
    message:
      message === null
        ? null
        : {
            number: message.number,
            state: message.state,
            dueAt: message.dueAt.toString(),
            reworded: message.rewordedBy !== null,
          },
    version,
    approvedBy: approval?.version === version ? nameOf(approval.by) : null,
  };
}

function byHand(change: HandChange | null) {
  if (change === null) return null;
  const plan = change.kind === "changed" ? change.now : undefined;
  return { kind: change.kind, startsAt: plan?.startsAt ?? null, minutes: plan?.durationMinutes ?? null };
}

function toldShortly(failure: Failure | null) {
  return failure === null ? null : toldOnPage(failure);
}
