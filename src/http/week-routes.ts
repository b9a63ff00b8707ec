import { approveSessions } from "#features/sessions/approve-sessions.ts";
import { sessionVersion } from "#features/sessions/approval-rules.ts";
import { weekDifferences, weekOverlaps, type WeekDifference } from "#features/sessions/week-rules.ts";
import { changeMessage } from "#features/messages/change-message.ts";
import { noSuchMessage } from "#features/messages/change-rules.ts";
import { plainText } from "#features/messages/html-rules.ts";
import { findMessageHistory } from "#features/messages/reading-store.ts";
import { listOtherMessages, listWeek, type WeekLine } from "#features/messages/week-store.ts";
import { nextRuns } from "#features/scenarios/rules.ts";
import { findScenario } from "#features/scenarios/store.ts";
import type { Instant } from "#lib/clock.ts";
import type { Failure } from "#lib/failure.ts";
import { versionOf } from "#lib/version.ts";

import { actorOf, guarded, toldOf, type RouteContext } from "./guard.ts";
import { toldOnPage } from "./page-words.ts";
import { whoDid } from "./who-did.ts";

/** How much of a message is told in a list. */
const excerpt = 160;

/** The routes of the coming week. */
export const weekRoutes = {
  week: guarded.sessions.week.handler(async ({ context, input }) => {
    const { db } = context.app.database;
    const { from, until, first, last } = daysOf(context, input);
    const [rows, nameOf] = await Promise.all([listWeek(db, from, until), whoDid(db)]);
    const now = context.app.clock.now().toString();
    return { from: first, until: last, now, sessions: rows.map((row) => shown(row, nameOf)) };
  }),
  outlook: guarded.sessions.outlook.handler(async ({ context, input }) => {
    const { app } = context;
    const { db } = app.database;
    const { from, until } = daysOf(context, { ...input, days: 7 });
    const week = { hours: 24 * 7 };
    const [rows, former, others] = await Promise.all([
      listWeek(db, from, until),
      listWeek(db, from.subtract(week), until.subtract(week)),
      listOtherMessages(db, from, until),
    ]);
    return {
      differences: weekDifferences(rows, former, app.config.school.timeZone).map(differenceShown),
      conflicts: [
        ...weekOverlaps(rows).map(({ what, first, second }) => ({
          kind: what,
          sessionIds: [first.id, second.id],
          failure: null,
        })),
        ...hindrances(rows),
      ],
      messages: others.map(({ html, dueAt, ...rest }) => ({
        ...rest,
        dueAt: dueAt.toString(),
        text: plainText(html).slice(0, excerpt),
      })),
      rankings: await rankingsOf(context, rows, until),
    };
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

/** Some days of the school's zone, today first where none is named. */
function daysOf(
  { app }: RouteContext,
  { from, days }: { readonly from?: string | undefined; readonly days: number },
): { readonly from: Instant; readonly until: Instant; readonly first: string; readonly last: string } {
  const zone = app.config.school.timeZone;
  const first =
    from === undefined ? app.clock.now().toZonedDateTimeISO(zone).toPlainDate() : Temporal.PlainDate.from(from);
  return {
    from: first.toZonedDateTime(zone).toInstant(),
    until: first.add({ days }).toZonedDateTime(zone).toInstant(),
    first: first.toString(),
    last: first.add({ days: days - 1 }).toString(),
  };
}

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
            changedByHand: meeting.handChange !== null,
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

function toldShortly(failure: Failure | null) {
  return failure === null ? null : toldOnPage(failure);
}

function differenceShown(one: WeekDifference<WeekLine>) {
  if (one.kind === "new") return { kind: "new" as const, id: one.session.id };
  const { id, course, coach, group } = one.before;
  const startsAt = one.before.startsAt.toString();
  if (one.kind === "gone") return { kind: "gone" as const, id, course, coach, startsAt };
  const fields = [...one.fields];
  return { kind: "changed" as const, id: one.session.id, fields, before: { startsAt, coach, group } };
}

/** What keeps a session from being held or told as it should. */
function hindrances(rows: readonly WeekLine[]) {
  const held = rows.filter((row) => row.status !== "cancelled");
  const each = held.flatMap((row) => {
    const sessionIds = [row.id];
    const { meeting, message } = row;
    return [
      ...(meeting !== null && meeting.failure !== null
        ? [{ kind: "meeting" as const, sessionIds, failure: toldShortly(meeting.failure) }]
        : []),
      ...(meeting !== null && meeting.handChange !== null
        ? [{ kind: "by hand" as const, sessionIds, failure: null }]
        : []),
      ...(message?.state === "failed" || message?.state === "uncertain"
        ? [{ kind: "message" as const, sessionIds, failure: toldShortly(message.failure) }]
        : []),
    ];
  });
  return [
    ...each,
    ...allAtOnce("no link", held.filter(hasNoLink)),
    ...allAtOnce(
      "no group",
      held.filter((row) => row.groupId === null),
    ),
  ];
}

function allAtOnce(kind: "no link" | "no group", rows: readonly WeekLine[]) {
  return rows.length === 0 ? [] : [{ kind, sessionIds: rows.map((row) => row.id), failure: null }];
}

function hasNoLink({ meeting }: WeekLine): boolean {
  return meeting === null || (meeting.joinUrl === null && meeting.failure === null && meeting.state !== "declined");
}

/** When the rankings of these days come, and of how many groups that have had a session since the one before. */
async function rankingsOf({ app }: RouteContext, rows: readonly WeekLine[], until: Instant) {
  const scenario = await findScenario(app.database.db, "send_daily_rankings");
  if (scenario === undefined || !scenario.enabled || scenario.cron === null) return [];
  const now = app.clock.now();
  const runs = nextRuns(scenario.cron, app.config.school.timeZone, now, 8).filter(
    (at) => Temporal.Instant.compare(at, until) < 0,
  );
  return runs.map((at, index) => {
    const since = runs[index - 1] ?? at.subtract({ hours: 24 });
    const ended = rows.filter(
      (row) =>
        row.status !== "cancelled" &&
        Temporal.Instant.compare(row.endsAt, since) > 0 &&
        Temporal.Instant.compare(row.endsAt, at) <= 0,
    );
    return { at: at.toString(), groups: new Set(ended.flatMap((row) => row.groupId ?? [])).size };
  });
}
