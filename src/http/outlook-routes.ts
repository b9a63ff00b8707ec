import { plainText } from "#features/messages/html-rules.ts";
import {
  countTaughtGroups,
  listMeeting,
  listTroubled,
  listWithoutGroup,
  listWithoutLink,
  listWithoutTwin,
} from "#features/messages/outlook-store.ts";
import { listOtherMessages } from "#features/messages/week-store.ts";
import { listHolds } from "#features/rankings/hold-store.ts";
import { nextRuns } from "#features/scenarios/rules.ts";
import { findScenario } from "#features/scenarios/store.ts";
import type { Difference } from "#features/sessions/contract.ts";
import { findSessionDetails, type SessionDetails, type Stretch } from "#features/sessions/store.ts";
import { weekDifferences, weekOverlaps, type WeekDifference } from "#features/sessions/week-rules.ts";
import type { Instant } from "#lib/clock.ts";

import { guarded, type RouteContext } from "./guard.ts";
import { toldOnPage } from "./page-words.ts";
import { daysOf } from "./week-days.ts";

/** How much of a message is told in a list. */
const excerpt = 160;
/** How many are told: a page shows no more, and what is beyond is counted. */
const most = { differences: 1_000, conflicts: 100, sessions: 12 };

type Troubled = Awaited<ReturnType<typeof listTroubled>>[number];

/** The routes of what is to be known of the week besides its sessions. */
export const outlookRoutes = {
  outlook: guarded.sessions.outlook.handler(async ({ context, input }) => {
    const { db } = context.app.database;
    const { from, until } = daysOf(context, { ...input, days: 7 });
    const [others, conflicts, rankings] = await Promise.all([
      listOtherMessages(db, from, until),
      conflictsOf(context, { from, until }),
      rankingsOf(context, until),
    ]);
    return {
      conflicts: conflicts.shown.slice(0, most.conflicts),
      conflictCount: conflicts.count,
      messages: others.map(({ html, dueAt, ...rest }) => ({
        ...rest,
        dueAt: dueAt.toString(),
        text: plainText(html).slice(0, excerpt),
      })),
      rankings,
    };
  }),
  differences: guarded.sessions.differences.handler(async ({ context, input }) => {
    const { database, config } = context.app;
    const { db } = database;
    const zone = config.school.timeZone;
    const { from, until } = daysOf(context, { ...input, days: 7 });
    const before = { from: weekBefore(from, context), until: weekBefore(until, context) };
    const [later, former] = await Promise.all([
      listWithoutTwin(db, { from, until, zone, days: -7 }),
      listWithoutTwin(db, { ...before, zone, days: 7 }),
    ]);
    const all = weekDifferences(later, former, zone);
    const told = all.slice(0, most.differences);
    const formerIds = told.flatMap((one) => (one.kind === "new" ? [] : [one.before.id]));
    const details = new Map((await findSessionDetails(db, formerIds)).map((session) => [session.id, session]));
    return { count: all.length, rows: told.flatMap((one) => differenceShown(one, details)) };
  }),
};

/** The same local time a week before. */
function weekBefore(at: Instant, { app }: RouteContext): Instant {
  return at.toZonedDateTimeISO(app.config.school.timeZone).subtract({ weeks: 1 }).toInstant();
}

function differenceShown(one: WeekDifference, details: ReadonlyMap<string, SessionDetails>): readonly Difference[] {
  if (one.kind === "new") return [{ kind: "new", id: one.session.id }];
  const former = details.get(one.before.id);
  if (former === undefined) return [];
  const { id, courseTitle: course, coachName: coach, group } = former;
  const startsAt = former.startsAt.toString();
  if (one.kind === "gone") return [{ kind: "gone", id, course, coach, startsAt }];
  const fields = [...one.fields];
  const before = { startsAt, coach, group: group?.title ?? null };
  return [{ kind: "changed", id: one.session.id, fields, before }];
}

/** What keeps sessions from being held or told as they should: the first of them, and how many there are. */
async function conflictsOf({ app }: RouteContext, span: Stretch) {
  const { db } = app.database;
  const [meeting, troubled, withoutLink, withoutGroup] = await Promise.all([
    listMeeting(db, { ...span, most: most.conflicts }),
    listTroubled(db, { ...span, most: most.conflicts }),
    listWithoutLink(db, { ...span, most: most.sessions }),
    listWithoutGroup(db, { ...span, most: most.sessions }),
  ]);
  const overlaps = weekOverlaps(meeting.around).filter(({ second }) => meeting.ids.has(second));
  const together = [...allAtOnce("no link", withoutLink), ...allAtOnce("no group", withoutGroup)];
  const shown = [
    ...together,
    ...overlaps.map(({ what, first, second }) => ({
      kind: what,
      sessionIds: [first, second],
      count: 2,
      failure: null,
    })),
    ...troubled.flatMap(hindrances),
  ];
  // Of very many, each session that meets others counts once.
  const overlapping = meeting.all > most.conflicts ? meeting.all : overlaps.length;
  return { shown, count: overlapping + (troubled[0]?.all ?? 0) + together.length };
}

/** What of a session's room or message went wrong. */
function hindrances({ id, meeting, message }: Troubled) {
  const one = { sessionIds: [id], count: 1 };
  return [
    ...(meeting !== null && meeting.failure !== null
      ? [{ ...one, kind: "meeting" as const, failure: toldOnPage(meeting.failure) }]
      : []),
    ...(meeting !== null && meeting.handChange !== null ? [{ ...one, kind: "by hand" as const, failure: null }] : []),
    ...(message === null
      ? []
      : [
          {
            ...one,
            kind: "message" as const,
            failure: message.failure === null ? null : toldOnPage(message.failure),
          },
        ]),
  ];
}

function allAtOnce(kind: "no link" | "no group", rows: readonly { readonly id: string; readonly all: number }[]) {
  const [first] = rows;
  if (first === undefined) return [];
  return [{ kind, sessionIds: rows.map((row) => row.id), count: first.all, failure: null }];
}

/** When the rankings of these days come, and of how many groups that have had a session since the one before. */
async function rankingsOf({ app }: RouteContext, until: Instant) {
  const { db } = app.database;
  const scenario = await findScenario(db, "send_daily_rankings");
  if (scenario === undefined || !scenario.enabled || scenario.cron === null) return [];
  const now = app.clock.now();
  const zone = app.config.school.timeZone;
  const runs = nextRuns(scenario.cron, zone, now, 8).filter((at) => Temporal.Instant.compare(at, until) < 0);
  const dayOf = (at: Instant) => at.toZonedDateTimeISO(zone).toPlainDate().toString();
  const held = new Set((await listHolds(db, dayOf(now))).map(({ day }) => day));
  return await Promise.all(
    runs.map(async (at, index) => {
      const groups = await countTaughtGroups(db, runs[index - 1] ?? at.subtract({ hours: 24 }), at);
      const day = dayOf(at);
      return { at: at.toString(), day, groups, held: held.has(day) };
    }),
  );
}
